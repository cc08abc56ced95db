"""RowsModel: what the models of the tabs with one table share, towards Qt."""
from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, Qt

from gui.models.packets import NOWHERE, ROLE, Index, Line, header_of

LINES_KEPT = 4_096
"""Lines that were drawn and are kept."""


class RowsModel(QAbstractTableModel):
    """Rows in the order of a list of numbers; a subclass says what stands in a line."""
    columns: ClassVar[int] = 0
    right: ClassVar[Collection[int]] = ()
    """The columns whose texts stand at the right."""

    @property
    @abstractmethod
    def numbers(self) -> Sequence[int] | Any:
        """The rows as they are listed."""

    @abstractmethod
    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""

    @abstractmethod
    def titles(self) -> Sequence[str]:
        """The columns' titles."""

    @abstractmethod
    def explanations(self) -> Sequence[str]:
        """What stands in the columns."""

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.columns

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role in (ROLE.DisplayRole, ROLE.ToolTipRole):
            return self.lines(index.row(), index.row() + 1)[0].cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == ROLE.ToolTipRole:
            return self.explanations()[section]
        return header_of(section, role, self.titles(), self.right)
