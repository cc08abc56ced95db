"""Email: a message as transferred, which knows where its bytes lie and reads them when asked."""
from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.talk import Talk
from dissectors.stream import Side

STEP = 1 << 20
"""Bytes that are read at a time."""


class Span(NamedTuple):
    """Bytes [start, stop) of a direction; `stuffed` and `missing` as the event MessageBytes has them."""
    start: int
    stop: int
    stuffed: bool
    missing: bool


class Missing(NamedTuple):
    """Bytes that the capture lacks."""
    size: int


class Gap(NamedTuple):
    """So many bytes are missing at a place of what is there of a message."""
    at: int
    size: int


@dataclass(slots=True, eq=False)
class Email:
    """An email of a conversation.

    Attributes:
        at: where the message's bytes begin, even where there are none.
        direction: `sent` or `fetched`.
        complete: whether all of the message is there.
        envelope_from: SMTP's sender; "" is the empty path of bounces.
        mailbox, uid, flags: IMAP's.
        status: the server's final reply.
        dotted: whether dots may stand doubled in `stuffed` bytes; known of a plain session's.
    """
    talk: Talk
    side: Side
    at: int
    direction: str
    spans: list[Span] = field(default_factory=list)
    complete: bool = False
    envelope_from: str | None = None
    envelope_to: list[str] = field(default_factory=list)
    mailbox: str | None = None
    uid: int | None = None
    flags: tuple[str, ...] | None = None
    status: str | None = None
    line_end: bytes = b"\r\n"
    dotted: bool = True

    @property
    def missing_bytes(self) -> int:
        """How many bytes the capture lacks."""
        found = 0
        for start, stop, _, missing in self.spans:
            found += stop - start if missing else 0
        return found

    def rows(self) -> list[int]:
        """The rows of the packets with bytes of it, ascending; that of the command's end where none has."""
        found = {row for start, stop, _, missing in self.spans if not missing
                 for row in self.talk.rows_between(self.side, start, stop)}
        return sorted(found) or [self.talk.packet_at(self.side, max(self.at - 1, 0))]

    def gaps(self) -> list[Gap]:
        """Where the capture lacks bytes."""
        found, at = list[Gap](), 0
        for piece in self.pieces() if self.missing_bytes else ():
            if isinstance(piece, bytes):
                at += len(piece)
            elif found and found[-1].at == at:
                found[-1] = Gap(at, found[-1].size + piece.size)
            else:
                found.append(Gap(at, piece.size))
        return found

    def chunks(self) -> Iterator[bytes]:
        """The message's bytes in pieces, transport escaping undone."""
        return (piece for piece in self.pieces() if isinstance(piece, bytes))

    def pieces(self) -> Iterator[bytes | Missing]:
        """As `chunks`, with what is missing between them."""
        unstuffed = Unstuffing(self.line_end)
        for span in self.spans:
            if span.missing:
                yield unstuffed.rest()
                yield Missing(span.stop - span.start)
                unstuffed = Unstuffing(self.line_end, at_line_start=False)
                continue
            for start in range(span.start, span.stop, STEP):
                data = self.talk.read(self.side, start, min(start + STEP, span.stop))
                yield unstuffed.add(data) if span.stuffed and self.dotted else data
        yield unstuffed.rest()

    def bytes(self) -> bytes:
        """The whole message."""
        if len(self.spans) == 1 and not self.spans[0].missing:
            start, stop, stuffed, _ = self.spans[0]
            data = self.talk.read(self.side, start, stop)
            return unstuffed(data, self.line_end) if stuffed and self.dotted else data
        whole = io.BytesIO()    # which grows in place: a list of all chunks would be as large once more
        for chunk in self.chunks():
            whole.write(chunk)
        return whole.getvalue()

    def open(self) -> io.BytesIO:
        """The message as a file."""
        return io.BytesIO(self.bytes())

    def digest(self) -> tuple[int, str]:
        """The message's size and its SHA-256."""
        size, digest = 0, hashlib.sha256()
        for chunk in self.chunks():
            size += len(chunk)
            digest.update(chunk)
        return size, digest.hexdigest()


def unstuffed(data: bytes, line_end: bytes, at_line_start: bool = True) -> bytes:
    """Lines without the dots that stand doubled at their starts (RFC 5321 4.5.2, RFC 1939 3)."""
    if b"." not in data:    # as in most of a large message: much quicker looked for than a line's start
        return data
    data = data.removeprefix(b".") if at_line_start else data
    return line_end.join(data.split(line_end + b"."))   # which looks at the bytes once; `replace` counts first


class Unstuffing:
    """Takes the dots away that stand doubled at line starts (RFC 5321 4.5.2, RFC 1939 3), piece by piece."""

    def __init__(self, line_end: bytes = b"\r\n", at_line_start: bool = True) -> None:
        self._line_end = line_end
        self._held = b""
        self._first = at_line_start

    def add(self, data: bytes) -> bytes:
        """The next piece without the dots; a line end is held back, for a dot may follow."""
        data, end = self._held + data, self._line_end
        whole = unstuffed(data, end, self._first)
        self._first = self._first and not data
        keep = len(end) if data.endswith(end) else int(data.endswith(end[:1]))
        self._held = whole[len(whole) - keep:]
        return whole[:len(whole) - keep]

    def rest(self) -> bytes:
        """What was held back."""
        held, self._held = self._held, b""
        return held
