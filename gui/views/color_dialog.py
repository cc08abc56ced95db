"""The dialog of the colouring rules: their order, names, filters and colours."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableWidgetItem, QWidget

from dissectors.registry import Registry
from gui.coloring import DEFAULTS, Rule
from gui.filtering import verdict
from gui.models.style import Style
from gui.theme import colors
from gui.views.list_dialog import ListDialog

NAME, FILTER, COLOR = range(3)
CHOICES = (Style.PLAIN, Style.DNS, Style.MAIL, Style.TLS, Style.WARNING, Style.PROBLEM)


class ColorDialog(ListDialog[Rule]):
    """Rules, of which the first that fits counts."""

    def __init__(self, rules: Sequence[Rule], registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Coloring rules"), [self.tr("Name"), self.tr("Filter"), self.tr("Color")], DEFAULTS,
                         parent)
        self._registry = registry
        self.hint.setText(self.tr("The first rule that fits colours a packet."))
        self.table.setAccessibleName(self.tr("Coloring rules, of which the first that fits counts"))
        self.fill(rules)

    def new(self) -> Rule:
        return Rule(self.tr("New rule"), "", Style.WARNING)

    def read(self, line: int) -> Rule:
        return Rule(self.item(line, NAME).text(), self.item(line, FILTER).text().strip(),
                    CHOICES[self.box(line, COLOR).currentIndex()], self.is_on(line))

    def put(self, line: int, rule: Rule) -> None:
        box = QComboBox(self.table)
        box.addItems(self._color_names())
        for number, style in enumerate(CHOICES):
            if style in colors().rows:
                box.setItemData(number, colors().rows[style], Qt.ItemDataRole.BackgroundRole)
        box.setCurrentIndex(CHOICES.index(rule.style) if rule.style in CHOICES else 0)
        self.put_name(line, rule.name, rule.used)
        self.table.setItem(line, FILTER, QTableWidgetItem(rule.text))
        self.table.setCellWidget(line, COLOR, box)

    def fault_of(self, rules: Sequence[Rule], line: int) -> str:
        return verdict(rules[line].text, self._registry).fault

    def _color_names(self) -> list[str]:
        return [self.tr("None"), self.tr("Blue"), self.tr("Green"), self.tr("Violet"), self.tr("Yellow"),
                self.tr("Red")]
