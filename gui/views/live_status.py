"""What the status bar says of a live capture: where, how fast, how much, and how much was lost."""
from __future__ import annotations

import time
from collections import deque

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from analyzer.live.events import Event
from gui.theme import colors

OVER_SECONDS = 3.0
"""Rates are those of so long."""
EVERY_MS = 500


class LiveStatus(QLabel):
    """Hidden until something is captured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(self.tr("Packets that found no room in the kernel's buffer are dropped; the options of the "
                                "capture can make it larger, or a capture filter the packets fewer"))
        self._where = ""
        self._packets = self._bytes = self._dropped = 0
        self._seen: deque[tuple[float, int, int]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._show)
        self.hide()

    def start(self, where: str) -> None:
        """A capture begins."""
        self._where, self._packets, self._bytes, self._dropped = where, 0, 0, 0
        self._seen.clear()
        self._show()
        self._timer.start()
        self.show()

    def count(self, event: Event) -> None:
        """What the capture process counts."""
        self._packets, self._dropped = max(self._packets, event.captured), event.dropped

    def grow(self, packets: int, size: int) -> None:
        """So many packets, and bytes more, were read."""
        self._packets, self._bytes = max(self._packets, packets), self._bytes + size

    def end(self) -> None:
        """The capture has ended; how much it was stays to be seen."""
        self._timer.stop()
        self._say(self.tr("{0:,} captured").format(self._packets))

    def _show(self) -> None:
        now = time.monotonic()
        self._seen.append((now, self._packets, self._bytes))
        while now - self._seen[0][0] > OVER_SECONDS:
            self._seen.popleft()
        then, packets, size = self._seen[0]
        seconds = max(now - then, EVERY_MS / 1000)
        self._say(self.tr("● {0} · {1:,.0f} packets/s · {2:,.2f} Mbit/s").format(
            self._where, (self._packets - packets) / seconds, 8e-6 * (self._bytes - size) / seconds))

    def _say(self, text: str) -> None:
        self.setText(self.tr("{0} · {1:,} dropped").format(text, self._dropped))
        self.setStyleSheet(f"color: {colors().problem_text.name()}" if self._dropped else "")
