"""What docs/differences.md says of pilotfish, on captures as small as can be."""
from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from capture_builders import pcap
from frame_builders import ACK, SYN, ethernet, ipv4, received, sent, tcp, udp
from mail_sessions import Session
from mail_wire import by, capture, segments
from tree_builders import all_fields, values

import analyzer
from analyzer.analysis import Analysis
from dissectors.stream import Side

HANDSHAKE = [sent(sequence=1000, flags=SYN), received(sequence=99, flags=SYN | ACK, acknowledgment=1001),
             sent(sequence=1001, acknowledgment=100), received(b"220 hi\r\n", 100, ACK, 1001)]
GROUP = "224.0.0.251"


@pytest.fixture
def analysis(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Analysis]:
    """The analysis of the frames that a test names, a millisecond apart."""
    path = tmp_path / "small.pcap"
    path.write_bytes(pcap((at * 1_000_000, frame) for at, frame in enumerate(request.param)))
    with analyzer.open(path) as opened:
        yield opened


def small(frames: list[bytes]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("analysis", [frames], indirect=True, ids=["small"])


def said(analysis: Analysis) -> list[bytes]:
    return [line.rstrip() for _, line in analysis.follow(0)]


def labels(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def query(number: int, name: str) -> bytes:
    return struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + labels(name) + struct.pack(">2H", 1, 1)


def response(number: int, name: str) -> bytes:
    return struct.pack(">6H", number, 0x8180, 1, 0, 0, 0) + labels(name) + struct.pack(">2H", 1, 1)


def refusal(number: int, name: str) -> bytes:
    return struct.pack(">6H", number, 0x8185, 1, 0, 0, 0) + labels(name) + struct.pack(">2H", 1, 1)


def cut_response(number: int, name: str) -> bytes:
    """An answer is promised, of which there is only the name."""
    return struct.pack(">6H", number, 0x8180, 1, 1, 0, 0) + labels(name) + struct.pack(">2H", 1, 1) + labels(name)


def announcement(name: str) -> bytes:
    return struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0) + labels(name) + struct.pack(">2HIH4B", 1, 1, 120, 4, 10, 0, 0, 9)


def datagram(message: bytes, source: tuple[str, int], destination: tuple[str, int]) -> bytes:
    return ethernet(ipv4(udp(message, source[1], destination[1]), 17, source[0], destination[0]))


def asked(message: bytes) -> bytes:
    return datagram(message, ("10.0.0.1", 5000), ("10.0.0.2", 53))


def answered(message: bytes) -> bytes:
    return datagram(message, ("10.0.0.2", 53), ("10.0.0.1", 5000))


def multicast(message: bytes, source: str) -> bytes:
    return datagram(message, (source, 5353), (GROUP, 5353))


@small([*HANDSHAKE, sent(b"BDAT 15 LAST\r\nSubject: a\r\n\r\nb", 1001, ACK, 108),
        received(b"250 done\r\n", 108, ACK, 1030)])
def test_email_sent_in_chunks(analysis: Analysis) -> None:
    mail, = analysis.emails()
    assert mail.content() == b"Subject: a\r\n\r\nb"
    assert mail.row["status"] == "250 done"


@small([*HANDSHAKE, sent(b"first.example\r\n", 1006, ACK, 108), sent(b"HELO other.example\r\n", 1001, ACK, 108)])
def test_bytes_captured_first_count(analysis: Analysis) -> None:
    assert said(analysis) == [b"220 hi", b"HELO first.example"]


@small([*HANDSHAKE, received(b"250 x\r\n", 108, ACK, 1009), sent(b"HELO x\r\n", 1001, ACK, 108)])
def test_command_captured_behind_its_reply_stands_before_it(analysis: Analysis) -> None:
    assert said(analysis) == [b"220 hi", b"HELO x", b"250 x"]


@small([*HANDSHAKE[:3], received(sequence=5000, flags=SYN | ACK, acknowledgment=1001), HANDSHAKE[3]])
def test_a_server_begins_where_its_client_said_so(analysis: Analysis) -> None:
    assert said(analysis) == [b"220 hi"]
    assert analysis.select("tcp.len == 8 and tcp.seq == 1").tolist() == [4]


@small([ethernet(ipv4(udp(b"x" * 72), 17, fragment=0x2000))[:60]])
def test_a_first_piece_that_is_cut_is_in_no_stream(analysis: Analysis) -> None:
    assert analysis.select("udp.dstport == 53").tolist() == [0]
    assert analysis.select("udp.stream").tolist() == []


def test_late_times_are_later(tmp_path: Path) -> None:
    path = tmp_path / "late.pcap"
    path.write_bytes(pcap([(seconds * 10 ** 9, sent()) for seconds in (1, 2 ** 31 + 1, 2 ** 32 - 1)]))
    with analyzer.open(path) as analysis:
        assert analysis.select('frame.time > "2020-01-01 00:00:00"').tolist() == [1, 2]
        assert analysis.select("frame.time_epoch > 1.5").tolist() == [1, 2]


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


TUNNEL = bytes.fromhex("08000000 00000100")


@small([datagram(b"?", ("10.0.0.1", 9), ("10.0.0.2", 9)),
        datagram(TUNNEL + datagram(b"?", ("10.1.0.1", 7), ("10.1.0.2", 7)), ("10.0.0.1", 50_000), ("10.0.0.2", 4789)),
        ethernet(ipv4(bytes.fromhex("0303 0000 00000000") + QUOTED, 1, "10.0.0.1", "10.0.0.2")),
        datagram(b"?", ("10.0.0.1", 8), ("10.0.0.2", 8))])
def test_headers_of_tunnels_and_quotations_are_in_no_stream(analysis: Analysis) -> None:
    assert [values(analysis.tree(row), "udp.stream") for row in range(4)] == [[0], [1], [], [2]]


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


def carried(message: bytes) -> list[bytes]:
    """The frames of a session in which a message is sent."""
    said = b"DATA\r\n"
    ready, thanks = b"354 go\r\n", b"250 ok\r\n"
    return [*HANDSHAKE, sent(said, 1001, ACK, 108), received(ready, 108, ACK, 1001 + len(said)),
            sent(message + b".\r\n", 1001 + len(said), ACK, 108 + len(ready)),
            received(thanks, 108 + len(ready), ACK, 1001 + len(said) + len(message) + 3)]


def fields(analysis: Analysis, name: str) -> list[object]:
    """The values of all fields of that name in the packet with the message."""
    return values(analysis.tree(6), name)


@small(carried(b"Subject: x\r\n\r\ntext\r\n\r\n"))
def test_message_that_ends_in_an_empty_line_has_it(analysis: Analysis) -> None:
    assert fields(analysis, "smtp.data.reassembled.length") == [22]


@small(carried(b'To: "B, A" <a@b>, G: c@d;\r\n\r\n'))
def test_commas_in_quotes_and_groups_part_no_addresses(analysis: Analysis) -> None:
    assert fields(analysis, "imf.address_list.item") == ['"B, A" <a@b>', " G: c@d;\r\n"]
    assert fields(analysis, "imf.display_name") == ['"B, A"', "G"]


@small(carried(b"Content-Type: multipart/digest; boundary=in\r\n\r\n--in\r\n\r\none\r\n--inner\r\n"))
def test_part_goes_up_to_its_own_boundary(analysis: Analysis) -> None:
    part, = (one for one in all_fields(analysis.tree(6)) if one.spec.name == "mime_multipart.part")
    assert part.size == len(b"\r\none\r\n--inner")


@small(carried(b"A: b\r\nno field\r\nSubject: x\n\r\n"))
def test_line_that_is_no_header_field_is_passed_over(analysis: Analysis) -> None:
    assert fields(analysis, "imf.extension") == ["A: b"]
    assert fields(analysis, "imf.subject") == ["x"]


def shown(session: Session, name: str, tmp_path: Path) -> list[object]:
    """The values of all fields of that name in the packets of a session."""
    path = tmp_path / "session.pcap"
    path.write_bytes(capture([(session, segments(session, by(4000)))]))
    with analyzer.open(path) as opened:
        return [value for row in range(opened.packets.rows) for value in values(opened.tree(row), name)]


def mail_session(service: str, *said: bytes) -> Session:
    """The turns of a session, the server's first."""
    session = Session(service, {"smtp": 25, "pop": 110, "imap": 143}[service])
    for number, turn in enumerate(said):
        (session.client if number % 2 else session.server)(turn)
    return session


def test_commands_of_smtp_have_their_whole_name(tmp_path: Path) -> None:
    session = mail_session("smtp", b"220 mx\r\n", b"EHLO a\r\n", b"250 mx\r\n", b"XCLIENT NAME=a\r\n", b"220 mx\r\n",
                           b"STARTTLS\r\n", b"454 no\r\n")
    assert shown(session, "smtp.req.command", tmp_path) == ["EHLO", "XCLIENT", "STARTTLS"]
    assert shown(session, "smtp.req.parameter", tmp_path) == ["a", "NAME=a"]


def test_each_attempt_to_authenticate_shows_what_it_sent(tmp_path: Path) -> None:
    session = mail_session("smtp", b"220 mx\r\n", b"AUTH PLAIN AGIAYQ==\r\n", b"535 no\r\n", b"AUTH PLAIN AGIAYg==\r\n",
                           b"235 in\r\n")
    assert len(shown(session, "smtp.auth.username_password", tmp_path)) == 2


def test_each_command_and_reply_of_pop_in_a_packet_is_one(tmp_path: Path) -> None:
    session = mail_session("pop", b"+OK hi\r\n", b"DELE 1\r\nDELE 2\r\n", b"+OK one\r\n-ERR two\r\n")
    assert shown(session, "pop.request.parameter", tmp_path) == ["1", "2"]
    assert shown(session, "pop.response.indicator", tmp_path) == ["+OK", "+OK", "-ERR"]


def test_challenges_and_lists_of_pop_are_no_messages(tmp_path: Path) -> None:
    session = mail_session("pop", b"+OK hi\r\n", b"LIST\r\n", b"+OK\r\n1 120\r\n.\r\n", b"AUTH PLAIN\r\n", b"+ \r\n")
    session.turns[2:3] = [(Side.SERVER, b"+OK\r\n"), (Side.SERVER, b"1 120\r\n.\r\n")]
    assert shown(session, "imf.message_text", tmp_path) == []
    assert shown(session, "pop.response.indicator", tmp_path) == ["+OK", "+OK", "+"]


def test_search_of_imap_has_no_folder(tmp_path: Path) -> None:
    session = mail_session("imap", b"* OK hi\r\n", b'a SELECT "a b"\r\n', b"a OK\r\n", b"b SEARCH UNSEEN\r\n",
                           b"b OK\r\n")
    assert shown(session, "imap.request.folder", tmp_path) == ['"a b"']


def test_lines_of_a_literal_of_imap_have_no_tag(tmp_path: Path) -> None:
    session = mail_session("imap", b"* OK hi\r\n", b"a APPEND x {7+}\r\nTo: b\r\n\r\n", b"a OK\r\n")
    assert shown(session, "imap.request_tag", tmp_path) == ["a"]
    assert shown(session, "imap.line", tmp_path)[2] == "To: b\r\n"
