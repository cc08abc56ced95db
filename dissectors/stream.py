"""Streams without I/O: pieces go in, events come out.

One direction of a TCP connection is a sequence of pieces: Data, Gap (bytes that the capture lacks) and End. A
Conversation takes the pieces of both sides in the order in which they completed and yields Events, which say where in
the stream they lie. Nothing here waits, and nothing raises on what it is given.
"""
from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Protocol


class Side(IntEnum):
    """Who sent it."""
    CLIENT = 0
    SERVER = 1

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side(1 - self)


class How(Enum):
    """How a side of a connection ended."""
    FIN = "closed"
    RESET = "reset"
    CAPTURE = "end of capture"


@dataclass(frozen=True, slots=True)
class Data:
    """Bytes of a stream from position `start`; positions count from 0 at the first byte after the SYN, or at the
    first byte seen where the capture begins in mid-connection."""
    start: int
    data: bytes

    @property
    def stop(self) -> int:
        """The position behind the last byte."""
        return self.start + len(self.data)


@dataclass(frozen=True, slots=True)
class Gap:
    """`size` bytes from `start` that the capture lacks."""
    start: int
    size: int

    @property
    def stop(self) -> int:
        """The position behind the last missing byte."""
        return self.start + self.size


@dataclass(frozen=True, slots=True)
class End:
    """The side's stream ends at position `start`."""
    start: int
    how: How


Piece = Data | Gap | End


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was said; it lies at [start, stop) of the side's stream. Protocols subclass it."""
    side: Side
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStart(Event):
    """An email's bytes begin. `key` tells the messages of a conversation apart where they interleave.

    `partial` says that less than the whole message is transferred (TOP, a section, a range of bytes).
    `offset` is where in the message the transferred bytes begin.
    """
    key: int
    partial: bool = False
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBytes(Event):
    """Bytes [start, stop) of the stream belong to message `key`.

    `stuffed`: they are lines in which a leading dot is doubled (RFC 5321 4.5.2, RFC 1939 3).
    `missing`: the capture lacks them; stop - start says how many.
    """
    key: int
    stuffed: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEnd(Event):
    """Message `key` ends; `complete` is false where its end was not seen or bytes are missing."""
    key: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTls(Event):
    """From client position `client_at` and server position `server_at` on, the connection speaks TLS."""
    client_at: int
    server_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Event):
    """What is wrong in the stream at [start, stop)."""
    reason: str


class Conversation(Protocol):
    """The state of one connection's protocol."""

    def receive(self, side: Side, piece: Piece) -> Iterable[Event]:
        """Takes the next piece of a side and gives the events that it completes; never raises on input."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where transformed bytes came from: [start, stop) of the side's stream below."""
    start: int
    stop: int


class Transform(Protocol):
    """A layer between stream and conversation: TLS, DEFLATE. It gives pieces again, with where they came from."""

    def receive(self, side: Side, piece: Piece) -> Iterable[tuple[Side, Piece, Span]]:
        """Takes the next piece of a side; never raises on input."""


class GapInLine(Exception):
    """A reader met bytes that the capture lacks, from `start` to `stop`."""

    def __init__(self, start: int, stop: int) -> None:
        super().__init__(f"bytes {start} to {stop} are missing")
        self.start, self.stop = start, stop


Reading = Generator[None, None, bytes]


class Reader:
    """Collects one side's pieces and hands them out by line, count or search, in generator style.

    A parser is a generator: `line = yield from reader.line(1000)` waits (yields None) until the line is whole. The
    owner calls `feed(piece)` and then advances the parser with `next()`. Reads raise GapInLine where missing bytes
    come before the wanted ones are whole (what was before the gap is in `reader.pending` and is consumed by
    `skip_gap`), and EOFError where the side has ended.
    """

    def __init__(self) -> None:
        self.position = 0
        """Stream position of the first byte that is not consumed."""
        self.ended: End | None = None
        self._buffer = bytearray()
        self._seen = 0
        self._gap: Gap | None = None
        self._later: list[Piece] = []

    @property
    def pending(self) -> bytes:
        """The bytes at hand, up to the next gap."""
        return bytes(self._buffer)

    def feed(self, piece: Piece) -> None:
        """Adds the side's next piece."""
        if self._gap is not None:
            self._later.append(piece)
        elif isinstance(piece, Data):
            if not self._buffer:
                self.position = piece.start
            self._buffer += piece.data
        elif isinstance(piece, Gap):
            if not self._buffer:
                self.position = piece.start
            self._gap = piece
        else:
            self.ended = piece

    def skip_gap(self) -> tuple[bytes, int, int]:
        """Steps over the gap: what stood before it, and the missing bytes' start and stop."""
        gap = self._gap
        assert gap is not None
        before = bytes(self._buffer)
        self._buffer.clear()
        self._seen = 0
        self._gap = None
        self.position = gap.stop
        later, self._later = self._later, []
        for piece in later:
            self.feed(piece)
        return before, gap.start, gap.stop

    def line(self, limit: int) -> Reading:
        """The next line with its end (LF or CRLF); at `limit` bytes what is there without an end."""
        while True:
            end = self._buffer.find(b"\n", self._seen, limit)
            if end >= 0:
                return self._consume(end + 1)
            if len(self._buffer) >= limit:
                return self._consume(limit)
            self._seen = len(self._buffer)
            self._check()
            yield

    def exact(self, size: int) -> Reading:
        """The next `size` bytes."""
        while len(self._buffer) < size:
            self._check()
            yield
        return self._consume(size)

    def some(self, limit: int) -> Reading:
        """One to `limit` bytes, as soon as any are there."""
        while not self._buffer:
            self._check()
            yield
        return self._consume(min(limit, len(self._buffer)))

    def peek(self, size: int) -> Reading:
        """Up to `size` bytes without consuming them; fewer where a gap or the end comes first."""
        while len(self._buffer) < size and self._gap is None and self.ended is None:
            yield
        return bytes(self._buffer[:size])

    def _check(self) -> None:
        if self._gap is not None:
            raise GapInLine(self._gap.start, self._gap.stop)
        if self.ended is not None:
            raise EOFError

    def _consume(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        self.position += size
        self._seen = 0
        return taken
