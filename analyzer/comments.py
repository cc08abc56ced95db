"""The comments of packets: those of the file, and what was made of them since."""
from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence


class Comments:
    """What is said of packets, by their rows. The window changes it while its worker reads it.

    Attributes:
        changed: whether it is not what the file has.
    """

    def __init__(self, found: Sequence[tuple[int, str]]) -> None:
        """`found`: row and text, as the file is read; rows below 0 stand for no packet."""
        self._found = found
        self._indexed = 0
        self._texts: dict[int, tuple[str, ...]] = {}
        self._set: dict[int, tuple[str, ...]] = {}
        self._lock = threading.Lock()
        self.changed = False

    def of(self, row: int) -> tuple[str, ...]:
        """The comments of a packet."""
        if len(self._found) > self._indexed:
            self._index()
        return self._set[row] if row in self._set else self._texts.get(row, ())

    def put(self, row: int, texts: Iterable[str]) -> None:
        """Gives a packet these comments instead of those that it has."""
        self._set = self._set | {row: tuple(text for text in texts if text)}
        self.changed = True

    def general(self) -> list[str]:
        """What is said of the whole file."""
        return [text for row, text in self._found if row < 0]

    def rows(self) -> list[int]:
        """The packets with comments, in order."""
        self._index()
        return sorted(row for row in self._texts.keys() | self._set.keys() if row >= 0 and self.of(row))

    def take(self, others: Comments, rows: Sequence[int]) -> None:
        """Has the comments of some of another table's packets, by their places among these."""
        said = set(others.rows())
        self._texts = {place: others.of(row) for place, row in enumerate(rows) if row in said}
        self._found = ()

    def _index(self) -> None:
        with self._lock:
            found = self._found[self._indexed:]
            texts: dict[int, list[str]] = {}
            for row, text in found:
                texts.setdefault(row, []).append(text)
            for row, new in texts.items():
                self._texts[row] = (*self._texts.get(row, ()), *new)
            self._indexed += len(found)
