"""Octets: bounds-checked reading of bytes that may come from an attacker."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dissectors.malformed import Malformed, Truncated


class Octets:
    """A cursor over bytes [pos, end); all positions count from the start of `data`.

    `wire_end` is where the bytes ended on the wire: reading past `end` but before `wire_end` raises Truncated
    (the capture lacks them), past both Malformed (the sender promised more than it sent).
    """
    __slots__ = ("data", "end", "pos", "wire_end")

    def __init__(self, data: bytes | memoryview, pos: int = 0, end: int | None = None,
                 wire_end: int | None = None) -> None:
        self.data = data
        self.pos = pos
        self.end = len(data) if end is None else end
        self.wire_end = max(self.end, wire_end or 0)

    @property
    def left(self) -> int:
        """How many bytes are still to be read."""
        return self.end - self.pos

    @property
    def truncated(self) -> bool:
        """Whether the capture lacks bytes that the wire had."""
        return self.wire_end > self.end

    def take(self, size: int) -> bytes:
        """The next `size` bytes.

        Raises:
            Malformed: where fewer are left; nothing is consumed.
        """
        start, stop = self.pos, self.pos + size
        if size < 0 or stop > self.end:
            raise self._short(size)
        self.pos = stop
        return bytes(self.data[start:stop])

    def rest(self) -> bytes:
        """All bytes that are left."""
        return self.take(self.end - self.pos)

    def uint(self, size: int) -> int:
        """The next `size` bytes as a big-endian number."""
        return int.from_bytes(self.take(size), "big")

    def u8(self) -> int:
        """The next byte."""
        pos = self.pos
        if pos >= self.end:
            raise self._short(1)
        self.pos = pos + 1
        return self.data[pos]

    def u16(self) -> int:
        """The next two bytes, big-endian."""
        return self.uint(2)

    def u32(self) -> int:
        """The next four bytes, big-endian."""
        return self.uint(4)

    @contextmanager
    def within(self, size: int) -> Iterator[Octets]:
        """Keeps all reads inside the next `size` bytes and leaves the cursor behind them.

        Raises:
            Malformed: where fewer are left.
        """
        if size < 0 or self.pos + size > self.end:
            raise self._short(size)
        end, wire_end, limit = self.end, self.wire_end, self.pos + size
        self.end = self.wire_end = limit
        try:
            yield self
        finally:
            self.end, self.wire_end = end, wire_end
        self.pos = limit

    def _short(self, size: int) -> Malformed:
        if size >= 0 and self.pos + size <= self.wire_end:
            return Truncated(f"the capture ends {self.pos + size - self.end} bytes early", self.end)
        return Malformed(f"{size} bytes wanted, {self.left} left", self.pos)
