"""Keeps a table where it is while its model takes newer lines: what is chosen, and what is in sight, stays that."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex

from gui.views.row_table import RowTable

Key = TypeVar("Key")
MOST_SELECTED = 1_000
ADD_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@contextmanager
def in_place(table: RowTable, key_of: Callable[[int], Key], line_of: Callable[[Key], int],
             follows: bool) -> Iterator[None]:
    """The model may be reset inside. `key_of` says what a line is, `line_of` where that is afterwards. Where the table
    `follows`, new lines are at its end, and it stays there if it is there now."""
    bar, current, top = table.verticalScrollBar(), table.current_line(), table.rowAt(0)
    at_end, at_start = follows and bar.value() == bar.maximum(), bar.value() == 0
    chosen = key_of(current) if current >= 0 else None
    others = [key_of(line) for line in table.selected_lines()[:MOST_SELECTED] if line != current]
    first = key_of(top) if top >= 0 else None
    table.blockSignals(True)    # nothing else is chosen
    try:
        yield
        line = line_of(chosen) if chosen is not None else -1
        table.setCurrentIndex(table.model().index(line, 0) if line >= 0 else QModelIndex())
        for other in filter(lambda one: one >= 0, map(line_of, others)):
            table.selectionModel().select(table.model().index(other, 0), ADD_ROW)
        table.updateGeometries()
        if at_end:
            bar.setValue(bar.maximum())
        elif not at_start and first is not None:
            bar.setValue(max(line_of(first), 0))
        elif at_start:
            bar.setValue(0)
    finally:
        table.blockSignals(False)


def lines_in_sight(table: RowTable) -> range:
    """The lines that can be seen."""
    height, first = table.verticalHeader().defaultSectionSize(), max(table.rowAt(0), 0)
    return range(first, min(first + table.viewport().height() // height + 2, table.model().rowCount()))
