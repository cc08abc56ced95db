"""What docs/differences.md says of emails and mail protocols."""
from __future__ import annotations

from pathlib import Path

from frame_builders import ACK, received, sent
from mail_sessions import Session
from mail_wire import by, capture, segments
from small_captures import HANDSHAKE, small
from tree_builders import all_fields, values

import analyzer
from analyzer.analysis import Analysis
from dissectors.stream import Side


@small([*HANDSHAKE, sent(b"BDAT 15 LAST\r\nSubject: a\r\n\r\nb", 1001, ACK, 108),
        received(b"250 done\r\n", 108, ACK, 1030)])
def test_email_sent_in_chunks(analysis: Analysis) -> None:
    mail, = analysis.emails()
    assert mail.content() == b"Subject: a\r\n\r\nb"
    assert mail.row["status"] == "250 done"


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
