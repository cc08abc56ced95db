"""IMAP (RFC 3501, RFC 9051)."""
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

__all__ = ["IMAP", "IMAP_RESPONSE"]

GREETING = re.compile(rb"\* +(?:OK|PREAUTH|BYE)[ \r\n]", re.IGNORECASE)
RESPONSE = re.compile(rb"\* +(?:\d+ +(?:FETCH|EXISTS|RECENT|EXPUNGE)|CAPABILITY |LIST |STATUS |SEARCH)", re.IGNORECASE)
AUTH = re.compile(rb"AUTH +LOGIN(?: +[A-Za-z0-9+/=]+)?\r?\n", re.IGNORECASE)


class IMAP(Dissector):
    """The Internet Message Access Protocol."""
    name = "imap"
    label = "Internet Message Access Protocol"
    fields = LateFields("dissectors.imap.fields")
    claims = (Claim("tcp.port", 143),)
    details = "imap_response"

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        from dissectors.imap.reader import ImapConversation
        return ImapConversation()

    def plain(self) -> PlainReader:
        """What reads many plain connections at once."""
        from dissectors.imap.plain import PlainImap
        return PlainImap()

    def likelihood(self, client: bytes, server: bytes) -> float:
        """By the greeting, responses and commands with tags."""
        from dissectors.imap.states import SURE
        if GREETING.match(server):
            return 0.99 if not client or SURE.match(client) else 0.7
        if RESPONSE.match(server):
            return 0.9
        if AUTH.match(client):      # SMTP's and POP's: no tag
            return 0.0
        return 0.9 if SURE.match(client) and server[:1] in (b"", b"*", b"+") else 0.0

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a command, a response or a further line."""
        from dissectors.imap.tree import describe_event
        return describe_event(event, data, context)

    def event_info(self, event: Event, data: bytes) -> str:
        """As Wireshark's column: who speaks, and the line."""
        from dissectors.imap.tree import event_info
        return event_info(event, data)


class IMAP_RESPONSE(Dissector):
    """What the server's responses say, parsed."""
    name = "imap_response"
    label = "Internet Message Access Protocol, responses parsed"
    fields = LateFields("dissectors.imap.responses.specs")

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a response."""
        from dissectors.imap.responses.tree import describe_response
        return describe_response(event, data)
