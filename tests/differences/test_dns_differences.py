"""What docs/differences.md says of DNS."""
from __future__ import annotations

import struct

from frame_builders import ACK, SYN, ethernet, ipv4, tcp
from small_captures import datagram, small
from tree_builders import all_fields, values

from analyzer.analysis import Analysis

GROUP = "224.0.0.251"


def labels(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def built(number: int, flags: int, name: str, answers: int = 0) -> bytes:
    """A message that asks for a name's addresses, up to where its answers begin."""
    return struct.pack(">6H", number, flags, 1, answers, 0, 0) + labels(name) + struct.pack(">2H", 1, 1)


def query(number: int, name: str) -> bytes:
    return built(number, 0x0100, name)


def response(number: int, name: str) -> bytes:
    return built(number, 0x8180, name)


def refusal(number: int, name: str) -> bytes:
    return built(number, 0x8185, name)


def cut_response(number: int, name: str) -> bytes:
    """An answer is promised, of which there is only the name."""
    return built(number, 0x8180, name, answers=1) + labels(name)


def announcement(name: str) -> bytes:
    return struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0) + labels(name) + struct.pack(">2HIH4B", 1, 1, 120, 4, 10, 0, 0, 9)


def asked(message: bytes) -> bytes:
    return datagram(message, ("10.0.0.1", 5000), ("10.0.0.2", 53))


def answered(message: bytes) -> bytes:
    return datagram(message, ("10.0.0.2", 53), ("10.0.0.1", 5000))


def multicast(message: bytes, source: str) -> bytes:
    return datagram(message, (source, 5353), (GROUP, 5353))


@small([asked(query(7, "a.example")), asked(query(7, "b.example")), answered(response(7, "a.example")),
        answered(response(7, "b.example"))])
def test_queries_with_one_id_find_their_answers(analysis: Analysis) -> None:
    assert [(row["query_packet"], row["response_packet"]) for row in analysis.dns_rows()] == [(1, 3), (2, 4)]


@small([asked(query(7, "a.example")), answered(response(7, "b.example"))])
def test_response_to_another_question_is_no_answer(analysis: Analysis) -> None:
    assert [(row["response_packet"], row["status"]) for row in analysis.dns_rows()] == [
        (None, "unanswered"), (2, "unsolicited")]


@small([asked(query(7, "a.example")), answered(cut_response(7, "a.example"))])
def test_response_that_breaks_off_is_paired(analysis: Analysis) -> None:
    row, = analysis.dns_rows()
    assert (row["response_packet"], row["status"], row["answers"]) == (2, "answered", [])


@small([answered(response(7, "a.example")), asked(query(7, "a.example"))])
def test_response_captured_before_its_query_is_paired(analysis: Analysis) -> None:
    row, = analysis.dns_rows()
    assert (row["query_packet"], row["response_packet"], row["latency"]) == (2, 1, None)


@small([asked(query(7, "a.example")), answered(response(7, "a.example")), answered(refusal(7, "a.example"))])
def test_second_response_that_says_something_else_is_told_apart(analysis: Analysis) -> None:
    assert [(row["response_packet"], row["duplicates"], row["conflict_packet"]) for row in analysis.dns_rows()] == [
        (2, 0, 3), (3, 0, 2)]


@small([multicast(query(0, "boat.local"), "10.0.0.1"), multicast(query(0, "pier.local"), "10.0.0.3"),
        multicast(announcement("pier.local"), "10.0.0.4"), multicast(announcement("boat.local"), "10.0.0.2")])
def test_multicast_queries_find_their_answers(analysis: Analysis) -> None:
    assert [(row["query_packet"], row["response_packet"]) for row in analysis.dns_rows()] == [(1, 4), (2, 3)]


def forwards(name: str) -> bytes:
    """A response whose two questions are a pointer forwards, and a name."""
    return (struct.pack(">6H", 7, 0x8180, 2, 0, 0, 0) + struct.pack(">3H", 0xC012, 1, 1) + labels(name)
            + struct.pack(">2H", 1, 1))


@small([answered(forwards("a.example"))])
def test_pointer_forwards_is_a_fault_and_followed_in_the_tree(analysis: Analysis) -> None:
    fault = "a compression pointer that does not point backwards at byte 12"
    row, = analysis.dns_message_rows()
    assert (row["questions"], row["malformed"]) == ([], fault)
    assert values(analysis.tree(0), "dns.qry.name") == ["a.example"] * 2
    assert values(analysis.tree(0), "_ws.malformed") == [fault]


@small([answered(response(7, "a.example")[:6] + b"\0\1" + response(7, "a.example")[8:])])
def test_response_that_breaks_off_may_be_unsolicited(analysis: Analysis) -> None:
    tree = analysis.tree(0)
    assert values(tree, "dns.unsolicited") == [True]
    assert values(tree, "_ws.malformed") == ["a name leaves the message at byte 27"]


@small([asked(query(7, "a.example")), asked(query(7, "b.example"))])
def test_other_question_under_one_id_is_no_retransmission(analysis: Analysis) -> None:
    assert values(analysis.tree(1), "dns.retransmission") == []
    assert [row["status"] for row in analysis.dns_rows()] == ["unanswered", "unanswered"]


QUOTED = answered(response(7, "a.example"))[14:]


@small([asked(query(7, "a.example")), answered(response(7, "a.example")),
        ethernet(ipv4(bytes.fromhex("0303 0000 00000000") + QUOTED, 1, "10.0.0.1", "10.0.0.2"))])
def test_quoted_message_is_in_no_transaction(analysis: Analysis) -> None:
    assert values(analysis.tree(2), "dns.id") == [7]
    assert values(analysis.tree(2), "dns.unsolicited") == []
    assert [row["response_packet"] for row in analysis.dns_rows()] == [2]


SERVICE_DISCOVERY = bytes.fromhex(
    "ffff 8100 0000 0030 0001 0000 01 01 02 00 c0000000 00000010"
    "00000000 00000010 01001001 00eb0000 0100001e 00000000 0000000c 00090400 ac1e0001 00117c6d")
"""SOME/IP, with a service, its version and how long it is offered, and where."""


@small([datagram(SERVICE_DISCOVERY, ("10.0.0.1", 30490), ("224.244.224.245", 30490))])
def test_service_discovery_of_cars_is_no_dns(analysis: Analysis) -> None:
    assert [row["service"] for row in analysis.flow_rows()] == [None]


STREAM = b"".join(struct.pack(">H", len(data)) + data for data in (query(7, "a.example"), query(8, "b.example")))


def over_tcp(payload: bytes, sequence: int, flags: int = ACK) -> bytes:
    return ethernet(ipv4(tcp(payload, destination=53, sequence=sequence, flags=flags), 6, "10.0.0.1", "10.0.0.2"))


@small([over_tcp(b"", 0, SYN), over_tcp(STREAM[:1], 1), over_tcp(STREAM[1:], 2)])
def test_second_message_of_a_segment_stands_in_its_frame(analysis: Analysis) -> None:
    lengths = [(field.pos, field.source) for field in all_fields(analysis.tree(2)) if field.spec.name == "dns.length"]
    assert lengths == [(0, 1), (54 + len(STREAM) // 2 - 1, 0)]


@small([over_tcp(b"", 0, SYN), over_tcp(STREAM[:10], 1), over_tcp(STREAM[len(STREAM) // 2:], 1 + len(STREAM) // 2),
        over_tcp(STREAM[10:len(STREAM) // 2], 11)])
def test_message_stands_in_the_packet_that_has_it_whole(analysis: Analysis) -> None:
    assert [values(analysis.tree(row), "dns.id") for row in range(4)] == [[], [], [8], [7]]
