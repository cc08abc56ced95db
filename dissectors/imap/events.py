"""Events of an IMAP conversation."""
from __future__ import annotations

from typing import NamedTuple

from dissectors.mail.events import ClientLine, Command, Compressed, Greeting, Reply, text
from dissectors.stream import Event, event

__all__ = ["ClientLine", "Command", "Compressed", "Continue", "Fetch", "Greeting", "Part", "Reply", "Untagged"]


class Part(NamedTuple):
    """A piece of an email in a FETCH response: `section` is "" for all of it, `HEADER` or `TEXT`; `offset` is where in
    that it begins, None where it is no part of a range; `key` is the message of the events MessageStart and so on."""
    key: int
    section: str
    offset: int | None


@event
class Untagged(Event):
    """An untagged response (RFC 9051 2.2.2).

    Attributes:
        name: in upper case: `FETCH`, `EXISTS`, `LIST`, `OK`, …
        value: the number before the name (of a message, or how many); None where there is none.
        to: the number of the command that it seems to belong to.
    """
    name: str
    value: int | None = None
    to: int | None = None


@event
class Fetch(Untagged):
    """An untagged FETCH response, told at its end (RFC 9051 7.5.2).

    Attributes:
        uid: where it was in the response.
        flags: as sent; None where they were not in the response.
        octets: RFC822.SIZE, where it was in the response.
        parts: what of the email was in it.
    """
    uid: int | None = None
    flags: tuple[str, ...] | None = None
    octets: int | None = None
    parts: tuple[Part, ...] = ()


@event
class Continue(Event):
    """A line `+ …`: the server is ready for more of the command (RFC 9051 7.6)."""
    line: bytes

    @property
    def text(self) -> str:
        """What follows the plus."""
        return text(self.line[1:].lstrip(b" "))
