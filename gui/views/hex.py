"""One source of bytes, drawn by ourselves: offsets, hexadecimal, ASCII."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from gui.theme import Colors, colors, fixed_font

WIDTH = 16
HALF = 8
MARGIN = 8
NO_BYTE = -1
_ASCII = "".join(chr(code) if 0x20 <= code < 0x7F else "·" for code in range(256))


class HexView(QAbstractScrollArea):
    """One source of bytes: offsets, hexadecimal, ASCII."""
    byte_chosen = Signal(int)
    byte_hovered = Signal(int)      # NO_BYTE when the pointer leaves

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bytes")
        self.setAccessibleName(self.tr("Bytes of the packet"))
        self._data, self._digits = b"", 4
        self._chosen: tuple[int, int] | None = None
        self._layer: tuple[int, int] | None = None
        self._hovered = NO_BYTE
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_points(0)

    def set_points(self, larger_by: int) -> None:
        """Sets the size of the font, in points more than the system's."""
        font = fixed_font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        self.setFont(font)
        metrics = QFontMetricsF(font)
        self._char, self._height, self._ascent = metrics.horizontalAdvance("0"), metrics.height() + 2, metrics.ascent()
        self._layout()

    def show_bytes(self, data: bytes) -> None:
        """Shows other bytes, from the start."""
        self._data, self._chosen, self._layer, self._hovered = data, None, None, NO_BYTE
        self._digits = max(4, len(f"{max(len(data) - 1, 0):x}"))
        self.verticalScrollBar().setValue(0)
        self._layout()

    def mark(self, chosen: tuple[int, int] | None, layer: tuple[int, int] | None) -> None:
        """Lights chosen bytes (position and size), and fainter those of their protocol."""
        if (self._chosen, self._layer) == (chosen, layer):
            return
        self._chosen, self._layer = chosen, layer
        if chosen:
            self._into_sight(chosen[0])
        self.viewport().update()

    def rectangle(self, pos: int) -> QRectF:
        """Where a byte's hexadecimal digits are drawn."""
        line, column = divmod(pos, WIDTH)
        y = (line - self.verticalScrollBar().value()) * self._height
        return QRectF(self._hex_x(column), y, 2 * self._char, self._height)

    def byte_at(self, point: QPointF) -> int:
        """The byte under a point, in either half; NO_BYTE for none."""
        line = int(point.y() // self._height) + self.verticalScrollBar().value()
        x = point.x() + self.horizontalScrollBar().value()
        half = self._char / 2
        for column in range(WIDTH):
            left = self._hex_x(column) + self.horizontalScrollBar().value()
            text = self._ascii_x(column) + self.horizontalScrollBar().value()
            if left - half <= x < left + 2 * self._char + half or text <= x < text + self._char:
                pos = line * WIDTH + column
                return pos if 0 <= pos < len(self._data) else NO_BYTE
        return NO_BYTE

    # Places.

    def _hex_x(self, column: int) -> float:
        at = self._digits + 2 + 3 * column + (column >= HALF)
        return MARGIN + at * self._char - self.horizontalScrollBar().value()

    def _ascii_x(self, column: int) -> float:
        return self._hex_x(WIDTH - 1) + (4 + column + (column >= HALF)) * self._char

    def _layout(self) -> None:
        lines, visible = -(-len(self._data) // WIDTH), max(int(self.viewport().height() // self._height), 1)
        self.verticalScrollBar().setRange(0, max(lines - visible, 0))
        self.verticalScrollBar().setPageStep(visible)
        width = int(self._ascii_x(WIDTH - 1) + self._char + MARGIN) + self.horizontalScrollBar().value()
        self.horizontalScrollBar().setRange(0, max(width - self.viewport().width(), 0))
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.viewport().update()

    def _into_sight(self, pos: int) -> None:
        bar, line = self.verticalScrollBar(), pos // WIDTH
        if not bar.value() <= line < bar.value() + bar.pageStep():
            bar.setValue(line - bar.pageStep() // 3)

    # Events.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pos = self.byte_at(event.position())
        if pos != NO_BYTE and event.button() == Qt.MouseButton.LeftButton:
            self.byte_chosen.emit(pos)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.byte_at(event.position()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(NO_BYTE)
        return super().viewportEvent(event)

    def _hover(self, pos: int) -> None:
        if pos != self._hovered:
            self._hovered = pos
            self.byte_hovered.emit(pos)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WIDTH, Qt.Key.Key_Down: WIDTH}
        if event.matches(QKeySequence.StandardKey.Copy):
            start, size = self._chosen or (0, len(self._data))
            QApplication.clipboard().setText(self._data[start:start + size].hex(" "))
        elif event.key() in steps and self._data:
            start, size = self._chosen or (0, 1)
            step = steps[Qt.Key(event.key())]
            self.byte_chosen.emit(min(max(start + (size if step == 1 else step), 0), len(self._data) - 1))
        else:
            super().keyPressEvent(event)

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        first, theme = self.verticalScrollBar().value(), colors()
        count = int(self.viewport().height() // self._height) + 2
        for number in range(count):
            start = (first + number) * WIDTH
            if start >= len(self._data):
                break
            self._paint_line(painter, theme, start, number * self._height)
        painter.end()

    def _paint_line(self, painter: QPainter, theme: Colors, start: int, y: float) -> None:
        data = self._data[start:start + WIDTH]
        self._paint_ground(painter, self._layer, theme.layer_bytes, start, y)
        self._paint_ground(painter, self._chosen, theme.chosen_bytes, start, y)
        if start <= self._hovered < start + WIDTH:
            painter.setPen(theme.faint)
            for x, width in self._boxes(self._hovered - start, 1):
                painter.drawRect(QRectF(x, y, width, self._height - 1))
        baseline = y + self._ascent + 1
        painter.setPen(theme.faint)
        painter.drawText(QPointF(MARGIN - self.horizontalScrollBar().value(), baseline),
                         f"{start:0{self._digits}x}")
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        for from_, to in ((0, HALF), (HALF, WIDTH)):
            part = data[from_:to]
            painter.drawText(QPointF(self._hex_x(from_), baseline), part.hex(" "))
            painter.drawText(QPointF(self._ascii_x(from_), baseline), "".join(map(_ASCII.__getitem__, part)))

    def _paint_ground(self, painter: QPainter, marked: tuple[int, int] | None, color: QColor, start: int,
                      y: float) -> None:
        if marked is None:
            return
        first, stop = max(marked[0] - start, 0), min(marked[0] + marked[1] - start, WIDTH)
        if first < stop:
            for x, width in self._boxes(first, stop - first):
                painter.fillRect(QRectF(x, y, width, self._height), color)

    def _boxes(self, column: int, count: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Left edge and width of some bytes of a line: as hexadecimal and as text."""
        last, gap = column + count - 1, self._char / 2
        left, right = self._hex_x(column) - gap, self._hex_x(last) + 2 * self._char + gap
        text_left, text_right = self._ascii_x(column), self._ascii_x(last) + self._char
        return (left, right - left), (text_left, text_right - text_left)
