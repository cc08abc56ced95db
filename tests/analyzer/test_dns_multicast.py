"""Pairing queries with responses of mDNS and LLMNR."""
from __future__ import annotations

import pytest
from dns_cases import Said, at, brief, query, response, rows

PRINTER = "a._ipp._tcp.local. 120 IN SRV 0 0 631 a.local."


def multicast(data: bytes, moment: float, source: str = "192.0.2.9") -> Said:
    return Said(data, moment, source, 5353, "224.0.0.251", 5353, protocol=1)


def service(kind: str = "SRV") -> Said:
    return multicast(query("a._ipp._tcp.local.", kind, 0).to_wire(), 0, "192.0.2.1")


def announced(moment: float) -> Said:
    answer = response(query("x.", number=0), PRINTER)
    answer.question = []
    return multicast(answer.to_wire(), moment)


@pytest.mark.parametrize("kind", ["SRV", "ANY"])
def test_multicast_response_pairs_by_what_it_carries(kind: str) -> None:
    row, = rows(service(kind), announced(100))
    assert (row["status"], row["protocol"], row["client"], row["server"]) == (
        "answered", "mdns", "192.0.2.1", "192.0.2.9")


def test_multicast_response_after_five_seconds_or_of_another_type_is_unsolicited() -> None:
    assert [row["status"] for row in rows(service(), announced(5001))] == ["unanswered", "unsolicited"]
    assert [row["status"] for row in rows(service("TXT"), announced(10))] == ["unanswered", "unsolicited"]


def test_only_the_first_multicast_response_answers() -> None:
    assert brief(service(), announced(1), announced(2)) == [(1, 2, 0, 0, "answered"), (None, 3, 0, 0, "unsolicited")]


def test_link_local_response_comes_from_one_of_the_group() -> None:
    asked = query()
    ask = Said(asked.to_wire(), 0, "192.0.2.1", 50_000, "224.0.0.252", 5355, protocol=2)
    answer = response(asked, "www.example. 300 IN A 192.0.2.7").to_wire()
    row, = rows(ask, Said(answer, 4, "192.0.2.7", 5355, "192.0.2.1", 50_000, protocol=2))
    assert (row["status"], row["server"], row["protocol"]) == ("answered", "192.0.2.7", "llmnr")


def test_multicast_frames_captured_twice_count_once() -> None:
    said = at(announced(1), 1, header=bytes.fromhex("4500003aabcd00004011"))
    assert brief(said, at(said, 1.1), at(said, 3)) == [
        (None, 1, 0, 0, "unsolicited"), (None, 3, 0, 0, "unsolicited")]
