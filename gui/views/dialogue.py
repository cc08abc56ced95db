"""The dialogue: what client and server of a flow said, line by line."""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui.theme import colors, fixed_font

if TYPE_CHECKING:
    from gui.questions import Lines

MOST_MARKED = 200


class Dialogue(QPlainTextEdit):
    """Lines with `C:` or `S:` before them, each side in its colour. Clicking a line, or Enter, wants its packet."""
    packet_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialogue")
        self.setAccessibleName(self.tr("Dialogue of client and server"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setPlaceholderText(self.tr("Choose a mail flow to read what client and server said."))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                     | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setToolTip(self.tr("Click a line to go to its packet"))
        self._said: Lines = []
        self._coming: Lines = []        # what is said now, as far as it has come
        self._packet: int | None = None
        self.set_points(0)

    def set_points(self, larger_by: int) -> None:
        """Sets the size of the font, in points more than the system's."""
        font = fixed_font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        self.setFont(font)

    def start(self) -> None:
        """Begins another conversation."""
        self.clear()
        self._said, self._coming = [], []

    def add(self, lines: Lines) -> None:
        """Adds what was said next."""
        self._said += lines
        self._write(lines)
        self.mark_packet(self._packet)

    def renew(self, lines: Lines) -> None:
        """A part of the same conversation as it is now; `renewed` tells that it is all."""
        self._coming += lines

    def renewed(self) -> None:
        """Shows what was said since, and where something is no longer what it was, all of it; stays where it is, or at
        the end."""
        bar, said, now = self.verticalScrollBar(), self._said, self._coming
        place = bar.value() if bar.value() < bar.maximum() else None
        if now[:len(said)] != said:
            self.clear()
            said = []
        self._said, self._coming = now, []
        self._write(now[len(said):])
        bar.setValue(bar.maximum() if place is None else place)

    def mark_packet(self, row: int | None) -> None:
        """Lights the lines that begin in a packet."""
        self._packet = row
        marks = []
        for number, (_, _, packet) in enumerate(self._said):
            if packet == row:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(self.document().findBlockByNumber(number))
                mark.format.setBackground(colors().layer_bytes)
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                marks.append(mark)
                if len(marks) == MOST_MARKED:
                    break
        self.setExtraSelections(marks)
        if marks and not self.hasFocus():
            self._into_sight(marks[0].cursor.blockNumber())

    def _into_sight(self, line: int) -> None:
        bar = self.verticalScrollBar()
        if not bar.value() <= line < bar.value() + bar.pageStep():
            bar.setValue(line - bar.pageStep() // 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._want_packet(self.cursorForPosition(event.position().toPoint()).blockNumber())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want_packet(self.textCursor().blockNumber())
        else:
            super().keyPressEvent(event)

    def _want_packet(self, line: int) -> None:
        if 0 <= line < len(self._said):
            self.packet_wanted.emit(self._said[line][2])

    def add_note(self, text: str) -> None:
        """Adds a remark of ours."""
        self._insert(f"\n{text}\n", colors().faint, italic=True)

    def recolor(self) -> None:
        """Draws all lines in the colours of the present theme."""
        self.clear()
        self._write(self._said)
        self.mark_packet(self._packet)

    def _write(self, lines: Lines) -> None:
        theme, at = colors(), 0
        while at < len(lines):
            side, stop = lines[at][0], at
            while stop < len(lines) and lines[stop][0] == side:
                stop += 1
            text = "".join(f"{'S' if side else 'C'}: {line}\n" for _, line, _ in lines[at:stop])
            self._insert(text, theme.server if side else theme.client)
            at = stop

    def _insert(self, text: str, color: QColor, italic: bool = False) -> None:
        look = QTextCharFormat()
        look.setForeground(color)
        look.setFontItalic(italic)
        look.setFontWeight(QFont.Weight.Normal)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, look)
