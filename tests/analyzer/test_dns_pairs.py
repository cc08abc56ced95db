"""Pairing queries and responses to transactions."""
from __future__ import annotations

from typing import Any

import dns.flags
import dns.message
import pytest
from dns_cases import TCP, Said, at, brief, query, response, rows

ADDRESS = "www.example. 300 IN A 192.0.2.7"
QUERY = query()
ASK = Said(QUERY.to_wire())
ANSWER = ASK.back(response(QUERY, ADDRESS).to_wire(), 20)


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


def test_latency_of_a_response_captured_first_is_that_of_the_times_or_not_known() -> None:
    assert [row["latency"] for row in rows(ANSWER, ASK)] == [20_000_000]
    assert [row["latency"] for row in rows(ANSWER, at(ASK, 20.5))] == [None]
    assert [row["latency"] for row in rows(at(ASK, 20.5), ANSWER)] == [-500_000]


def test_response_long_before_its_query_is_unsolicited() -> None:
    assert brief(at(ANSWER, 0), at(ASK, 1000)) == [(None, 1, 0, 0, "unsolicited"), (2, None, 0, 0, "unanswered")]


def test_id_used_again_pairs_each_query_with_its_own_response() -> None:
    other = query("mail.example.").to_wire()
    again = at(ASK, 41, data=other)
    assert brief(ASK, ANSWER, again, again.back(response(query("mail.example.")).to_wire(), 50), at(ASK, 60)) == [
        (1, 2, 0, 0, "answered"), (3, 4, 0, 0, "answered"), (5, None, 0, 0, "unanswered")]


def test_latency_counts_from_the_first_query() -> None:
    assert [row["latency"] for row in rows(ASK, at(ASK, 15), ANSWER)] == [20_000_000]


FORGED = ASK.back(response(QUERY, "www.example. 300 IN A 192.0.2.66").to_wire(), 25)


def test_second_response_that_says_something_else_stands_apart() -> None:
    answered, other = rows(ASK, ANSWER, FORGED, at(FORGED, 26))
    assert (answered["status"], answered["duplicates"], answered["conflict_packet"]) == ("answered", 0, 3)
    assert (other["status"], other["query_packet"], other["duplicates"], other["conflict_packet"]) == (
        "unsolicited", None, 1, 2)
    assert [record["data"] for record in other["answers"]] == ["192.0.2.66"]


def test_another_response_code_is_another_answer() -> None:
    answered, refused = rows(ASK, ANSWER, ASK.back(response(QUERY, rcode=3).to_wire(), 30))
    assert (answered["conflict_packet"], refused["conflict_packet"], refused["rcode"]) == (3, 2, "NXDOMAIN")


def test_order_lifetime_and_case_make_no_other_answer() -> None:
    both = "www.example. 9 IN A 192.0.2.8", "www.example. 8 IN A 192.0.2.7"
    first = ASK.back(response(QUERY, ADDRESS, both[0]).to_wire(), 20)
    second = ASK.back(response(query("WWW.example."), *both).to_wire(), 30)
    row, = rows(ASK, first, second)
    assert (row["duplicates"], row["conflict_packet"]) == (1, None)


@pytest.mark.parametrize("changes", [{"data": response(QUERY).to_wire()[:2] + b"\x83" + response(QUERY).to_wire()[3:]},
                                     {"data": FORGED.data[:-2], "truncated": True}])
def test_what_is_cut_contradicts_nothing(changes: dict[str, Any]) -> None:
    assert brief(ASK, ANSWER, at(FORGED, 25, **changes)) == [(1, 2, 0, 1, "answered")]


IPV4, IPV6 = bytes.fromhex("4500003aabcd00004011"), bytes.fromhex("60012345")


@pytest.mark.parametrize("header", [IPV4, IPV6])
def test_frames_captured_twice_count_once(header: bytes) -> None:
    ask, answer = at(ASK, 0, header=header), at(ANSWER, 20, header=header)
    for said in ([ask, at(ask, 0.1), answer, at(answer, 20.1)], [ask, answer, at(ask, 0.4), at(answer, 20.4)]):
        row, = rows(*said)
        assert (row["retransmissions"], row["duplicates"], row["mirrored"], row["latency"]) == (0, 0, 2, 20_000_000)


@pytest.mark.parametrize("changes", [{"header": bytes.fromhex("4500003aabce00004011")}, {"at": 0.5}, {"header": IPV6},
                                     {"data": query(want_dnssec=True).to_wire()}, {"header": b""}])
def test_what_is_sent_twice_counts(changes: dict[str, Any]) -> None:
    row, = rows(at(ASK, 0, header=IPV4), at(ASK, 0.1, **{"header": IPV4} | changes) if "at" not in changes
                else at(ASK, 0.5, header=IPV4))
    assert (row["retransmissions"], row["mirrored"]) == (1, 0)


CUT = response(QUERY)
CUT.flags |= dns.flags.TC
OVER_TCP = Said(query(number=7).to_wire(), 30, source_port=4001, transport=TCP)


def test_truncated_response_is_linked_with_the_question_over_tcp() -> None:
    found = rows(ASK, ASK.back(CUT.to_wire(), 20), OVER_TCP,
                 OVER_TCP.back(response(query(number=7), ADDRESS).to_wire(), 50))
    assert [(row["transport"], row["status"], row["retry_packet"]) for row in found] == [
        ("udp", "answered", 3), ("tcp", "answered", 1)]


@pytest.mark.parametrize("changes", [{"at": 10}, {"at": 30_020}, {"data": query("mail.example.", number=7).to_wire()},
                                     {"source": "192.0.2.2"}, {"destination": "192.0.2.54"}, {"transport": 17}])
def test_other_questions_are_no_retry(changes: dict[str, Any]) -> None:
    other = at(OVER_TCP, changes.pop("at", 30), **changes)
    assert [row["retry_packet"] for row in rows(ASK, ASK.back(CUT.to_wire(), 20), other)] == [None, None]


def test_whole_response_is_not_retried() -> None:
    assert [row["retry_packet"] for row in rows(ASK, ANSWER, OVER_TCP)] == [None, None]


def test_incremental_transfer_is_one_transaction() -> None:
    asked = query("example.", "IXFR")
    ask = Said(asked.to_wire(), transport=TCP)
    soa = "example. 300 IN SOA ns.example. h.example. {} 2 3 4 5"
    parts = [response(asked, soa.format(serial)) for serial in (9, 8, 9, 9)]
    row, = rows(ask, *(ask.back(part.to_wire(), 5 + number) for number, part in enumerate(parts)))
    assert (len(row["answers"]), row["duplicates"], row["conflict_packet"]) == (4, 0, None)


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
