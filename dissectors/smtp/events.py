"""Events of an SMTP conversation."""
from __future__ import annotations

from dissectors.mail import events
from dissectors.mail.events import Command, text
from dissectors.stream import event

__all__ = ["Command", "Greeting", "Reply"]


class Lines:
    """The text of a reply of one or more lines (RFC 5321 4.2.1)."""
    __slots__ = ()
    line: bytes

    @property
    def text(self) -> str:
        """The lines without their codes, joined by a line feed."""
        return "\n".join(text(line[4:]) for line in self.line.splitlines())


@event
class Reply(Lines, events.Reply):
    """A reply; `status` is its code. LMTP has several to one end of data, one for each recipient (RFC 2033 4.2)."""


@event
class Greeting(Lines, events.Greeting):
    """The first reply, to no command."""
