"""POP3 (RFC 1939)."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissectors.fields import Field
from dissectors.late import LateFields
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Event

if TYPE_CHECKING:
    from dissectors.mail.plain import PlainReader

__all__ = ["POP"]

OPENING = re.compile(rb"(?:USER \S|CAPA\r?\n|APOP \S|AUTH(?: \S|\r?\n)|STLS\r?\n)", re.IGNORECASE)
SESSION = re.compile(rb"(?:^|\n)(?:RETR \d|UIDL\r?\n|TOP \d+ \d|DELE \d|STAT\r?\n)", re.IGNORECASE)


class POP(Dissector):
    """The Post Office Protocol, version 3."""
    name = "pop"
    label = "Post Office Protocol"
    fields = LateFields("dissectors.pop.fields")
    claims = (Claim("tcp.port", 110),)

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        from dissectors.pop.reader import PopConversation
        return PopConversation()

    def plain(self) -> PlainReader:
        """What reads many plain connections at once."""
        from dissectors.pop.plain import PlainPop
        return PlainPop()

    def likelihood(self, client: bytes, server: bytes) -> float:
        """By the greeting `+OK` and the commands; FTP has USER too."""
        if server[:3] == b"+OK":
            return 0.99 if not client or OPENING.match(client) or SESSION.search(client[:400]) else 0.5
        if server:
            return 0.0
        return 0.9 if SESSION.search(client[:400]) else 0.5 if re.match(rb"(?:CAPA|STLS)\r?\n", client) else 0.0

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a command, a reply or the lines behind it."""
        from dissectors.pop.tree import describe_event
        return describe_event(event, data, context)

    def event_info(self, event: Event, data: bytes) -> str:
        """As Wireshark's column: who speaks, and the line."""
        from dissectors.pop.tree import event_info
        return event_info(event, data)
