"""IMAP (RFC 3501, RFC 9051)."""
from __future__ import annotations

import re
from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.imap.events import ClientLine, Command, Continue, Reply, Untagged
from dissectors.imap.fields import (
    FIELDS,
    describe_client_line,
    describe_command,
    describe_continue,
    describe_lines,
    describe_response,
)
from dissectors.imap.reader import ImapConversation
from dissectors.imap.states import SURE
from dissectors.mail.trees import masked
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Event

__all__ = ["IMAP", "ImapConversation"]

GREETING = re.compile(rb"\* (?:OK|PREAUTH|BYE)[ \r\n]", re.IGNORECASE)
RESPONSE = re.compile(rb"\* (?:\d+ (?:FETCH|EXISTS|RECENT|EXPUNGE)|CAPABILITY |LIST |STATUS |SEARCH)", re.IGNORECASE)


class IMAP(Dissector):
    """The Internet Message Access Protocol."""
    name = "imap"
    label = "Internet Message Access Protocol"
    fields = FIELDS
    claims = (Claim("tcp.port", 143),)

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        return ImapConversation()

    def likelihood(self, client: bytes, server: bytes) -> float:
        """By the greeting, responses and commands with tags."""
        if GREETING.match(server):
            return 0.99 if not client or SURE.match(client) else 0.7
        if RESPONSE.match(server):
            return 0.9
        return 0.9 if SURE.match(client) and server[:1] in (b"", b"*", b"+") else 0.0

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a command, a response or a further line."""
        if isinstance(event, Command):
            return describe_command(event, context.show_secrets)
        if isinstance(event, Reply):
            return describe_response(event)
        if isinstance(event, Continue):
            return describe_continue(data)
        if isinstance(event, ClientLine):
            return describe_client_line(event.line)
        return describe_lines(data, False) if isinstance(event, Untagged) else iter(())

    def event_info(self, event: Event, data: bytes) -> str:
        """As Wireshark's column: who speaks, and the line."""
        if isinstance(event, Command):
            return "Request: " + masked(event).rstrip("\r\n")
        if isinstance(event, ClientLine) and event.line.strip():
            return "Request: " + event.line.decode("utf-8", "replace").rstrip("\r\n")
        if isinstance(event, Reply | Continue):
            return "Response: " + event.line.decode("utf-8", "replace").rstrip("\r\n")
        if isinstance(event, Untagged):
            return "Response: " + data.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
        return ""
