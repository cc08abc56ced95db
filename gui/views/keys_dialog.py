"""The page of all keys, made of the actions in the menus, so that it says what they do."""
from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMenuBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme import row_height

FIRST_SIZE = (640, 620)
ARROW = " › "
DEEPEST = 4


def key_rows(bar: QMenuBar) -> Iterator[tuple[str, str, str]]:
    """Menu, action and keys of all actions that have keys, in the order of the menus."""
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _rows(menu, _plain(action.text()), DEEPEST)


def _rows(menu: QMenu, way: str, depth: int) -> Iterator[tuple[str, str, str]]:
    for action in menu.actions():
        below, keys = action.menu(), action.shortcuts()
        if isinstance(below, QMenu) and depth:
            yield from _rows(below, way + ARROW + _plain(action.text()), depth - 1)
        elif keys:
            yield way, _plain(action.text()), ", ".join(
                key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


class KeysDialog(QDialog):
    """Lists the keys; what is typed above narrows the list."""

    def __init__(self, bar: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.search, self.table = QLineEdit(self), QTableWidget(0, 3, self)
        self.search.setPlaceholderText(self.tr("Search actions and keys"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.table.setHorizontalHeaderLabels([self.tr("Keys"), self.tr("What they do"), self.tr("Menu")])
        self.table.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self._fill(bar)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.search, self.table, buttons):
            column.addWidget(widget)
        self.resize(*FIRST_SIZE)

    def _fill(self, bar: QMenuBar) -> None:
        rows = list(key_rows(bar))
        self.table.setRowCount(len(rows))
        for line, (menu, text, keys) in enumerate(rows):
            for column, cell in enumerate((keys, text, menu)):
                self.table.setItem(line, column, QTableWidgetItem(cell))
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.fontMetrics()))
        self.table.verticalHeader().setMinimumSectionSize(0)
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def _narrow(self, text: str) -> None:
        words = text.lower().split()
        for line in range(self.table.rowCount()):
            said = " ".join(item.text() for column in range(3) if (item := self.table.item(line, column))).lower()
            self.table.setRowHidden(line, not all(word in said for word in words))
