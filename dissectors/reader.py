"""Reader: one side's pieces, handed out by line, count or search."""
from __future__ import annotations

import sys
from collections.abc import Generator

from dissectors.stream import Data, End, Gap, Piece


class GapInLine(Exception):
    """A reader met bytes that the capture lacks, from `start` to `stop`."""

    def __init__(self, start: int, stop: int) -> None:
        super().__init__(f"bytes {start} to {stop} are missing")
        self.start, self.stop = start, stop


Waiting = Generator[None, None, None]
Reading = Generator[None, None, bytes]
Run = tuple[int, int, bool]
"""Where bytes lie in the stream (start, stop), and whether the capture lacks them."""


class Reader:
    """Collects one side's pieces and hands them out by line, count or search.

    A parser is a generator: `line = yield from reader.line(1000)` waits (yields None) until the line is whole. The
    owner calls `feed(piece)` and then advances the parser with `next()`. Reads raise GapInLine where missing bytes
    come before the wanted ones are whole (what was before the gap is in `pending` and is consumed by `skip_gap`), and
    EOFError where the side has ended. `take_line`, `glance`, `window` and `skip` don't wait: they are for parsers that
    look at other things while they wait.
    """
    __slots__ = ("_at", "_data", "_gap", "_later", "_seen", "ended", "position")

    def __init__(self) -> None:
        self.position = 0
        """Stream position of the first byte that is not consumed."""
        self.ended: End | None = None
        self._data: bytes | bytearray = b""
        self._at = 0        # where in _data the first byte stands that is not consumed
        self._seen = 0      # up to where in _data there is no line end
        self._gap: Gap | None = None
        self._later: list[Piece] = []

    @property
    def size(self) -> int:
        """How many bytes are at hand, up to the next gap."""
        return len(self._data) - self._at

    @property
    def pending(self) -> bytes:
        """The bytes at hand, up to the next gap."""
        return self.window()

    @property
    def received(self) -> int:
        """The position behind the last byte at hand."""
        return self.position + len(self._data) - self._at

    def feed(self, piece: Piece) -> None:
        """Adds the side's next piece; what comes after the end is dropped."""
        if self._gap is not None:
            self._later.append(piece)
        elif self.ended is not None:
            return
        elif isinstance(piece, Data):
            if self._at == len(self._data):
                self.position, self._data = piece
                self._at = self._seen = 0
            else:
                self._add(piece.data)
        elif isinstance(piece, Gap):
            if piece.size > 0:
                if self._at == len(self._data):
                    self.position = piece.start
                self._gap = piece
        else:
            self.ended = piece

    def skip_gap(self) -> tuple[bytes, int, int]:
        """Steps over the gap: what stood before it, and the missing bytes' start and stop."""
        gap = self._gap
        assert gap is not None
        before = self.window()
        self._data, self._at, self._seen = b"", 0, 0
        self._gap = None
        self.position = gap.stop
        later, self._later = self._later, []
        for piece in later:
            self.feed(piece)
        return before, gap.start, gap.stop

    def take_line(self, limit: int) -> bytes | None:
        """The next line with its end (LF or CRLF), at `limit` bytes what is there without an end; None where the line
        is not whole yet.

        Raises:
            GapInLine, EOFError: where it never becomes whole.
        """
        data, at = self._data, self._at
        stop = data.find(b"\n", self._seen, at + limit) + 1
        if not stop:
            if len(data) - at < limit:
                self._seen = len(data)
                self.check()
                return None
            stop = at + limit
        self._at = self._seen = stop
        self.position += stop - at
        return bytes(data[at:stop])

    def glance(self, limit: int) -> bytes | None:
        """As take_line, without consuming the line."""
        stop = self._line_end(limit)
        return bytes(self._data[self._at:stop]) if stop else None

    def glance_two(self, limit: int) -> tuple[bytes, bytes] | None:
        """As glance, the next two lines."""
        stop = self._line_end(limit)
        if not stop:
            return None
        end = self._data.find(b"\n", stop, stop + limit) + 1
        if not end and len(self._data) - stop < limit:
            self.check()
            return None
        return bytes(self._data[self._at:stop]), bytes(self._data[stop:end or stop + limit])

    def window(self) -> bytes:
        """The bytes at hand, up to the next gap, without consuming them."""
        return bytes(self._data[self._at:])

    def head(self, size: int) -> bytes:
        """The first of the bytes at hand, without consuming them."""
        return bytes(self._data[self._at:self._at + size])

    def tail(self, size: int) -> bytes:
        """The last of the bytes at hand, without consuming them."""
        return bytes(self._data[max(self._at, len(self._data) - size):])

    def find(self, wanted: bytes) -> int:
        """The stream position where `wanted` stands first in the bytes at hand; -1 where it does not."""
        found = self._data.find(wanted, self._at)
        return found if found < 0 else self.position + found - self._at

    def skip(self, size: int) -> None:
        """Consumes that many of the bytes at hand."""
        self._at += size
        self._seen = max(self._seen, self._at)
        self.position += size

    def check(self) -> None:
        """Says that more bytes may come.

        Raises:
            GapInLine: where the next ones are missing.
            EOFError: where the side has ended.
        """
        if self._gap is not None:
            raise GapInLine(self._gap.start, self._gap.stop)
        if self.ended is not None:
            raise EOFError

    def line(self, limit: int) -> Reading:
        """The next line with its end (LF or CRLF); at `limit` bytes what is there without an end."""
        while True:
            line = self.take_line(limit)
            if line is not None:
                return line
            yield

    def exact(self, size: int) -> Reading:
        """The next `size` bytes."""
        while self.size < size:
            self.check()
            yield
        return self._take(self._at + size)

    def ready(self) -> Waiting:
        """Waits until a byte is at hand."""
        while self._at == len(self._data):
            self.check()
            yield

    def peek(self, size: int) -> Reading:
        """Up to `size` bytes without consuming them; fewer where a gap or the end comes first."""
        while self.size < size and self._gap is None and self.ended is None:
            yield
        return self.head(size)

    def run(self, limit: int) -> Generator[None, None, Run]:
        """Passes over one to `limit` bytes, which may be missing ones, without looking at them."""
        while True:
            start = self.position
            if self.size:
                self.skip(min(limit, self.size))
                return start, self.position, False
            if self._gap is not None:
                return self._part_of_gap(self._gap, limit)
            if self.ended is not None:
                raise EOFError
            yield

    def drain(self) -> Waiting:
        """Passes over everything until the side ends.

        Raises:
            EOFError: at the end.
        """
        while True:
            yield from self.run(sys.maxsize)

    def _part_of_gap(self, gap: Gap, limit: int) -> Run:
        stop = gap.start + min(gap.size, limit)
        if stop == gap.stop:
            self.skip_gap()
        else:
            self._gap = Gap(stop, gap.stop - stop)
            self.position = stop
        return gap.start, stop, True

    def _add(self, data: bytes) -> None:
        if not isinstance(self._data, bytearray):
            self._data = bytearray(self._data[self._at:])
        else:
            del self._data[:self._at]
        self._seen -= self._at
        self._at = 0
        self._data += data

    def _line_end(self, limit: int) -> int:
        """Where in _data the next line stops; 0 where it is not whole yet. Raises what take_line raises."""
        data, at = self._data, self._at
        stop = data.find(b"\n", self._seen, at + limit) + 1
        if stop:
            self._seen = stop - 1
            return stop
        if len(data) - at >= limit:
            return at + limit
        self._seen = len(data)
        self.check()
        return 0

    def _take(self, stop: int) -> bytes:
        at = self._at
        self._at = self._seen = stop
        self.position += stop - at
        return bytes(self._data[at:stop])
