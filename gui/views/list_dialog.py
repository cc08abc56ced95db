"""A dialog for a list of things in an order, a line each, that are added, removed, moved and filled in."""
from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme import colors

FIRST_SIZE = (760, 420)
Thing = TypeVar("Thing")


class ListDialog(QDialog, Generic[Thing]):
    """Tells the things when they are agreed to; all of them must be understood. A kind of dialog says in `new`,
    `put`, `read` and `fault` what its things are; `text_column` is where what can't be understood stands."""
    agreed = Signal(object)
    text_column = 1

    def __init__(self, title: str, headers: Sequence[str], defaults: Sequence[Thing],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.table = QTableWidget(0, len(headers), self)
        self.table.setHorizontalHeaderLabels(list(headers))
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(self.text_column, QHeaderView.ResizeMode.Stretch)
        self.fault = QLabel(self)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
                                        | QDialogButtonBox.StandardButton.RestoreDefaults)
        self.hint = QLabel(self)
        self._lay_out()
        self.table.itemChanged.connect(lambda _item: self.check())
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        restore = self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        restore.clicked.connect(lambda: self.fill(defaults))
        self.resize(*FIRST_SIZE)

    def _lay_out(self) -> None:
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for text, act in ((self.tr("&Add"), self.add), (self.tr("&Remove"), self.remove),
                          (self.tr("&Up"), lambda: self.shift(-1)), (self.tr("&Down"), lambda: self.shift(1))):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        row.addStretch()
        column.addWidget(self.hint)
        column.addWidget(self.table, 1)
        column.addWidget(self.fault)
        column.addLayout(row)
        column.addWidget(self.buttons)

    # What kinds of dialogs say.

    @abstractmethod
    def new(self) -> Thing:
        """A thing that is to be filled in."""

    @abstractmethod
    def put(self, line: int, thing: Thing) -> None:
        """Puts a thing into a line."""

    @abstractmethod
    def read(self, line: int) -> Thing:
        """The thing that stands in a line."""

    @abstractmethod
    def fault_of(self, things: Sequence[Thing], line: int) -> str:
        """What is wrong with a thing; "" for nothing."""

    # The list.

    def things(self) -> list[Thing]:
        """The things as they stand in the table."""
        return [self.read(line) for line in range(self.table.rowCount())]

    def fill(self, things: Sequence[Thing]) -> None:
        """Puts things into the table."""
        self.table.blockSignals(True)
        self.table.setRowCount(len(things))
        for line, thing in enumerate(things):
            self.put(line, thing)
        self.table.blockSignals(False)
        self.table.resizeColumnToContents(0)
        self.check()

    def add(self) -> None:
        """Adds a thing, first of all, to be filled in."""
        self.fill([self.new(), *self.things()])
        self.edit(0)

    def edit(self, line: int) -> None:
        """Begins to fill in a line."""
        self.table.setCurrentCell(line, self.text_column)
        self.table.editItem(self.item(line, self.text_column))

    def remove(self) -> None:
        """Takes the chosen thing away."""
        self.table.removeRow(self.table.currentRow())
        self.check()

    def shift(self, step: int) -> None:
        """Moves the chosen thing up (-1) or down (1)."""
        line, things = self.table.currentRow(), self.things()
        if 0 <= line + step < len(things) and line >= 0:
            things.insert(line + step, things.pop(line))
            self.fill(things)
            self.table.setCurrentCell(line + step, 0)

    def item(self, line: int, column: int) -> QTableWidgetItem:
        """A cell with text."""
        item = self.table.item(line, column)
        assert item is not None
        return item

    def put_name(self, line: int, name: str, is_on: bool) -> None:
        """Puts a name with a box to be ticked into the first column."""
        item = QTableWidgetItem(name)
        item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self.table.setItem(line, 0, item)

    def is_on(self, line: int) -> bool:
        """Whether a line is ticked."""
        return self.item(line, 0).checkState() is Qt.CheckState.Checked

    def check(self) -> None:
        """Says what can't be understood; without that the things can be agreed to."""
        said, things = "", self.things()
        self.table.blockSignals(True)
        for line in range(len(things)):
            fault = self.fault_of(things, line)
            self.item(line, self.text_column).setBackground(colors().bars["error"][0] if fault else QBrush())
            said = said or (f"{self.item(line, 0).text()}: {fault}" if fault else "")
        self.table.blockSignals(False)
        self.fault.setText(said)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not said)

    def _agree(self) -> None:
        self.agreed.emit(self.things())
        self.accept()

    def box(self, line: int, column: int) -> Any:
        """The widget in a cell."""
        return self.table.cellWidget(line, column)
