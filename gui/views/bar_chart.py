"""A bar chart: counts side by side, one upon the other by colour; tells what is under the pointer, and clicks."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from gui.models.flows import duration_text
from gui.models.style import Style
from gui.statistics import Bars, round_up
from gui.theme import colors

TOP, RIGHT, GAP, SIGN, TICK_ROOM, LINES = 22, 12, 4, 9, 90, 5


class BarChart(QWidget):
    """Shows Bars; `chosen` tells the number of a bar that was clicked."""
    chosen = Signal(int)

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: Bars | None = None
        self.setAccessibleName(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(400, 180)

    def show_bars(self, bars: Bars | None) -> None:
        """Shows other counts."""
        self.bars = bars
        self.setCursor(Qt.CursorShape.PointingHandCursor if bars is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def bar_at(self, point: QPointF) -> int:
        """The bar under a point; -1 for none."""
        area = self._area()
        if self.bars is None or not area.contains(point):
            return -1
        return min(int((point.x() - area.left()) / area.width() * self._count()), self._count() - 1)

    def _count(self) -> int:
        return len(self.bars.edges) - 1 if self.bars is not None else 0

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(f"{self._most():,}") + 3 * GAP
        return QRectF(left, TOP, self.width() - left - RIGHT, self.height() - TOP - metrics.height() - 2 * GAP)

    def _most(self) -> int:
        bars = self.bars
        return max((bars.total(number) for number in range(self._count())), default=0) if bars is not None else 0

    # Events.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area, most = self._area(), max(self._most(), 1)
        self._paint_scales(painter, area, most)
        if self.bars is None:
            return
        width = area.width() / self._count()
        for number in range(self._count()):
            bottom = area.bottom()
            for style, counts in self.bars.counts.items():
                height = area.height() * counts[number] / most
                if height:
                    height = max(height, 1.0)
                    painter.fillRect(QRectF(area.left() + number * width + 0.5, bottom - height,
                                            max(width - 1, 1.0), height), _color(style))
                    bottom -= height
        self._paint_legend(painter)

    def _paint_scales(self, painter: QPainter, area: QRectF, most: int) -> None:
        metrics, text = self.fontMetrics(), self.palette().color(QPalette.ColorRole.Text)
        for value in range(0, most + 1, round_up(-(-most // LINES))):
            y = area.bottom() - area.height() * value / most
            painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            label = f"{value:,}"
            painter.setPen(text)
            painter.drawText(QPointF(area.left() - 2 * GAP - metrics.horizontalAdvance(label),
                                     y + metrics.ascent() / 2 - 1), label)
        if self.bars is not None:
            step = max(-(-len(self.bars.edges) * TICK_ROOM // max(int(area.width()), 1)), 1)
            for number in range(0, len(self.bars.edges), step):
                label = duration_text(self.bars.edges[number])
                size = metrics.horizontalAdvance(label)
                x = area.left() + area.width() * number / self._count()
                x = min(max(x - size / 2, 0), self.width() - size)
                painter.drawText(QPointF(x, area.bottom() + GAP + metrics.ascent()), label)

    def _paint_legend(self, painter: QPainter) -> None:
        """Says what the colours are, where there are several."""
        assert self.bars is not None
        metrics, x = self.fontMetrics(), self.width() - RIGHT
        for style in reversed(self.bars.counts if len(self.bars.counts) > 1 else {}):
            word = _word(style)
            x -= metrics.horizontalAdvance(word)
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(QPointF(x, metrics.ascent()), word)
            x -= SIGN + GAP
            painter.fillRect(QRectF(x, metrics.ascent() - SIGN, SIGN, SIGN), _color(style))
            x -= 3 * GAP

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            number = self.bar_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.told(number) if number >= 0 else "", self)
            return True
        return super().event(event)

    def told(self, bar: int) -> str:
        """What is said of a bar."""
        assert self.bars is not None
        first, stop = (duration_text(edge) for edge in self.bars.edges[bar:bar + 2])
        parts = [f"{counts[bar]:,} {_word(style)}" for style, counts in self.bars.counts.items() if counts[bar]]
        return f"{first} – {stop}: {', '.join(parts) or '0'}"

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(number)


def _color(style: Style) -> QColor:
    return colors().stripes.get(style, colors().faint)


def _word(style: Style) -> str:
    names = {Style.DNS: "DNS", Style.MAIL: QApplication.translate("chart", "mail"),
             Style.PLAIN: QApplication.translate("chart", "other")}
    return names[style]
