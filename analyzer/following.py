"""Follows the files of a capture while they are written, with the code that reads any file."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.analysis import Analysis
from analyzer.errors import CaptureError
from dissectors.registry import Registry


class New(NamedTuple):
    """Packets that were not there before.

    Attributes:
        rows: of the analysis.
        before: packets in the files before this one.
    """
    analysis: Analysis
    rows: range
    before: int


class Following:
    """The files of a capture, one after the other; each has flows of its own.

    Attributes:
        analysis: of the file that grows; None before there is one.
        lost: files that had gone before they could be read.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._paths: deque[str] = deque()
        self._before = 0
        self.analysis: Analysis | None = None
        self.lost: list[str] = []

    def add(self, path: str) -> None:
        """A file that was begun; those before it are complete."""
        self._paths.append(path)

    def new(self, last: bool = False) -> Iterator[New]:
        """The packets that came since the last call. With `last` nothing is written any more."""
        while True:
            if self.analysis is not None:
                rows = self.analysis.refresh()
                if rows:
                    yield New(self.analysis, rows, self._before)
            if not self._paths or not self._next(last):
                return

    def _next(self, last: bool) -> bool:
        """Opens the next file, if something stands in it yet."""
        try:
            following = Analysis.begin(self._paths[0], self._registry)
        except CaptureError:
            if not last and len(self._paths) == 1:
                return False
            self.lost.append(self._paths.popleft())
            return True
        if self.analysis is not None:
            self._before += self.analysis.packets.rows
            self.analysis.close()
        self._paths.popleft()
        self.analysis = following
        return True

    def close(self) -> None:
        """Closes the file."""
        if self.analysis is not None:
            self.analysis.close()
