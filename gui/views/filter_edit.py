"""The line into which a display filter is typed: its ground and its sign say whether it can be understood."""
from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from gui.icons import mark
from gui.models.style import Mark
from gui.theme import colors
from gui.views.completion import NameCompleter

TYPING_MS = 120
"""After so long without a key the filter is looked at."""
LONGEST = 1 << 16
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


class FilterEdit(QLineEdit):
    """Enter applies, Esc clears, Tab takes the first name that is offered, Down opens the history."""
    check_wanted = Signal(str)
    apply_wanted = Signal()
    clear_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look.EMPTY
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(self.tr("Display filter, such as dns.qry.name contains \"mail\" … (Ctrl+/)"))
        self.setAccessibleName(self.tr("Display filter"))
        self._sign = QAction(self)
        self.completer_ = NameCompleter(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.check_wanted.emit(self.text()))
        self.textChanged.connect(self._changed)
        self.textEdited.connect(lambda _text: self.completer_.offer())

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

    def clear_filter(self) -> None:
        """Takes the filter away."""
        self.clear()
        self.clear_wanted.emit()

    def _changed(self, text: str) -> None:
        if text:
            self._typing.start()
        else:
            self._typing.stop()
            self.completer_.close_list()
        self.show_look(Look.UNKNOWN if text else Look.EMPTY)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab \
                and self.completer_.is_open:
            self.completer_.take_first()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.completer_.has_choice:
                event.ignore()      # the list takes it
                return
            self.completer_.close_list()
            self.apply_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Down and not self.completer_.is_open:
            self.history_wanted.emit()
        elif key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.completer_.offer()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.completer_.is_open:
            self.completer_.close_list()
        else:
            self.clear_filter()
