"""What the field trees of the mail protocols share: lines as fields, and what hides a secret in them."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from dissectors.fields import Field, Spec
from dissectors.mail.events import Command

MASK = "********"
"""What stands for a password or token."""
CLIENT_SAYS, SERVER_SAYS = "C: ", "S: "
"""How Wireshark's column tells the sides of SMTP and POP."""
FRAGMENT = "DATA fragment, {} bytes"
"""What it says of a part of a message."""
BAR = " | "
"""What stands between several lines and events."""


@cache
def secret_twin(spec: Spec) -> Spec:
    """The same field, marked as one whose bytes must not show."""
    return replace(spec, secret=True)


def shown(data: bytes) -> str:
    """Bytes as a field's text; Wireshark reads these protocols as ASCII: a byte that is none shows as U+FFFD."""
    return data.decode("ascii", "replace")


def read(data: bytes) -> str:
    """Bytes as the text that was meant (RFC 6531, RFC 6856, RFC 9755)."""
    return data.decode("utf-8", "replace")


def masked(command: Command, start: int = 0, stop: int | None = None, text: Callable[[bytes], str] = read) -> str:
    """Bytes [start, stop) of a command's line with its secret masked."""
    line, secret = command.line, command.secret
    stop = len(line) if stop is None else stop
    if secret is None or secret[1] <= start or secret[0] >= stop:
        return text(line[start:stop])
    return text(line[start:max(start, secret[0])]) + MASK + text(line[min(stop, secret[1]):stop])


def command_field(spec: Spec, command: Command, start: int, stop: int, show_secrets: bool) -> Field:
    """A field over bytes [start, stop) of a command's line."""
    secret = command.secret
    if secret is None or show_secrets or secret[1] <= start or secret[0] >= stop:
        return text_field(spec, command.line[start:stop], start)
    return Field(secret_twin(spec), masked(command, start, stop, shown), start, stop - start)


def text_field(spec: Spec, data: bytes, at: int) -> Field:
    """A field whose value is Wireshark's; people read what was meant."""
    return Field(spec, shown(data), at, len(data),
                 text="" if data.isascii() else f"{spec.label}: {escaped(read(data))}")


def lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines of data with their ends and where they start; the last may have no end."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start) + 1 or len(data)
        yield start, data[start:stop]
        start = stop


def escaped(text: str) -> str:
    """Text on one line, line ends and tabs written as Wireshark writes them."""
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")


