"""Packets or bytes over time: the chart that can be zoomed."""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QToolButton

from gui.counting.bars import Timeline
from gui.models.flows import duration_text, size_text
from gui.views.chart import Chart, count_text

if TYPE_CHECKING:
    from gui.views.plot import Plot

NANO = 1e9
CLOSEST_BINS = 10
"""So many are in sight at least."""


class TimelineChart(Chart):
    """Shows a Timeline: the part that is in sight, in as many bars as there is room for."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "", lambda seconds: duration_text(int(max(seconds, 0) * NANO)), zooms=True)
        self._timeline: Timeline | None = None
        self.measure, self.whole = QComboBox(), QToolButton()
        self.measure.addItems([self.tr("Packets"), self.tr("Bytes")])
        self.measure.setAccessibleName(self.tr("What is counted"))
        self.measure.currentIndexChanged.connect(self._show)
        self.whole.setText(self.tr("Show all"))
        self.whole.setToolTip(self.tr("The wheel or + and - zoom, dragging moves; this shows the whole capture again"))
        self.whole.setAutoRaise(True)
        self.whole.clicked.connect(self.show_all)
        self.head.insertWidget(2, self.measure)
        self.head.insertWidget(3, self.whole)
        # several changes of one turn of the wheel are one
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.setInterval(20)
        self._moved.timeout.connect(self._show)
        self._span = (0.0, 0.0)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Shows another capture; of the same that has grown, the part that was in sight."""
        before, self._timeline = self._timeline, timeline
        if timeline is before:
            return
        if timeline is None:
            self.show_bars(None)
        elif before is None or not self._is_zoomed(before):
            self.show_all()
        else:
            self._made().grow(self._end(timeline))
            self._show()

    def forget(self) -> None:
        """The next timeline is of another capture."""
        self._timeline = None

    def show_all(self) -> None:
        """Shows the whole capture."""
        timeline = self._timeline
        if timeline is None:
            return
        plot = self._made()
        self._span = (0.0, self._end(timeline))
        self._show()
        plot.span(0.0, self._end(timeline), min(CLOSEST_BINS * timeline.width / NANO, self._end(timeline)))

    def _made(self) -> Plot:
        is_new = self.plot is None
        plot = super()._made()
        if is_new:
            plot.span_changed.connect(self._span_changed)
        return plot

    def _end(self, timeline: Timeline) -> float:
        return timeline.bars(0, timeline.bins * timeline.width, False).edges[-1] / NANO

    def _is_zoomed(self, timeline: Timeline) -> bool:
        return self._span[0] > 0 or self._span[1] < self._end(timeline) - timeline.width / NANO

    def _span_changed(self, first: float, stop: float) -> None:
        self._span = (first, stop)
        self._moved.start()

    def _show(self) -> None:
        if self._timeline is None:
            return
        by_bytes = self.measure.currentIndex() == 1
        first, stop = (int(max(edge, 0.0) * NANO) for edge in self._span)
        self.show_bars(self._timeline.bars(first, max(stop, first + 1), by_bytes),
                       (lambda value: size_text(int(value))) if by_bytes else count_text)
        self.whole.setEnabled(self._is_zoomed(self._timeline))

    def told(self, bar: int) -> str:
        """See Chart; the edges are in ns, and the scale in seconds."""
        assert self.bars is not None
        first, stop = (duration_text(edge) for edge in self.bars.edges[bar:bar + 2])
        return f"{first} – {stop}: {super().told(bar).partition(': ')[2]}"
