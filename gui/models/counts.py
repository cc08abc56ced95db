"""The model of a table of counts: what there is, how often, and how much of all that is."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from gui.counting.bars import Count
from gui.models.flows import size_text
from gui.models.packets import NOWHERE, ROLE, Index, Line, header_of
from gui.models.style import Style, style_of
from gui.text import plain

NAME, COUNT, SHARE, SIZE = range(4)
INDENT = "    "
RIGHT = frozenset((COUNT, SHARE, SIZE))


class CountsModel(QAbstractTableModel):
    """Counts in their order, and the share of a total that each is; bytes only where they are counted."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        """`titles`: of name, count, share, and, where that is counted, bytes."""
        super().__init__(parent)
        self._titles = titles
        self.counts: Sequence[Count] = ()
        self._total = 1

    def show(self, counts: Sequence[Count], total: int) -> None:
        """Lists these; shares are those of a total."""
        self.beginResetModel()
        self.counts, self._total = counts, max(total, 1)
        self.endResetModel()

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""
        return [self._line(one) for one in self.counts[first:stop]]

    def _line(self, one: Count) -> Line:
        cells = (INDENT * one.depth + plain(one.name), f"{one.count:,}", f"{one.count / self._total:.1%}",
                 size_text(one.size))
        return Line(cells[:len(self._titles)], style_of(one.name.upper()) if one.size else Style.PLAIN)

    # What Qt asks.

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.counts)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role in (ROLE.DisplayRole, ROLE.ToolTipRole):
            return self._line(self.counts[index.row()]).cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return header_of(section, role, self._titles, RIGHT)
