"""How long the work on a capture took, by what it was for; plain Python without Qt."""
from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

OPENING, READING = "open file", "load"
"""The kinds of work that opening a capture is."""


@dataclass(frozen=True, slots=True)
class Part:
    """Work of one kind: seconds by the clock and by the processor, and in how many steps."""
    kind: str
    wall: float
    processor: float
    steps: int


class Spent:
    """Adds up steps of work; the thread that works does, others look."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}
        self._lock = threading.Lock()
        self._begun = time.perf_counter()
        self.until_read: float | None = None

    @contextmanager
    def step(self, kind: str) -> Iterator[None]:
        """Takes the time of a step."""
        wall, processor = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self._add(kind, time.perf_counter() - wall, time.thread_time() - processor)

    def _add(self, kind: str, wall: float, processor: float) -> None:
        with self._lock:
            before = self._parts.get(kind, Part(kind, 0.0, 0.0, 0))
            self._parts[kind] = Part(kind, before.wall + wall, before.processor + processor, before.steps + 1)

    def note_read(self) -> None:
        """All packets are there."""
        self.until_read = time.perf_counter() - self._begun

    def parts(self) -> list[Part]:
        """What was done so far, the longest first."""
        with self._lock:
            return sorted(self._parts.values(), key=lambda part: -part.wall)
