"""Timing: how long the window takes until it shows something, and how long it ever kept its user waiting."""
from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TICK_MS = 10


def seconds_since_start() -> float:
    """How long this process has been running, by the system's account where it has one."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return time.process_time()
    return uptime - ticks / os.sysconf("SC_CLK_TCK")


class Timing(QObject):
    """Notes when first rows were drawn and when all were read, and the longest stall of the event loop."""
    shown = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first_rows: float | None = None
        self.all_rows: float | None = None
        self.stall_ms = 0.0
        self.stall_at = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begins to watch the event loop."""
        self._last = time.perf_counter()
        self._timer.start(TICK_MS)

    def note_painted(self, lines: int) -> None:
        """Rows were drawn."""
        if lines and self.first_rows is None:
            self.first_rows = seconds_since_start()
            self.shown.emit()

    def note_loaded(self) -> None:
        """All packets were read."""
        self.all_rows = seconds_since_start()

    def figures(self) -> dict[str, float | None]:
        """What was measured: seconds from the start of the process, and the longest stall."""
        return {"first_rows_s": self.first_rows, "all_rows_s": self.all_rows,
                "longest_stall_ms": round(self.stall_ms, 1), "stall_at_s": round(self.stall_at, 2)}

    def _tick(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1_000 - TICK_MS
        self._last = now
        if late > self.stall_ms:
            self.stall_ms, self.stall_at = late, seconds_since_start()
