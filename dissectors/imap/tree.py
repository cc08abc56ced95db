"""The field trees of IMAP's events, and a line about each."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.imap.events import ClientLine, Command, Continue, Reply, Untagged
from dissectors.imap.fields import (
    describe_client_line,
    describe_command,
    describe_continue,
    describe_literal,
    describe_response,
    describe_untagged,
)
from dissectors.mail.trees import masked
from dissectors.registry import Context
from dissectors.stream import CLIENT, Event, MessageBytes

REQUEST, RESPONSE = "Request: ", "Response: "
"""How Wireshark's column tells the sides."""


def describe_event(event: Event, data: bytes, context: Context) -> Iterator[Field]:
    """The fields of a command, a response or a further line."""
    if isinstance(event, Command):
        return describe_command(event, context)
    if isinstance(event, Reply):
        return describe_response(event, context)
    if isinstance(event, Continue):
        return describe_continue(data)
    if isinstance(event, ClientLine):
        return describe_client_line(event.line)
    if isinstance(event, Untagged):
        return describe_untagged(event, data)
    if isinstance(event, MessageBytes) and event.side is CLIENT:
        return describe_literal(data)
    return iter(())


def event_info(event: Event, data: bytes) -> str:
    """As Wireshark's column: who speaks, and the line."""
    if isinstance(event, Command):
        return REQUEST + masked(event).rstrip("\r\n")
    if isinstance(event, ClientLine) and event.line.strip():
        return REQUEST + event.line.decode("utf-8", "replace").rstrip("\r\n")
    if isinstance(event, Reply | Continue):
        return RESPONSE + event.line.decode("utf-8", "replace").rstrip("\r\n")
    if isinstance(event, Untagged):
        return RESPONSE + data.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    return ""
