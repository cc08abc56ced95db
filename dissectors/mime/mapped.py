"""A message that lies in a file: it is read as bytes are, and little of it is in memory at a time."""
from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import SupportsIndex, TypeAlias, overload

STEP = 1 << 20
"""Bytes that are read at a time."""
MOST_IN_MEMORY = 8 * STEP
"""So much was read when the system may take the memory back."""
_UNUSED = getattr(mmap, "MADV_DONTNEED", None)      # not on every system


class Mapped(mmap.mmap):
    """A file that is read only; with what readers ask of bytes beside what every mapping has."""
    _read = 0

    def find(self, sought: bytes, start: int = 0, stop: int | None = None) -> int:  # type: ignore[override]
        """As `bytes.find`."""
        stop = len(self) if stop is None else min(stop, len(self))
        for at in range(start, stop, STEP):
            found = super().find(sought, at, min(at + STEP + len(sought) - 1, stop))
            if found >= 0:
                self._was_read(found - at)
                return found
            self._was_read(STEP)
        return -1

    def startswith(self, sought: bytes | tuple[bytes, ...], start: int = 0, stop: int | None = None) -> bool:
        """As `bytes.startswith`."""
        end = start + (len(sought) if isinstance(sought, bytes) else max(map(len, sought)))
        return self[start:end if stop is None else min(end, stop)].startswith(sought)

    def endswith(self, sought: bytes) -> bool:
        """As `bytes.endswith`."""
        return self[max(len(self) - len(sought), 0):] == sought

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> bytes: ...

    def __getitem__(self, key: SupportsIndex | slice, /) -> int | bytes:
        found = super().__getitem__(key)
        if isinstance(found, bytes):
            self._was_read(len(found))
        return found

    def _was_read(self, size: int) -> None:
        self._read += size
        if self._read >= MOST_IN_MEMORY and _UNUSED is not None:
            self._read = 0
            self.madvise(_UNUSED)


Content: TypeAlias = bytes | Mapped
"""A message's bytes, wherever they are."""


def in_pieces(data: Content, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Bytes [start, stop), some at a time."""
    stop = len(data) if stop is None else stop
    return (data[at:min(at + STEP, stop)] for at in range(start, stop, STEP))
