"""The minimap beside the packet list: the colours of all lines in little, with where one is; a click goes there."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from analyzer.columns import Array
from gui.models.packets import PacketsModel
from gui.models.style import Style
from gui.overview import STYLES, shades
from gui.theme import colors
from gui.views.packet_list import PacketList

WIDTH = 14


class Minimap(QWidget):
    """Shows the styles of the lines, which `show_styles` brings by row."""

    def __init__(self, packet_list: PacketList, model: PacketsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list, self._model = packet_list, model
        self._styles: Array | None = None
        self._shades: list[int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Colours of all packets"))
        self.setToolTip(self.tr("The colours of all packets in the list; a click goes there"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for signal in (model.modelReset, model.rowsInserted):
            signal.connect(self._forget)
        packet_list.verticalScrollBar().valueChanged.connect(lambda _value: self.update())
        packet_list.line_chosen.connect(lambda _line: self.update())

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 100)

    def show_styles(self, styles: Array | None) -> None:
        """Shows the styles of packets, by their rows; None for none."""
        self._styles = styles
        self._forget()

    def _forget(self) -> None:
        self._shades = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, top = QPainter(self), self._top()
        height, lines = self.height() - top, self._model.rowCount()
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        if self._styles is None or not lines or height <= 0:
            painter.end()
            return
        if self._shades is None:
            self._shades = shades(self._styles, self._model.listed, height)
        self._paint_shades(painter, self._shades, top, height)
        self._paint_place(painter, top, height / lines)
        painter.end()

    def _paint_shades(self, painter: QPainter, found: list[int], top: int, height: int) -> None:
        stripes, step, begin = colors().stripes, height / max(len(found), 1), 0
        for place in range(1, len(found) + 1):
            if place < len(found) and found[place] == found[begin]:
                continue
            style = STYLES[found[begin]]
            if style is not Style.PLAIN:
                painter.fillRect(QRectF(3, top + begin * step, WIDTH - 6, (place - begin) * step), stripes[style])
            begin = place

    def _paint_place(self, painter: QPainter, top: int, step: float) -> None:
        """What is in sight, and the chosen line."""
        bar = self._list.verticalScrollBar()
        frame = QRectF(0.5, top + bar.value() * step, WIDTH - 1, max(bar.pageStep() * step, 4.0))
        painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
        painter.drawRect(frame)
        line = self._list.current_line()
        if line >= 0:
            painter.fillRect(QRectF(0, top + line * step - 1, WIDTH, 2),
                             self.palette().color(QPalette.ColorRole.Highlight))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    def _go(self, y: float) -> None:
        """Brings the line at a height into the middle of the list."""
        top, bar = self._top(), self._list.verticalScrollBar()
        share = (y - top) / max(self.height() - top, 1)
        bar.setValue(int(share * self._model.rowCount()) - bar.pageStep() // 2)

    def _top(self) -> int:
        """Where the lines begin: below the header."""
        return self._list.horizontalHeader().height()
