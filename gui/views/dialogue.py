"""The dialogue: what client and server of a flow said, line by line."""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.theme import colors, fixed_font

if TYPE_CHECKING:
    from gui.questions import Lines


class Dialogue(QPlainTextEdit):
    """Lines with `C:` or `S:` before them, each side in its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialogue")
        self.setAccessibleName(self.tr("Dialogue of client and server"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setPlaceholderText(self.tr("Choose a mail flow to read what client and server said."))
        self._said: Lines = []
        self.set_points(0)

    def set_points(self, larger_by: int) -> None:
        """Sets the size of the font, in points more than the system's."""
        font = fixed_font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        self.setFont(font)

    def start(self) -> None:
        """Begins another conversation."""
        self.clear()
        self._said = []

    def add(self, lines: Lines) -> None:
        """Adds what was said next."""
        self._said += lines
        self._write(lines)

    def add_note(self, text: str) -> None:
        """Adds a remark of ours."""
        self._insert(f"\n{text}\n", colors().faint, italic=True)

    def recolor(self) -> None:
        """Draws all lines in the colours of the present theme."""
        self.clear()
        self._write(self._said)

    def _write(self, lines: Lines) -> None:
        theme, at = colors(), 0
        while at < len(lines):
            side, stop = lines[at][0], at
            while stop < len(lines) and lines[stop][0] == side:
                stop += 1
            text = "".join(f"{'S' if side else 'C'}: {line}\n" for _, line in lines[at:stop])
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
