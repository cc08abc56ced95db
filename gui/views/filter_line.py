"""The filter line above the packet list: the filter and its state, its faults, its history, and saved filters."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.filtering import Verdict
from gui.icons import icon
from gui.text import plain
from gui.views.checked_edit import Look
from gui.views.filter_edit import FilterEdit

STEPS = 1_000
LONGEST_TITLE = 90


class FilterLine(QWidget):
    """Widgets alone; what they show is brought by others. `chosen` tells a filter out of history or saved ones."""
    chosen = Signal(str)
    save_wanted = Signal()
    forget_wanted = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit, self.message = FilterEdit(self), QLabel(self)
        self.bookmark = self._button("bookmark", self.tr("Saved filters"))
        self.apply = self._button("apply", self.tr("Apply this filter (Enter)"))
        self.clear = self._button("close", self.tr("Clear the filter (Esc)"))
        self.history = self._button("history", self.tr("Filters that were applied before"))
        self.saved = QToolBar(self)
        self._history_menu, self._saved_menu = QMenu(self), QMenu(self)
        self._running = self._make_running()
        self._lay_out()
        self.apply.clicked.connect(self.edit.apply_wanted)
        self.clear.clicked.connect(self.edit.clear_filter)
        self.bookmark.clicked.connect(lambda: self._drop_down(self._saved_menu, self.bookmark))
        self.history.clicked.connect(self.open_history)
        self.edit.history_wanted.connect(self.open_history)
        self.edit.textChanged.connect(self._text_changed)
        self._text_changed("")

    def _button(self, name: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        button.setAutoRaise(True)
        button.setToolTip(about)
        button.setAccessibleName(about)
        return button

    def _make_running(self) -> QWidget:
        running = QWidget(self)
        self.progress, self.cancel = QProgressBar(running), QToolButton(running)
        self.progress.setMaximumHeight(12)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, STEPS)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("Filtering…"), running))
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        return running

    def _lay_out(self) -> None:
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(2)
        for widget in (self.bookmark, self.edit, self.clear, self.apply, self.history, self.saved):
            row.addWidget(widget, 1 if widget is self.edit else 0)
        self.saved.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.saved.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setContentsMargins(30, 0, 0, 0)
        self.message.hide()
        self._running.hide()
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self._running)

    # What is shown.

    def show_verdict(self, verdict: Verdict) -> None:
        """Says what is known of the filter; what is known of another text is not told."""
        if verdict.text != self.edit.text():
            return
        if verdict.fault:
            self._say(self.tr("Column {0}: {1}").format(verdict.column, plain(verdict.fault)))
        else:
            self._say(plain(verdict.doubt))
        self.edit.show_look(Look.FAULTY if verdict.fault else Look.DOUBTFUL if verdict.doubt else Look.VALID)
        self.apply.setEnabled(not verdict.fault)

    def go_to_column(self, column: int) -> None:
        """Puts the cursor where something is wrong; columns count from 1."""
        self.edit.setCursorPosition(column - 1)

    def show_running(self, share: float | None) -> None:
        """How far filtering is, from 0 to 1; None when nothing is filtered."""
        self._running.setVisible(share is not None)
        self.progress.setValue(int((share or 0) * STEPS))

    def show_history(self, filters: Iterable[str]) -> None:
        """Offers filters that were applied before."""
        self._history_menu.clear()
        for text in filters:
            self._add(self._history_menu, text, text)
        self.history.setEnabled(not self._history_menu.isEmpty())

    def show_saved(self, filters: Mapping[str, str]) -> None:
        """Offers saved filters, by their names, as buttons and in a menu."""
        self.saved.clear()
        self._saved_menu.clear()
        self._save = self._saved_menu.addAction(self.tr("&Save this filter…"))
        self._save.triggered.connect(lambda: self.save_wanted.emit())
        self._save.setEnabled(bool(self.edit.text()))
        forget = self._saved_menu.addMenu(self.tr("&Remove"))
        forget.setEnabled(bool(filters))
        self._saved_menu.addSeparator()
        for name, text in filters.items():
            self._add(self._saved_menu, f"{name}: {text}", text)
            self._add(self.saved, name, text).setToolTip(plain(text))
            forget.addAction(_title(name)).triggered.connect(lambda _=False, name=name: self.forget_wanted.emit(name))
        self.saved.setVisible(bool(filters))

    def open_history(self) -> None:
        """Opens the list of filters that were applied before."""
        if not self._history_menu.isEmpty():
            self._drop_down(self._history_menu, self.edit)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.edit.recolor()
        for button in (self.bookmark, self.apply, self.clear, self.history):
            button.setIcon(icon(button.objectName()))

    def _add(self, where: QMenu | QToolBar, title: str, text: str) -> QAction:
        action = where.addAction(_title(title))
        action.triggered.connect(lambda _=False: self.chosen.emit(text))
        return action

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _text_changed(self, text: str) -> None:
        self.clear.setEnabled(bool(text))
        self.apply.setEnabled(bool(text))
        if not text:
            self._say("")

    def _drop_down(self, menu: QMenu, below: QWidget) -> None:
        if menu is self._saved_menu:
            self._save.setEnabled(bool(self.edit.text()))
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))


def _title(text: str) -> str:
    """A text as a menu can show it."""
    text = plain(text).replace("&", "&&")
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE - 1] + "…"
