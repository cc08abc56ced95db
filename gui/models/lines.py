"""Lines: rows of tables as they are drawn, and what models of such rows have in common, towards Qt."""
from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gui.models.style import Mark, Style
from gui.packet_columns import Align

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROLE = Qt.ItemDataRole
LINES_KEPT = 4_096
"""Lines that were drawn and are kept."""
_SIDES = {Align.LEFT: Qt.AlignmentFlag.AlignLeft, Align.CENTER: Qt.AlignmentFlag.AlignHCenter,
          Align.RIGHT: Qt.AlignmentFlag.AlignRight}


def side_of(align: Align) -> Qt.AlignmentFlag:
    """Qt's word for where texts stand."""
    return _SIDES[align] | Qt.AlignmentFlag.AlignVCenter


class Line(NamedTuple):
    """A row as it is drawn; `mark` stands in the column that the table has for it."""
    cells: tuple[str, ...]
    style: Style
    mark: Mark | None = None


class RowsModel(QAbstractTableModel):
    """Rows in some order; a subclass says what stands in a line."""
    right: ClassVar[Collection[int]] = ()
    """The columns whose texts stand at the right."""

    @property
    @abstractmethod
    def numbers(self) -> Sequence[Any] | Any:
        """The rows as they are listed."""

    @abstractmethod
    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""

    @abstractmethod
    def titles(self) -> Sequence[str]:
        """The columns' titles."""

    def explanations(self) -> Sequence[str | None]:
        """What stands in the columns, where that is to be said."""
        return [None] * len(self.titles())

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role in (ROLE.DisplayRole, ROLE.ToolTipRole):
            return self.lines(index.row(), index.row() + 1)[0].cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == ROLE.DisplayRole:
            return self.titles()[section]
        if role == ROLE.ToolTipRole:
            return self.explanations()[section]
        return side_of(self.side(section)) if role == ROLE.TextAlignmentRole else None

    def side(self, section: int) -> Align:
        """The side on which the texts of a column stand."""
        return Align.RIGHT if section in self.right else Align.LEFT
