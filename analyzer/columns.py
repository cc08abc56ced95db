"""Columns: named arrays of equal length that grow together; large ones live in a scratch file."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

Array: TypeAlias = "npt.NDArray[Any]"

SCRATCH_FROM = 256 << 20
"""Bytes from which a column lives in an unlinked scratch file, which the system pages."""

AT_ONCE = 1 << 17
"""Rows that are worked on together where much is made for each: all that stays in the processor's cache."""


class Columns:
    """Arrays by name. Rows [0, rows) are valid; what was handed out stays valid when the columns grow."""

    def __init__(self, types: Mapping[str, str], capacity: int = 1024) -> None:
        self.types = dict(types)
        self.rows = 0
        self.capacity = capacity
        self._arrays = {name: allocate(kind, capacity) for name, kind in self.types.items()}

    def __getitem__(self, name: str) -> Array:
        """The valid rows of a column."""
        return self._arrays[name][:self.rows]

    def item(self, name: str, row: int) -> int:
        """A number of one row."""
        number: int = self._arrays[name].item(row)
        return number

    def whole(self, name: str) -> Array:
        """A column up to its capacity, for kernels that append."""
        return self._arrays[name]

    def reserve(self, capacity: int) -> None:
        """Makes room for that many rows, and some more."""
        if capacity <= self.capacity:
            return
        size = max(capacity, self.capacity * 5 // 4)
        for name, kind in self.types.items():
            grown = allocate(kind, size)
            grown[:self.rows] = self._arrays[name][:self.rows]
            self._arrays[name] = grown
        self.capacity = size


def allocate(kind: str, size: int) -> Array:
    """A zeroed array, in memory or in a scratch file."""
    dtype = np.dtype(kind)
    if size * dtype.itemsize < SCRATCH_FROM:
        return np.zeros(size, dtype)
    import mmap
    import tempfile
    with tempfile.TemporaryFile(prefix="pilotfish-") as scratch:
        scratch.truncate(size * dtype.itemsize)
        return np.frombuffer(mmap.mmap(scratch.fileno(), size * dtype.itemsize), dtype)
