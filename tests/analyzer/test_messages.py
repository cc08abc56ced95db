"""An email knows where its bytes lie."""
from __future__ import annotations

import hashlib
import re

import pytest
from dialogues import ScriptTalk, talk

from analyzer.messages import Email, Span, Unstuffing
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import Data, Side


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("data", [b"..a\r\n..\r\n...b\r\n", b".\r\n.\r\n", b"", b"a\n..b\r\r\n..\r\n", b"\r\n..\r\n"])
def test_doubled_dots_are_undone(data, size):
    unstuffing = Unstuffing()
    pieces = [unstuffing.add(data[at:at + size]) for at in range(0, len(data), size)]
    assert b"".join(pieces) + unstuffing.rest() == re.sub(rb"(\A|\r\n)\.", rb"\1", data)


def test_dots_behind_bare_line_feeds():
    unstuffing = Unstuffing(b"\n")
    assert unstuffing.add(b"a\n..b\n") + unstuffing.rest() == b"a\n.b\n"


def email(data: bytes, spans: list[Span]) -> Email:
    said = [(Side.SERVER, Data(0, data[:5])), (Side.SERVER, Data(5, data[5:]))]
    return Email(ScriptTalk("imap", said, []), Side.SERVER, spans[0].start if spans else 3, "fetched", spans)


def test_bytes_of_several_spans():
    found = email(b"abcdefghij", [Span(1, 3, False, False), Span(6, 9, False, False)])
    assert found.bytes() == found.open().read() == b"bcghi"
    assert found.digest() == (5, hashlib.sha256(b"bcghi").hexdigest())
    assert found.rows() == [0, 1]


def test_missing_bytes_are_counted_and_left_out():
    found = email(b"abcdefghij", [Span(0, 2, True, False), Span(2, 6, True, True), Span(6, 8, True, False)])
    assert found.missing_bytes == 4
    assert found.bytes() == b"abgh"


def test_a_message_without_bytes():
    found = email(b"abcdefghij", [])
    assert (found.bytes(), found.rows()) == (b"", [0])


def test_a_dot_behind_missing_bytes_is_at_no_line_start():
    found = email(b"ab\r\nxx.cde", [Span(0, 4, True, False), Span(4, 6, True, True), Span(6, 10, True, False)])
    assert found.bytes() == b"ab\r\n.cde"


def test_large_messages_are_read_in_steps():
    body = "x" * 3_000_000
    told = talk("smtp", SmtpConversation, f"S: 220 x\nC: DATA\nS: 354 go\nC: {body}\\r\\n.\nS: 250 ok")
    found = Email(told, Side.CLIENT, 6, "sent", [Span(6, 6 + len(body) + 2, True, False)])
    assert max(map(len, found.chunks())) <= 1 << 20
    assert found.bytes() == body.encode() + b"\r\n"
