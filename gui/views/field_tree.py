"""The field tree: the protocols of the chosen packet; what is open stays open in the next packet."""
from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from gui.models.lines import Index
from gui.models.nodes import NO_NODE, Nodes
from gui.models.tree import TreeModel
from gui.theme import row_height


class RowHeight(QStyledItemDelegate):
    """Gives rows of the tree the height of the lists' rows; asked once, since all are equal."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        size.setHeight(row_height(option.fontMetrics))
        return size


class FieldTree(QTreeView):
    """Shows a TreeModel."""
    node_chosen = Signal(int)
    menu_wanted = Signal(int, QPoint)       # for a node, and where on the screen

    def __init__(self, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = model
        self._open: set[tuple[str, ...]] = set()
        self._closed: set[tuple[str, ...]] = set()
        self._restoring = False
        self.setObjectName("fields")
        self.setAccessibleName(self.tr("Fields of the packet"))
        self.setModel(model)
        self.setItemDelegate(RowHeight(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setIndentation(16)
        self.setTextElideMode(self.textElideMode().ElideRight)
        self.setExpandsOnDoubleClick(True)
        self.expanded.connect(lambda index: self._remember(index, True))
        self.collapsed.connect(lambda index: self._remember(index, False))

    def show_nodes(self, nodes: Nodes | None) -> None:
        """Shows another packet: the protocols and fields that were open before, or else the last protocol."""
        self._tree.show(nodes)
        if nodes is None:
            return
        self._restoring = True
        for node in range(len(nodes)):
            path = nodes.path(node) if nodes.children[node] else ()
            last = node == nodes.roots[-1] and path not in self._closed
            if path and (path in self._open or last):
                self.expand(self._tree.index_of(node))
        self._restoring = False
        self.scrollTo(self._tree.index_of(nodes.roots[-1]) if nodes.roots else QModelIndex())

    def choose(self, node: int) -> None:
        """Makes a node current, opens what is above it and moves it into sight."""
        index = self._tree.index_of(node)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen and in sight stays there, also where its explanation opens below the tree."""
        before = self.visualRect(self.currentIndex())
        super().resizeEvent(event)
        if before.isValid() and 0 <= before.top() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def current_node(self) -> int:
        """The current node, or NO_NODE."""
        return self._tree.node_of(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.node_chosen.emit(self._tree.node_of(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        nodes, node = self._tree.nodes, self.current_node()
        if event.matches(QKeySequence.StandardKey.Copy) and nodes is not None and node != NO_NODE:
            QApplication.clipboard().setText(nodes.text(node))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.menu_wanted.emit(self._tree.node_of(index), self.viewport().mapToGlobal(at))

    def _remember(self, index: QModelIndex, opened: bool) -> None:
        nodes = self._tree.nodes
        if nodes is None or self._restoring:
            return
        path = nodes.path(self._tree.node_of(index))
        (self._open if opened else self._closed).add(path)
        (self._closed if opened else self._open).discard(path)
