"""Header blocks (RFC 5322 2.2): fields with their places, their values as text; broken blocks as far as they go."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dissectors.mail import addresses
from dissectors.mime.charset import Decoded
from dissectors.mime.mapped import Content
from dissectors.mime.words import decode_words

MAX_FIELDS = 5_000
"""Fields in a row that are read; what follows them up to the empty line is passed over."""
MAX_STRAY_LINES = 20
"""Lines of a block that are no fields and are passed over."""
MOST_REMEMBERED = 512
"""Bytes of a value whose mailboxes are remembered: a capture has the same people again and again."""

# RFC 5322 2.2: a name is printable ASCII without ":"; 4.5 allows blanks before the ":". No field begins with "--",
# but boundaries do. Lines that begin with a blank go on (2.2.3). A bare LF ends a line too.
_NAME = r"(?!--)(%s[!-9;-~]++)[ \t]*+:"
_VALUE = r"(%s[^\n]*+(?>(?:\n[ \t][^\n]*+)*))\n?"
_FIELD = re.compile(((_NAME + _VALUE) % ("", "")).encode())
_FIELDS = re.compile(f"(?>(?:{(_NAME + _VALUE) % ('?:', '?:')}){{0,{MAX_FIELDS}}})".encode())
_FIELD_START = re.compile((_NAME % "?:").encode())
_EMPTY_LINE = re.compile(rb"\r?\n")
_NEXT_EMPTY_LINE = re.compile(rb"\n\r?\n")
_MBOX_LINE = (b"From ", b">From ", b" ", b"\t")


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field at [start, stop) of the message; `value` is what follows the colon, folds and all, without the last
    line end."""
    name: str
    value: bytes
    start: int
    stop: int


class Headers:
    """The header block of a message or a part; values are decoded when asked for. Names match in any case."""
    __slots__ = ("_first", "_pairs", "_spans", "data", "start", "stop")

    def __init__(self, data: Content, start: int, stop: int, spans: list[tuple[int, int]]) -> None:
        self.data, self.start, self.stop = data, start, stop
        self._spans = spans
        self._pairs = (_FIELD.findall(data, *spans[0]) if len(spans) == 1
                       else [pair for span in spans for pair in _FIELD.findall(data, *span)])
        self._first: dict[bytes, bytes] = {name.lower(): value for name, value in reversed(self._pairs)}

    @property
    def raw(self) -> bytes:
        """The block as transferred, without the empty line."""
        return self.data[self.start:self.stop]

    def fields(self) -> Iterator[HeaderField]:
        """All fields in order."""
        for span in self._spans:
            for match in _FIELD.finditer(self.data, *span):
                name, value = match.groups()
                yield HeaderField(name.decode("ascii"), value.removesuffix(b"\r"), match.start(), match.end())

    def value(self, name: bytes) -> bytes | None:
        """The raw value of the first field of this name, which is in lower case."""
        return self._first.get(name)

    def decoded(self, name: str) -> Decoded | None:
        """The text of the first field of this name, and whether a charset was guessed."""
        value = self._first.get(name.lower().encode())
        return None if value is None else decode_words(value)

    def get(self, name: str) -> str | None:
        """The text of the first field of this name."""
        return self._text(name.lower().encode())

    def all(self, name: str) -> list[str]:
        """The texts of all fields of this name."""
        return [decode_words(value).text for value in self._values(name.lower().encode())]

    def addresses(self, name: str) -> list[str]:
        """The mailboxes in all fields of this name, as `Name <mailbox>`, those in groups too."""
        return self._addresses(name.lower().encode())

    def _text(self, name: bytes) -> str | None:
        value = self._first.get(name)
        return None if value is None else decode_words(value).text

    def _addresses(self, name: bytes) -> list[str]:
        found: list[str] = []
        for value in self._values(name):
            found += mailboxes(value)
        return found

    def _values(self, wanted: bytes) -> list[bytes]:
        first = self._first.get(wanted)
        if first is None:
            return []
        if len(self._first) == len(self._pairs):
            return [first]
        return [value for key, value in self._pairs if key.lower() == wanted]

    @property
    def subject(self) -> str | None:
        """What the message is about."""
        return self._text(b"subject")

    @property
    def from_(self) -> str | None:
        """The author; several are joined by a comma."""
        if b"from" not in self._first:
            return None
        return ", ".join(self._addresses(b"from"))

    @property
    def to(self) -> list[str]:
        """The recipients as the author names them."""
        return self._addresses(b"to")

    @property
    def cc(self) -> list[str]:
        """Those who get a copy."""
        return self._addresses(b"cc")

    @property
    def date(self) -> str | None:
        """When the author says that it was written."""
        return self._text(b"date")

    @property
    def message_id(self) -> str | None:
        """The message's identity, angle brackets included."""
        return self._text(b"message-id")


def mailboxes(value: bytes) -> tuple[str, ...]:
    """The mailboxes in a field's raw value, as `Headers.addresses`."""
    return addresses.texts(value) if len(value) > MOST_REMEMBERED else _known_mailboxes(value)


@lru_cache(maxsize=4096)
def _known_mailboxes(value: bytes) -> tuple[str, ...]:
    return addresses.texts(value)   # looked up when it is called: either module may be imported first


def read_headers(data: Content, start: int) -> tuple[Headers, int]:
    """The header block at `start`, and where the body begins.

    The block ends at the first empty line. Where that is missing, it ends at the first line that is no field, unless
    a field follows this line (a broken line); a line that begins with "--" always ends it, being a boundary.
    """
    spans: list[tuple[int, int]] = []
    pos = start
    while True:
        stop = _end_of_fields(data, pos)
        if stop > pos:
            spans.append((pos, stop))
        empty = _EMPTY_LINE.match(data, stop)
        if empty is not None:
            return Headers(data, start, stop, spans), empty.end()
        pos = _behind_stray_line(data, stop, at_top=not spans)
        if pos < 0 or len(spans) > MAX_STRAY_LINES:
            return _end_without_empty_line(data, start, stop, spans)


def _end_of_fields(data: Content, pos: int) -> int:
    match = _FIELDS.match(data, pos)
    return pos if match is None else match.end()


def _end_without_empty_line(data: Content, start: int, stop: int, spans: list[tuple[int, int]]
                            ) -> tuple[Headers, int]:
    """The body begins at once, or, with more fields than are read, behind the next empty line."""
    body = stop
    if _FIELD_START.match(data, stop):
        empty = _NEXT_EMPTY_LINE.search(data, stop)
        body = len(data) if empty is None else empty.end()
    return Headers(data, start, stop, spans), body


def _behind_stray_line(data: Content, at: int, *, at_top: bool) -> int:
    """Where the block goes on behind a line that is no field; -1 where it ends, or there are too many fields."""
    if data.startswith(b"--", at) or (at_top and not data.startswith(_MBOX_LINE, at)):
        return -1
    if _FIELD_START.match(data, at):
        return -1
    end = data.find(b"\n", at)
    return end + 1 if end >= 0 and _FIELD_START.match(data, end + 1) else -1
