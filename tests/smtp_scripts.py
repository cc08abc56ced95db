"""SMTP conversations for tests, as scripts, and short ways to what is read of them."""
from __future__ import annotations

from typing import Any

from dialogues import pieces, play

from dissectors.smtp.events import Command, Reply
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import Data, Event, MessageBytes, MessageStart, Side

SESSION = r"""
S: 220 mx ESMTP
C: EHLO pc
S: 250-mx\r\n250-PIPELINING\r\n250 CHUNKING
C: MAIL FROM:<a@x> SIZE=20\r\nRCPT TO:<b@y>\r\nRCPT TO:<c@y>\r\nDATA
S: 250 ok\r\n250 ok\r\n550 no such user\r\n354 go on
C: Subject: one\r\n\r\n..dot\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<d@y>
S: 250 queued
S: 250 ok\r\n250 ok
C: BDAT 12\r\nSubject: 2\r\nBDAT 6 LAST\r\n\r\n.\r\n\nQUIT
S: 250 more\r\n250 queued\r\n221 bye
"""


def smtp(script: str) -> list[Event]:
    """The events of a script."""
    return play(SmtpConversation(), pieces(script))


def replies(events: list[Event]) -> list[tuple[str | None, str]]:
    """The verbs of commands with the status of the reply to each."""
    verbs = {event.number: event.verb for event in events if isinstance(event, Command)}
    return [(None if event.to is None else verbs[event.to], event.status)
            for event in events if isinstance(event, Reply)]


def of(kind: Any, events: list[Event]) -> list[Any]:
    """The events of a kind."""
    return [event for event in events if isinstance(event, kind)]


def sent(script: str, events: list[Event]) -> list[bytes]:
    """The messages' bytes as they are in the client's stream."""
    stream = b"".join(piece.data for side, piece in pieces(script) if side is Side.CLIENT and isinstance(piece, Data))
    messages = {event.key: b"" for event in of(MessageStart, events)}
    for event in of(MessageBytes, events):
        messages[event.key] += stream[event.start:event.stop]
    return list(messages.values())
