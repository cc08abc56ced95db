"""The model of a table of counts: what there is, how often, and how much of all that is."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from gui.counting.bars import Count
from gui.models.flows import size_text
from gui.models.lines import Line, RowsModel
from gui.models.style import Style, style_of
from gui.text import plain

NAME, COUNT, SHARE, SIZE = range(4)
INDENT = "    "
RIGHT = frozenset((COUNT, SHARE, SIZE))


class CountsModel(RowsModel):
    """Counts in their order, and the share of a total that each is; bytes only where they are counted."""
    right = RIGHT

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

    @property
    def numbers(self) -> Sequence[Count]:
        return self.counts

    def titles(self) -> Sequence[str]:
        return self._titles
