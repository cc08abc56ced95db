"""The tree of a message's parts: numbers, types, names and sizes."""
from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from dissectors.mime import Part
from gui.models.flows import size_text
from gui.reading import PartLine
from gui.text import plain
from gui.views.field_tree import RowHeight
from gui.views.header_style import HEADER_STYLE

PART = Qt.ItemDataRole.UserRole


class PartTree(QTreeWidget):
    """One part is current; `save_wanted` where it was activated."""
    save_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Parts of the message"))
        self.setHeaderLabels([self.tr("Part"), self.tr("Type"), self.tr("Name"), self.tr("Size"), self.tr("Encoding")])
        self.headerItem().setTextAlignment(3, Qt.AlignmentFlag.AlignRight)
        self.setUniformRowHeights(True)
        self.setItemDelegate(RowHeight(self))
        self.setIndentation(16)
        self.header().setStyleSheet(HEADER_STYLE)
        self.setToolTip(self.tr("Press Enter or click twice to save a part"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setExpandsOnDoubleClick(False)
        self.itemActivated.connect(lambda item, _column: self.save_wanted.emit(item.data(0, PART)))

    def show_parts(self, lines: Iterable[PartLine]) -> None:
        """Shows another message's parts."""
        self.clear()
        items: list[QTreeWidgetItem] = []
        for line in lines:
            part = line.part
            item = QTreeWidgetItem([
                plain(part.number), plain(part.content_type), plain(part.filename or ""),
                "" if part.is_multipart else size_text(part.stop - part.start),
                "" if part.is_multipart else plain(part.transfer_encoding)])
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight)
            item.setData(0, PART, part)
            if line.above < 0:
                self.addTopLevelItem(item)
            else:
                items[line.above].addChild(item)
            items.append(item)
        self.expandAll()
        for column in range(self.columnCount()):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(self.columnWidth(column) + 10, 360))

    def current(self) -> Part | None:
        """The current part."""
        item = self.currentItem()
        return item.data(0, PART) if item is not None else None
