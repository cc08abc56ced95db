"""The field trees of SMTP's events, and a line about each."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.mail.events import Command, Reply
from dissectors.mail.trees import BAR, CLIENT_SAYS, FRAGMENT, SERVER_SAYS, masked
from dissectors.smtp.fields import describe_command, describe_reply
from dissectors.stream import Event, MessageBytes

NAME, PASSWORD = "User: ", "Pass: "
"""What Wireshark's column calls the responses of AUTH."""


def describe_event(event: Event, data: bytes, show_secrets: bool) -> Iterator[Field]:
    """The fields of a command or a reply."""
    if isinstance(event, Command):
        return describe_command(event, show_secrets)
    return describe_reply(event) if isinstance(event, Reply) else iter(())


def event_info(event: Event, data: bytes) -> str:
    """As Wireshark's column: who speaks, and the line; further lines of a reply behind bars."""
    if isinstance(event, Command):
        if event.verb == ".":
            return ""
        if event.continuation:
            return CLIENT_SAYS + (PASSWORD if event.secret else NAME) + masked(event).rstrip()
        return CLIENT_SAYS + masked(event).rstrip("\r\n")
    if isinstance(event, Reply):
        first, *more = event.text.split("\n")
        # a packet may have but the first lines of a reply
        return BAR.join([f"{SERVER_SAYS}{event.status}{'-' if event.line[3:4] == b'-' else ' '}{first}", *more])
    if isinstance(event, MessageBytes) and not event.missing:
        return CLIENT_SAYS + FRAGMENT.format(event.stop - event.start)
    return ""
