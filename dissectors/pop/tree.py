"""The field trees of POP3's events, and a line about each."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.mail.events import Command, Reply, ReplyData
from dissectors.mail.trees import CLIENT_SAYS, FRAGMENT, SERVER_SAYS, masked
from dissectors.pop.fields import describe_command, describe_data, describe_reply
from dissectors.registry import Context
from dissectors.stream import Event, MessageBytes

END = b".\r\n"


def describe_event(event: Event, data: bytes, context: Context) -> Iterator[Field]:
    """The fields of a command, a reply or the lines behind it."""
    if isinstance(event, Command):
        return describe_command(event, context.show_secrets)
    if isinstance(event, Reply):
        return describe_reply(event)
    if isinstance(event, MessageBytes) or data == END:
        # behind the packet with the reply, what is left of a message is for the layer of the message
        return iter(()) if context.facts.get("continues") else describe_data(data)
    return describe_data(data) if isinstance(event, ReplyData) else iter(())


def event_info(event: Event, data: bytes) -> str:
    """As Wireshark's column: who speaks, and the line."""
    if isinstance(event, Command):
        return CLIENT_SAYS + masked(event).rstrip("\r\n")
    if isinstance(event, Reply):
        return SERVER_SAYS + event.line.decode("utf-8", "replace").rstrip("\r\n")
    if isinstance(event, MessageBytes | ReplyData):
        return SERVER_SAYS + FRAGMENT.format(event.stop - event.start)
    return ""
