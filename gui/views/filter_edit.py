"""The line into which a display filter is typed: a CheckedEdit that offers names of fields."""
from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gui.views.checked_edit import CheckedEdit
from gui.views.completion import NameCompleter

LONGEST = 1 << 16


class FilterEdit(CheckedEdit):
    """Enter applies, Esc clears, Tab takes the first name that is offered, Down opens the history."""
    apply_wanted = Signal()
    clear_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(LONGEST, self.tr("Display filter"), self.tr(
            "Display filter, such as dns.qry.name contains \"mail\" … (Ctrl+/)"), parent)
        self.completer_ = NameCompleter(self)
        self.textEdited.connect(lambda _text: self.completer_.offer())

    def clear_filter(self) -> None:
        """Takes the filter away."""
        self.clear()
        self.clear_wanted.emit()

    def _changed(self, text: str) -> None:
        if not text:
            self.completer_.close_list()
        super()._changed(text)

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
