"""A line into which a filter is typed: its ground and its sign say whether it can be understood."""
from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from gui.icons import mark
from gui.models.style import Mark
from gui.theme import colors

TYPING_MS = 120
"""After so long without a key the filter is looked at."""
SIGN_SIZE = 14


class Look(Enum):
    """What is known of the text."""
    EMPTY = "empty"
    UNKNOWN = "unknown"
    VALID = "valid"
    DOUBTFUL = "doubtful"
    FAULTY = "faulty"


_SIGNS = {Look.VALID: Mark.GOOD, Look.DOUBTFUL: Mark.WARNING, Look.FAULTY: Mark.BAD}
_GROUNDS = {Look.VALID: "good", Look.DOUBTFUL: "warning", Look.FAULTY: "error"}


class CheckedEdit(QLineEdit):
    """Wants its text checked a moment after the last key; somebody else brings the look."""
    check_wanted = Signal(str)

    def __init__(self, longest: int, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look.EMPTY
        self.setMaxLength(longest)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._sign = QAction(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.check_wanted.emit(self.text()))
        self.textChanged.connect(self._changed)

    def show_look(self, look: Look) -> None:
        """Takes the ground and the sign of what is known of the text."""
        self.look = look
        self.recolor()

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        theme, palette = colors(), QApplication.palette(self)
        if self.look in _GROUNDS:
            palette.setColor(QPalette.ColorRole.Base, theme.bars[_GROUNDS[self.look]][0])
        self.setPalette(palette)
        self.removeAction(self._sign)
        if self.look in _SIGNS:
            sign = _SIGNS[self.look]
            self._sign.setIcon(QIcon(mark(sign, theme.marks[sign].name(), SIGN_SIZE, self.devicePixelRatioF())))
            self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)

    def check_now(self) -> None:
        """Has the text looked at without waiting."""
        self._typing.stop()
        if self.text():
            self.check_wanted.emit(self.text())

    def _changed(self, text: str) -> None:
        if text:
            self._typing.start()
        else:
            self._typing.stop()
        self.show_look(Look.UNKNOWN if text else Look.EMPTY)
