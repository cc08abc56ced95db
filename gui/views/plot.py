"""A plot of Bars by pyqtgraph, which this module alone imports: that takes half a second, so nobody needs it before."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QKeySequence, QPalette, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QToolTip, QWidget

from gui.counting.bars import Bars
from gui.views.series_looks import looks

GROUND = 80
"""How much of the colour is behind a pattern, of 255."""
GAP = 0.08
HEADROOM = 1.08
TICK_GAP, BELOW = 14, 8
FEWEST, MARGIN = 8, 0.4
"""There is room for so many bars, and for so much of one before the first; a few are not as wide as a wall."""
Words = Callable[[float], str]


class Axis(pyqtgraph.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Writes values as they are written elsewhere."""

    def __init__(self, orientation: str, words: Words) -> None:
        super().__init__(orientation)
        self.words = words
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self.words(value) for value in values]


class Plot(pyqtgraph.PlotWidget):  # type: ignore[misc]
    """Bars one upon the other; `chosen` tells the number of one that was clicked or entered, `span_changed` which part
    is in sight of a plot that can be zoomed."""
    chosen = Signal(int)
    span_changed = Signal(float, float)
    copy_wanted = Signal()

    def __init__(self, told: Callable[[int], str], zooms: bool, parent: QWidget | None = None) -> None:
        self._below, self._left = Axis("bottom", str), Axis("left", str)
        super().__init__(parent, axisItems={"bottom": self._below, "left": self._left})
        self.bars: Bars | None = None
        self.current = -1
        self._told, self._zooms, self._words = told, zooms, {"": ""}
        self._items: list[Any] = []
        self._frame = QGraphicsRectItem()
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        self._legend = item.addLegend(offset=(-8, 4), labelTextSize=f"{self.font().pointSizeF():.0f}pt", colCount=6)
        self._view = item.getViewBox()
        self._view.setMouseEnabled(x=zooms, y=False)
        self._view.setDefaultPadding(0)
        self._view.addItem(self._frame, ignoreBounds=True)
        self._frame.setZValue(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scene().sigMouseClicked.connect(self._clicked)
        if zooms:
            self._view.sigXRangeChanged.connect(lambda view, span: self.span_changed.emit(*span))

    # What is shown.

    def show_bars(self, bars: Bars, words: dict[str, str], below: Words, left: Words) -> None:
        """Shows bars; `words` are what series are called, `below` and `left` write the scales."""
        self.bars, self._words = bars, words
        self._below.words, self._left.words = below, left
        self.current = min(self.current, len(bars) - 1)
        self._draw()

    def span(self, first: float, stop: float, least: float) -> None:
        """Brings this part into sight, and allows no more than it, nor less than `least`."""
        self._view.setLimits(xMin=first, xMax=stop, minXRange=least)
        self._view.setXRange(first, stop, padding=0)

    def grow(self, stop: float) -> None:
        """Allows more to be seen."""
        self._view.setLimits(xMax=stop)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        palette = self.palette()
        self.setBackground(palette.color(QPalette.ColorRole.Base))
        for axis in (self._below, self._left):
            axis.setPen(palette.color(QPalette.ColorRole.Mid))
            axis.setTextPen(palette.color(QPalette.ColorRole.Text))
            axis.setTickFont(self.font())
        self.getPlotItem().showGrid(y=True, alpha=0.25)
        if self.bars is not None:
            self._draw()

    def places(self) -> list[float]:
        """Where bars begin and end: on a scale by their edges, else side by side."""
        assert self.bars is not None
        return [edge * 1e-9 for edge in self.bars.edges] if self._zooms else list(map(float, range(len(self.bars) + 1)))

    def _draw(self) -> None:
        assert self.bars is not None
        for item in self._items:
            self.removeItem(item)
        self._legend.clear()
        self._items = []
        self._legend.setLabelTextColor(self.palette().color(QPalette.ColorRole.Text))
        bottoms = [0] * len(self.bars)
        for (name, counts), look in zip(self.bars.series.items(), looks(self.bars.series), strict=True):
            self._add_series(name, counts, bottoms, look)
            bottoms = [bottom + count for bottom, count in zip(bottoms, counts, strict=True)]
        self._view.setYRange(0, max(self.bars.most, 1) * HEADROOM, padding=0)
        if not self._zooms:
            self._view.setXRange(-MARGIN, max(len(self.bars), FEWEST) + MARGIN, padding=0)
            self._below.setTicks([self._ticks()])
        self._mark()

    def _add_series(self, name: str, counts: list[int], bottoms: list[int], look: QBrush) -> None:
        """Draws those of a series that are there, a pattern upon a pale ground."""
        ground = QColor(look.color())
        ground.setAlpha(GROUND)
        some = [(first, stop, bottom, count) for (first, stop), bottom, count in
                zip(pairwise(self.places()), bottoms, counts, strict=True) if count]
        for brush, pen in ((QBrush(ground), None), (look, look.color())):
            item = pyqtgraph.BarGraphItem(
                x0=[first + GAP / 2 * (stop - first) for first, stop, _, _ in some],
                width=[(stop - first) * (1 - GAP) for first, stop, _, _ in some],
                y0=[bottom for _, _, bottom, _ in some], height=[count for _, _, _, count in some],
                brush=brush, pen=pyqtgraph.mkPen(pen))
            self.addItem(item)
            self._items.append(item)
        if self.bars is not None and len(self.bars.series) > 1 and some:
            self._legend.addItem(item, self._words[name])

    def _ticks(self) -> list[tuple[float, str]]:
        """Names below the middle of bars, edges below what they part; as many as there is room for."""
        assert self.bars is not None
        ticks = [(number + 0.5, name) for number, name in enumerate(self.bars.names)] or [
            (float(number), self._below.words(edge)) for number, edge in enumerate(self.bars.edges)]
        widest = max(self.fontMetrics().horizontalAdvance(text) for _, text in ticks) + TICK_GAP
        step = max(-(-max(len(ticks), FEWEST) * widest // max(self.width() - 60, 1)), 1)
        in_two_lines = bool(self.bars.names) and step > 1
        self._below.setHeight((1 + in_two_lines) * self.fontMetrics().lineSpacing() + BELOW)
        if in_two_lines:        # by turns
            shown = ticks[::-(-step // 2)]
            return [(place, f"\n{text}" if number % 2 else text) for number, (place, text) in enumerate(shown)]
        return ticks[::step]

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if getattr(self, "bars", None) is not None and not self._zooms:
            self._below.setTicks([self._ticks()])

    def _mark(self) -> None:
        """The current bar, when the keys are here."""
        shown = self.bars is not None and self.current >= 0 and self.hasFocus()
        self._frame.setVisible(shown)
        if shown and self.bars is not None:
            first, stop = self.places()[self.current:self.current + 2]
            pen = QPen(self.palette().color(QPalette.ColorRole.Text), 2, Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            self._frame.setPen(pen)
            self._frame.setRect(QRectF(first, 0, stop - first, max(self.bars.total(self.current), self.bars.most / 50)))

    # Events.

    def bar_at(self, point: QPointF) -> int:
        """The bar under a point of the scene; -1 for none."""
        if self.bars is None or not self._view.sceneBoundingRect().contains(point):
            return -1
        bar = bisect_right(self.places(), self._view.mapSceneToView(point).x()) - 1
        return bar if 0 <= bar < len(self.bars) else -1

    def _clicked(self, event: Any) -> None:
        bar = self.bar_at(event.scenePos())
        if bar >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(bar)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            bar = self.bar_at(self.mapToScene(event.pos()))
            QToolTip.showText(event.globalPos(), self._told(bar) if bar >= 0 else "", self)
            return True
        return bool(super().viewportEvent(event))

    def wheelEvent(self, event: Any) -> None:
        if self._zooms:
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.go_to(max(self.current, 0))

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._mark()

    def go_to(self, bar: int) -> None:
        """Makes a bar current; a screen reader is told what it is."""
        if self.bars is not None and len(self.bars):
            self.current = min(max(bar, 0), len(self.bars) - 1)
            self.setAccessibleDescription(self._told(self.current))
            self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: self.current - 1, Qt.Key.Key_Right: self.current + 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: 1 << 30}
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.chosen.emit(self.current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and self._zooms:
            self.zoom(0.5 if key == Qt.Key.Key_Plus else 2.0)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            event.ignore()

    def _walk(self, bar: int) -> None:
        """To another bar; beyond what is in sight, that moves."""
        if self.bars is not None and self._zooms and bar in (-1, len(self.bars)):
            width = self.places()[1] - self.places()[0]
            self._view.translateBy(x=-width if bar < 0 else width)
        self.go_to(bar)
        point = self._view.mapViewToScene(QPointF(sum(self.places()[self.current:self.current + 2]) / 2, 0))
        at = self.mapToGlobal(self.mapFromScene(point))
        QToolTip.showText(at, self._told(self.current), self)

    def zoom(self, factor: float) -> None:
        """Shows less (below 1) or more, around the current bar."""
        middle = None
        if self.bars is not None and self.current >= 0:
            middle = QPointF(sum(self.places()[self.current:self.current + 2]) / 2, 0)
        self._view.scaleBy(x=factor, center=middle)
