"""Sorting the packet list: ties its header to the worker; a third click on a column leaves the order of the capture."""
from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt

from gui.packet_columns import PacketColumn
from gui.packet_order import Order, ordered
from gui.workspace import Workspace

SHOWN_AFTER = 0.3
"""Seconds; what takes less need not be told."""
STEPS = 1_000


class SortControl(QObject):
    """Sorts again when other packets are listed."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._space = workspace
        self._header = workspace.panes.packet_list.horizontalHeader()
        self._by: tuple[PacketColumn, bool] | None = None
        self._shown: tuple[PacketColumn, bool] | None = None    # by what the list stands in order, where in one
        self._strip, self._asked = workspace.panes.sort_strip, 0.0
        self._strip.cancelled.connect(self._cancel)
        self._header.setSectionsClickable(True)
        self._header.setSortIndicatorShown(True)
        self._header.setSortIndicatorClearable(True)
        self._header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._header.sortIndicatorChanged.connect(self._clicked)
        workspace.packets.modelReset.connect(self._columns_changed)
        workspace.listed_changed.connect(self._ask)

    def _clicked(self, section: int, order: Qt.SortOrder) -> None:
        columns, before = self._space.packets.columns, self._by
        found = columns[section] if 0 <= section < len(columns) else None
        self._by = (found, order is Qt.SortOrder.DescendingOrder) if found is not None else None
        if self._by == before:
            return
        if self._by is None:
            self._drop()
            self._show(None)
        else:
            self._ask()

    def _columns_changed(self) -> None:
        """Another column may stand where the sign is."""
        if self._by is not None:
            self._put_sign()

    def _put_sign(self) -> None:
        chosen, down = self._by or (None, False)
        places = [place for place, column in enumerate(self._space.packets.columns)
                  if chosen is not None and (column.kind, column.text) == (chosen.kind, chosen.text)]
        self._header.blockSignals(True)
        self._header.setSortIndicator(places[0] if places else -1, Qt.SortOrder.DescendingOrder if down
                                      else Qt.SortOrder.AscendingOrder)
        self._header.blockSignals(False)

    def _cancel(self) -> None:
        """Leaves the list in the order in which it stands."""
        self._drop()
        self._by = self._shown if self._space.packets.listed.order is not None else None
        self._put_sign()

    def _ask(self) -> None:
        session = self._space.session
        self._drop()
        if self._by is None or session is None or session.analysis is None or session.loading:
            return
        rows, self._asked = self._space.packets.listed.captured_rows(), time.monotonic()
        session.ask(ordered(session.analysis, *self._by, rows), self._came, "sort")

    def _drop(self) -> None:
        if self._space.session is not None:
            self._space.session.drop("sort")
        self._strip.hide()

    def _came(self, part: float | Order) -> None:
        if isinstance(part, Order):
            self._show(part)
        elif time.monotonic() > self._asked + SHOWN_AFTER:
            self._strip.show_progress(int(part * STEPS), STEPS, self.tr("Sorting"))

    def _show(self, order: Order | None) -> None:
        """Shows another order; the chosen packet stays chosen."""
        space, row = self._space, self._space.state.packet
        if order is not None and len(order.rows) != len(space.packets.listed):
            return      # other packets are listed by now, and it is asked again
        self._strip.hide()
        self._shown = self._by
        space.packets.set_order(order)
        if row is not None:
            space.panes.packet_list.go_to(space.packets.line_of(row))
