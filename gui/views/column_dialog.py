"""The dialog of the packet list's columns: which are shown, their order, titles, fields and sides."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableWidgetItem, QWidget

from dissectors.registry import Registry
from gui.packet_cells import fault_in
from gui.packet_columns import DEFAULTS, Align, PacketColumn, same
from gui.views.list_dialog import ListDialog

TITLE, TEXT, ALIGN = range(3)
KEPT = Qt.ItemDataRole.UserRole


class ColumnDialog(ListDialog[PacketColumn]):
    """Columns from left to right. The usual ones have no text that could be changed."""

    def __init__(self, columns: Sequence[PacketColumn], registry: Registry, title: Callable[[PacketColumn], str],
                 parent: QWidget | None = None) -> None:
        """`title`: what stands above a column."""
        super().__init__(self.tr("Columns"), [self.tr("Title"), self.tr("Field, expression or filter"),
                                              self.tr("Alignment")], DEFAULTS, parent)
        self._registry, self._title = registry, title
        self.hint.setText(self.tr("A field shows its values, a filter a tick for each packet that it keeps."))
        self.table.setAccessibleName(self.tr("Columns of the packet list, from left to right"))
        self.fill(columns)

    def new(self) -> PacketColumn:
        return PacketColumn(None, self.tr("New column"))

    def read(self, line: int) -> PacketColumn:
        name, align = self.item(line, TITLE), list(Align)[self.box(line, ALIGN).currentIndex()]
        kept: PacketColumn = name.data(KEPT)
        title = "" if name.text() == self._title(PacketColumn(kept.kind)) else name.text().strip()
        text = "" if kept.kind is not None else self.item(line, TEXT).text().strip()
        return PacketColumn(kept.kind, title, text, align, kept.width, self.is_on(line))

    def put(self, line: int, column: PacketColumn) -> None:
        box, text = QComboBox(self.table), QTableWidgetItem(column.text)
        box.addItems([self.tr("Left"), self.tr("Center"), self.tr("Right")])
        box.setCurrentIndex(list(Align).index(column.align))
        if column.kind is not None:
            text.setText(self._title(PacketColumn(column.kind)))
            text.setFlags(Qt.ItemFlag.ItemIsSelectable)
        self.put_name(line, self._title(column), column.shown)
        self.item(line, TITLE).setData(KEPT, column)
        self.table.setItem(line, TEXT, text)
        self.table.setCellWidget(line, ALIGN, box)

    def fault_of(self, columns: Sequence[PacketColumn], line: int) -> str:
        column = columns[line]
        if any(same(column, other) for other in columns[:line]):
            return self.tr("there is such a column already")
        return fault_in(column.text, self._registry) if column.kind is None else ""
