"""Events of all mail protocols: a command that a client sent, a server's reply, lines that belong to either."""
from __future__ import annotations

from dissectors.stream import Event, event


def text(line: bytes) -> str:
    """A line as text, without its end."""
    return line.rstrip(b"\r\n").decode("utf-8", "replace")


def typed(line: bytes) -> bytes:
    """A line as its sender meant it: what a hand has taken back is left out (RFC 854: BS; terminals send DEL too)."""
    if b"\b" not in line and b"\x7f" not in line:
        return line
    kept = bytearray()
    for byte in line:
        if byte not in b"\b\x7f":
            kept.append(byte)
        elif kept:
            kept.pop()
    return bytes(kept)


@event
class Command(Event):
    """A command, or a further line of an authentication dialogue.

    Attributes:
        number: counts the commands of the conversation, from 0; replies name it in `to`.
        verb: in upper case; `.` for the end of SMTP's DATA.
        line: what was sent, with the line end; IMAP's small literals stand in it as they were sent.
        tag: IMAP's.
        secret: where in `line` a password or token stands.
        continuation: a further line of the command `verb`, not a new one.
        answered_by: the number of a reply that was captured before the command.
    """
    number: int
    verb: str
    line: bytes
    tag: str = ""
    secret: tuple[int, int] | None = None
    continuation: bool = False
    answered_by: int | None = None

    @property
    def argument_at(self) -> int:
        """Where in `line` the argument begins."""
        return self._argument_in(self.line)

    @property
    def argument(self) -> str:
        """What follows the verb, as it was meant, without the line end."""
        if self.verb == ".":
            return ""
        line = self.line if self.tag else typed(self.line)
        return text(line[self._argument_in(line):])

    def _argument_in(self, line: bytes) -> int:
        if self.continuation:
            return 0
        skipped = len(self.tag) + 1 if self.tag else 0
        after = len(line) - len(line[skipped:].lstrip(b" \t")) + len(self.verb)
        return after + len(line[after:]) - len(line[after:].lstrip(b" \t"))


@event
class Reply(Event):
    """A reply to a command.

    Attributes:
        number: counts the replies of the conversation, from 0.
        status: SMTP's code, POP's `+OK` and `-ERR` (`+` for a challenge), IMAP's `OK`, `NO`, `BAD`.
        line: what was sent, all lines of it.
        to: the number of the command; None where it was not seen, or (so far) not captured.
        tag: IMAP's.
    """
    number: int
    status: str
    line: bytes
    to: int | None = None
    tag: str = ""

    @property
    def text(self) -> str:
        """What follows the status; lines joined by a line feed."""
        behind = self.line[len(self.tag):].lstrip(b" ") if self.tag else self.line
        return text(behind[len(self.status):].lstrip(b" "))


@event
class Greeting(Reply):
    """What the server said first."""


@event
class ReplyData(Event):
    """Lines that belong to the reply to command `to` and are no message: a list, the answer to CAPA, the dot alone
    that ends such lines or a message."""
    to: int | None = None


@event
class ClientLine(Event):
    """A line of the client within a command that is no argument of it: IMAP's `DONE`, the end of an APPEND."""
    command: int
    line: bytes


@event
class Compressed(Event):
    """From client position `client_at` and server position `server_at` on, the connection is compressed (RFC 4978)."""
    client_at: int
    server_at: int
