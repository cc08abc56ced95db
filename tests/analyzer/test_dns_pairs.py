"""Pairing queries and responses to transactions."""
from __future__ import annotations

from typing import Any

import dns.flags
import dns.message
import pytest
from dns_cases import TCP, Said, gathered, query, response

from analyzer.dns import transactions

ADDRESS = "www.example. 300 IN A 192.0.2.7"
QUERY = query()
ASK = Said(QUERY.to_wire())
ANSWER = ASK.back(response(QUERY, ADDRESS).to_wire(), 20)


def rows(*said: Said) -> list[dict[str, Any]]:
    return list(transactions(gathered(said)).rows())


def brief(*said: Said) -> list[tuple[Any, ...]]:
    return [(row["query_packet"], row["response_packet"], row["retransmissions"], row["duplicates"], row["status"])
            for row in rows(*said)]


def at(said: Said, moment: float, **changes: Any) -> Said:
    return Said(**{name: getattr(said, name) for name in Said.__dataclass_fields__} | {"at": moment} | changes)


def test_response_belongs_to_its_query() -> None:
    row, = rows(ASK, ANSWER)
    assert (row["client"], row["client_port"], row["server"], row["server_port"]) == (
        "192.0.2.1", 4000, "192.0.2.53", 53)
    assert row["status"] == "answered" and row["latency"] == 20_000_000
    assert [record["data"] for record in row["answers"]] == ["192.0.2.7"]


def test_query_without_response_is_unanswered() -> None:
    row, = rows(ASK)
    assert (row["status"], row["rcode"], row["answers"], row["flags"]) == ("unanswered", None, [], ["RD"])


def test_response_without_query_is_unsolicited() -> None:
    row, = rows(ANSWER)
    assert (row["status"], row["client"], row["query_packet"]) == ("unsolicited", "192.0.2.1", None)


def test_repeated_query_is_a_retransmission_for_five_seconds() -> None:
    assert brief(ASK, at(ASK, 4999), at(ANSWER, 5100)) == [(1, 3, 1, 0, "answered")]
    assert brief(ASK, at(ASK, 5000), at(ANSWER, 5100)) == [(1, None, 0, 0, "unanswered"), (2, 3, 0, 0, "answered")]


def test_second_response_is_a_duplicate() -> None:
    assert brief(ASK, ANSWER, at(ANSWER, 30)) == [(1, 2, 0, 1, "answered")]


def test_same_query_after_its_answer_is_new() -> None:
    assert brief(ASK, ANSWER, at(ASK, 40), at(ANSWER, 50)) == [(1, 2, 0, 0, "answered"), (3, 4, 0, 0, "answered")]


def test_question_tells_transactions_of_one_id_apart() -> None:
    other = query("mail.example.")
    answer = ASK.back(response(other).to_wire(), 9)
    assert brief(ASK, at(ASK, 1, data=other.to_wire()), ANSWER, answer) == [
        (1, 3, 0, 0, "answered"), (2, 4, 0, 0, "answered")]


def test_letters_of_the_question_may_change_their_case() -> None:
    shouted = response(query("WWW.eXample."), ADDRESS).to_wire()
    assert brief(ASK, ASK.back(shouted, 3)) == [(1, 2, 0, 0, "answered")]


def test_response_to_another_question_is_unsolicited() -> None:
    wrong = ASK.back(response(query("evil.example.")).to_wire(), 3)
    assert brief(ASK, wrong) == [(1, None, 0, 0, "unanswered"), (None, 2, 0, 0, "unsolicited")]


def test_response_without_question_pairs_by_id() -> None:
    refused = dns.message.Message(id=1)
    refused.flags = dns.flags.QR | dns.flags.Flag(5)
    row, = rows(ASK, ASK.back(refused.to_wire(), 3))
    assert (row["status"], row["rcode"]) == ("answered", "REFUSED")


@pytest.mark.parametrize("changes", [
    {"source_port": 54}, {"destination_port": 4001}, {"source": "192.0.2.54"}, {"transport": TCP}])
def test_other_ends_do_not_pair(changes: dict[str, Any]) -> None:
    assert [row["status"] for row in rows(ASK, at(ANSWER, 20, **changes))] == ["unanswered", "unsolicited"]


def test_response_captured_before_its_query_pairs() -> None:
    assert brief(at(ANSWER, 1), at(ASK, 0)) == [(2, 1, 0, 0, "answered")]
    assert brief(at(ANSWER, 1), at(ASK, 0), at(ANSWER, 2)) == [(None, 1, 0, 0, "unsolicited"), (2, 3, 0, 0, "answered")]


def test_zone_transfer_is_one_transaction() -> None:
    asked = query("example.", "AXFR")
    soa = "example. 300 IN SOA ns.example. h.example. 1 2 3 4 5"
    ask = Said(asked.to_wire(), transport=TCP)
    parts = [response(asked, soa), response(asked, "a.example. 300 IN A 192.0.2.1"), response(asked, soa)]
    parts[1].question = []
    row, = rows(ask, *(ask.back(part.to_wire(), 5 + number) for number, part in enumerate(parts)))
    assert [record["type"] for record in row["answers"]] == ["SOA", "A", "SOA"]
    assert (row["response_packet"], row["duplicates"]) == (2, 0)


def test_messages_without_a_header_are_in_no_transaction() -> None:
    assert brief(at(ASK, 0, data=b"\0\1\1\0\0\1\0\0"), at(ASK, 1)) == [(2, None, 0, 0, "unanswered")]


def multicast(data: bytes, moment: float, source: str = "192.0.2.9") -> Said:
    return Said(data, moment, source, 5353, "224.0.0.251", 5353, protocol=1)


PRINTER = "a._ipp._tcp.local. 120 IN SRV 0 0 631 a.local."


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
    ask = Said(QUERY.to_wire(), 0, "192.0.2.1", 50_000, "224.0.0.252", 5355, protocol=2)
    row, = rows(ask, Said(response(QUERY, ADDRESS).to_wire(), 4, "192.0.2.7", 5355, "192.0.2.1", 50_000, protocol=2))
    assert (row["status"], row["server"], row["protocol"]) == ("answered", "192.0.2.7", "llmnr")
