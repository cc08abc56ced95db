"""A proxy's header before a connection of mail."""
from __future__ import annotations

import pytest
from dialogues import check_cuts, pieces, play

from dissectors.imap.reader import ImapConversation
from dissectors.mail.dialogue import Dialogue
from dissectors.mail.events import Command, Reply
from dissectors.mail.proxy import header_size
from dissectors.pop.reader import PopConversation
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import MessageStart

LINE = "C: PROXY TCP4 192.0.2.1 192.0.2.2 5000 25\n"
BINARY = "C: \\r\\n\\r\\n\\0\\r\\nQUIT\\n\\x21\\x11\\0\\x0c\\x17\\x03\\x03\\0\\x05\\xc0\\0\\x02\\n\\0\\x13\\x88\\\n"
SAID = [(SmtpConversation, "S: 220 x\nC: EHLO a\nS: 250 a\nC: NOOP\nS: 250 ok", ["EHLO", "NOOP"]),
        (PopConversation, "S: +OK x\nC: CAPA\nS: -ERR\nC: NOOP\nS: +OK", ["CAPA", "NOOP"]),
        (ImapConversation, "S: * OK x\nC: a NOOP\nS: a OK\nC: b LOGOUT\nS: b OK", ["NOOP", "LOGOUT"])]


@pytest.mark.parametrize(("make", "script", "verbs"), SAID)
@pytest.mark.parametrize(("header", "first"), [(LINE, ["PROXY"]), (BINARY, [])])
def test_nobody_replies_to_it(header: str, first: list[str], make: type[Dialogue], script: str,
                              verbs: list[str]) -> None:
    events = play(make(), pieces(header + script))
    commands = [event for event in events if isinstance(event, Command)]
    assert [event.verb for event in commands] == first + verbs
    assert [event.to for event in events if isinstance(event, Reply)] == [
        None, *(event.number for event in commands[len(first):])]
    assert not [event for event in events if isinstance(event, MessageStart)]


def test_every_way_of_cutting_it() -> None:
    for header in (LINE, BINARY):
        check_cuts(SmtpConversation, header + SAID[0][1])


@pytest.mark.parametrize(("data", "size"), [
    (b"PROXY UNKNOWN\r\nEHLO", 15), (b"PROXY TCP6 ::1", None), (b"PROXY me\r\n", 0), (b"PRO", None), (b"EHLO", 0),
    (b"PROXY " + b"x" * 110, 0), (b"\r\n\r\n\0\r\nQUIT\n\x21", None), (b"\r\nQUIT", 0), (b"", 0)])
def test_how_long_it_is(data: bytes, size: int | None) -> None:
    assert header_size(data) == size
