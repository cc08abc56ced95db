"""The field tree's model: the Nodes of one packet."""
from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont, QGuiApplication

from gui.models.lines import NOWHERE, ROLE, Index
from gui.models.nodes import NO_NODE, Nodes
from gui.text import hint
from gui.theme import colors


class TreeModel(QAbstractItemModel):
    """The protocols of a packet and their fields; an index carries the number of its node."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: Nodes | None = None

    def show(self, nodes: Nodes | None) -> None:
        """Shows another packet."""
        self.beginResetModel()
        self.nodes = nodes
        self.endResetModel()

    def index_of(self, node: int) -> QModelIndex:
        """The index of a node."""
        if self.nodes is None or node == NO_NODE:
            return QModelIndex()
        return self.createIndex(self.nodes.rows[node], 0, node)

    def node_of(self, index: Index) -> int:
        """The node of an index."""
        return int(index.internalId()) if index.isValid() else NO_NODE

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        below = self._below(parent)
        return self.createIndex(row, column, below[row]) if 0 <= row < len(below) and column == 0 else QModelIndex()

    def parent(self, child: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another one
        if self.nodes is None or not child.isValid():
            return QModelIndex()
        return self.index_of(self.nodes.parents[self.node_of(child)])

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return len(self._below(parent))

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if self.nodes is None or not index.isValid():
            return None
        node = self.node_of(index)
        if role == ROLE.DisplayRole:
            return self.nodes.text(node)
        if role == ROLE.ToolTipRole:
            return hint(f"{self.nodes.text(node)}\n{self.place(node)}")
        if role == ROLE.FontRole and self.nodes.is_layer(node):
            font = QGuiApplication.font()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == ROLE.ForegroundRole and self.nodes.is_problem(node):
            return colors().problem_text
        if role == ROLE.ForegroundRole and self.nodes.is_generated(node):
            return colors().faint
        return None

    def place(self, node: int) -> str:
        """What a field is called in filters, how large it is and where it stands."""
        assert self.nodes is not None
        span, name = self.nodes.span(node), self.nodes.name(node)
        where = self.tr("{0:,} bytes from offset {1} (0x{1:x})").format(span.size, span.pos) if span else self.tr(
            "no bytes of its own")
        return f"{name} · {where}" if name else where

    def _below(self, parent: Index) -> list[int]:
        if self.nodes is None:
            return []
        return self.nodes.children[self.node_of(parent)] if parent.isValid() else self.nodes.roots

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if index.isValid() else Qt.ItemFlag.NoItemFlags
