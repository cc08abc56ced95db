"""The dialog of the colouring rules: their order, names, filters and colours."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QComboBox,
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

from dissectors.registry import Registry
from gui.coloring import DEFAULTS, Rule
from gui.filtering import verdict
from gui.models.style import Style
from gui.theme import colors

NAME, FILTER, COLOR = range(3)
CHOICES = (Style.PLAIN, Style.DNS, Style.MAIL, Style.TLS, Style.WARNING, Style.PROBLEM)
FIRST_SIZE = (760, 420)


class ColorDialog(QDialog):
    """Tells the rules when they are agreed to; all of them must be understood."""
    agreed = Signal(object)

    def __init__(self, rules: Sequence[Rule], registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self.setWindowTitle(self.tr("Coloring rules"))
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Filter"), self.tr("Color")])
        self.table.setAccessibleName(self.tr("Coloring rules, of which the first that fits counts"))
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(FILTER, QHeaderView.ResizeMode.Stretch)
        self.fault = QLabel(self)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
                                        | QDialogButtonBox.StandardButton.RestoreDefaults)
        self._lay_out()
        self.show_rules(rules)
        self.table.itemChanged.connect(lambda _item: self._check())
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        restore = self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        restore.clicked.connect(lambda: self.show_rules(DEFAULTS))
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
        column.addWidget(QLabel(self.tr("The first rule that fits colours a packet."), self))
        column.addWidget(self.table, 1)
        column.addWidget(self.fault)
        column.addLayout(row)
        column.addWidget(self.buttons)

    # Rules.

    def rules(self) -> list[Rule]:
        """The rules as they stand in the table."""
        return [self._rule(line) for line in range(self.table.rowCount())]

    def show_rules(self, rules: Sequence[Rule]) -> None:
        """Puts rules into the table."""
        self.table.blockSignals(True)
        self.table.setRowCount(len(rules))
        for line, rule in enumerate(rules):
            self._show(line, rule)
        self.table.blockSignals(False)
        self.table.resizeColumnToContents(NAME)
        self._check()

    def add(self) -> None:
        """Adds a rule, first of all, to be filled in."""
        self.show_rules([Rule(self.tr("New rule"), "", Style.WARNING), *self.rules()])
        self.table.setCurrentCell(0, FILTER)
        self.table.editItem(self._item(0, FILTER))

    def remove(self) -> None:
        """Takes the chosen rule away."""
        self.table.removeRow(self.table.currentRow())
        self._check()

    def shift(self, step: int) -> None:
        """Moves the chosen rule up (-1) or down (1)."""
        line, rules = self.table.currentRow(), self.rules()
        if 0 <= line + step < len(rules) and line >= 0:
            rules.insert(line + step, rules.pop(line))
            self.show_rules(rules)
            self.table.setCurrentCell(line + step, NAME)

    def _rule(self, line: int) -> Rule:
        name, text, box = self._item(line, NAME), self._item(line, FILTER), self.table.cellWidget(line, COLOR)
        assert isinstance(box, QComboBox)
        return Rule(name.text(), text.text().strip(), CHOICES[box.currentIndex()],
                    name.checkState() is Qt.CheckState.Checked)

    def _item(self, line: int, column: int) -> QTableWidgetItem:
        item = self.table.item(line, column)
        assert item is not None
        return item

    def _show(self, line: int, rule: Rule) -> None:
        name, box = QTableWidgetItem(rule.name), QComboBox(self.table)
        name.setCheckState(Qt.CheckState.Checked if rule.used else Qt.CheckState.Unchecked)
        box.addItems(self._color_names())
        for number, style in enumerate(CHOICES):
            if style in colors().rows:
                box.setItemData(number, colors().rows[style], Qt.ItemDataRole.BackgroundRole)
        box.setCurrentIndex(CHOICES.index(rule.style) if rule.style in CHOICES else 0)
        self.table.setItem(line, NAME, name)
        self.table.setItem(line, FILTER, QTableWidgetItem(rule.text))
        self.table.setCellWidget(line, COLOR, box)

    def _color_names(self) -> list[str]:
        return [self.tr("None"), self.tr("Blue"), self.tr("Green"), self.tr("Violet"), self.tr("Yellow"),
                self.tr("Red")]

    def _check(self) -> None:
        """Says which filter can't be understood; without that the rules can be agreed to."""
        said = ""
        self.table.blockSignals(True)
        for line, rule in enumerate(self.rules()):
            fault = verdict(rule.text, self._registry).fault
            self._item(line, FILTER).setBackground(colors().bars["error"][0] if fault else QBrush())
            said = said or (f"{rule.name}: {fault}" if fault else "")
        self.table.blockSignals(False)
        self.fault.setText(said)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not said)

    def _agree(self) -> None:
        self.agreed.emit(self.rules())
        self.accept()
