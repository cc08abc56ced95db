"""What a page of a conversation is shown in: lines in the colours of the sides, with a sign for each."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor, QTextFormat, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from analyzer.follow_pages import Found
from dissectors.stream import Side
from gui.follow_text import Shown
from gui.theme import colors, fixed_font


class FollowPage(QPlainTextEdit):
    """A click, or Enter, wants the packet of a line. Going beyond an end wants the page before or behind."""
    packet_wanted = Signal(object)  # of a line
    turn_wanted = Signal(int)       # 1 or -1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What client and server said"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                     | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setFont(fixed_font())
        self.document().setDocumentMargin(8)
        self.setToolTip(self.tr("Two clicks on a line, or Enter, lead to its packet"))
        self._lines: Sequence[Shown] = ()

    def show_lines(self, lines: Sequence[Shown], at_end: bool = False) -> None:
        """Shows another page."""
        self._lines = lines
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for first, (text, form) in enumerate(self._runs(lines)):
            cursor.insertText(("\n" if first else "") + text, form)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.End if at_end else QTextCursor.MoveOperation.Start)

    def _runs(self, lines: Sequence[Shown]) -> Iterator[tuple[str, QTextCharFormat]]:
        """Lines that look the same are written at once."""
        for (side, is_note), run in groupby(lines, lambda line: (line.side, line.is_note)):
            yield "\n".join(line.text for line in run), _format(side, is_note)

    def light(self, found: Found, text: str) -> None:
        """Lights the lines of what was found, and selects it where it can be read."""
        numbers = [number for number, line in enumerate(self._lines) if line.side is found.side
                   and line.start < found.stop and found.start < line.stop]
        marks = []
        for number in numbers:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document().findBlockByNumber(number))
            mark.format.setBackground(colors().layer_bytes)
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self.setExtraSelections(marks)
        if marks:
            begin = marks[0].cursor
            inside = self.document().find(text, begin)
            is_near = not inside.isNull() and inside.blockNumber() <= numbers[-1]
            self.setTextCursor(inside if is_near else begin)
            self.centerCursor()

    def set_points(self, larger_by: int) -> None:
        """Sets the size of the font, in points more than the system's."""
        font = fixed_font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        self.setFont(font)

    def recolor(self) -> None:
        """Draws the lines in the colours of the present theme."""
        self.show_lines(self._lines)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._want_packet(self.cursorForPosition(event.position().toPoint()).blockNumber())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want_packet(self.textCursor().blockNumber())
        elif event.key() == Qt.Key.Key_PageDown and bar.value() == bar.maximum():
            self.turn_wanted.emit(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
            self.turn_wanted.emit(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar, down = self.verticalScrollBar(), event.angleDelta().y() < 0
        if event.angleDelta().y() and bar.value() == (bar.maximum() if down else bar.minimum()):
            self.turn_wanted.emit(1 if down else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _want_packet(self, line: int) -> None:
        if 0 <= line < len(self._lines):
            self.packet_wanted.emit(self._lines[line])


def _format(side: Side, is_note: bool) -> QTextCharFormat:
    form = QTextCharFormat()
    color: QColor = colors().client if side is Side.CLIENT else colors().server
    form.setForeground(color)
    form.setFontItalic(is_note)
    form.setFontWeight(QFont.Weight.DemiBold if is_note else QFont.Weight.Normal)
    return form
