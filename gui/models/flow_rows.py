"""The Flows tab's model: the flows that are listed, and what is drawn of those in sight."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from analyzer.export.moments import since, span
from gui.flow_table import FlowSort, FlowTable
from gui.models.flows import end_text, size_text
from gui.models.lines import LINES_KEPT, ROLE, Index, Line, RowsModel
from gui.models.style import Style, style_of

if TYPE_CHECKING:
    from analyzer.columns import Array

RIGHT = frozenset((FlowSort.NUMBER, FlowSort.START, FlowSort.DURATION, FlowSort.PACKETS, FlowSort.SENT,
                   FlowSort.RECEIVED))


class FlowRowsModel(RowsModel):
    """Flows in the order of a list of numbers."""
    right = RIGHT
    traffic_wanted = Signal(list)       # flows whose bytes over time are not known yet

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: FlowTable | None = None
        self._numbers: Array = np.zeros(0, np.int64)
        self._line_of: Array = self._numbers
        self._lines: dict[int, Line] = {}
        self._traffic: dict[int, tuple[int, ...]] = {}
        self._asked: frozenset[int] = frozenset()

    def show(self, table: FlowTable | None) -> None:
        """Lists all flows of another table, as they stand; None for none."""
        self.beginResetModel()
        self.table, self._lines, self._traffic, self._asked = table, {}, {}, frozenset()
        self._set_numbers(np.arange(len(table) if table is not None else 0))
        self.endResetModel()

    def show_numbers(self, numbers: Array) -> None:
        """Lists these flows, in this order."""
        self.beginResetModel()
        self._set_numbers(numbers)
        self.endResetModel()

    def _set_numbers(self, numbers: Array) -> None:
        self._numbers = numbers
        self._line_of = np.full(len(self.table) if self.table is not None else 0, -1, np.int64)
        self._line_of[numbers] = np.arange(len(numbers))

    @property
    def numbers(self) -> Array:
        """The flows as they are listed."""
        return self._numbers

    def flow_of(self, line: int) -> int:
        """The flow of a line."""
        return int(self._numbers[line])

    def line_of(self, flow: int) -> int:
        """The line of a flow; -1 where it is not listed."""
        return int(self._line_of[flow]) if 0 <= flow < len(self._line_of) else -1

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""
        if len(self._lines) > LINES_KEPT:
            self._lines = {}
        return [self._lines.get(flow) or self._read(flow) for flow in self._numbers[first:stop].tolist()]

    def traffic(self, first: int, stop: int) -> list[tuple[int, ...]]:
        """The bytes over time of the lines [first, stop), empty where they are not known; these are asked for."""
        flows = self._numbers[first:stop].tolist()
        unknown = frozenset(flow for flow in flows if flow not in self._traffic)
        if unknown and unknown != self._asked:
            self._asked = unknown
            self.traffic_wanted.emit(sorted(unknown))
        return [self._traffic.get(flow, ()) for flow in flows]

    def fill(self, traffic: dict[int, tuple[int, ...]]) -> None:
        """Brings the bytes over time that were asked for."""
        if len(self._traffic) > LINES_KEPT:
            self._traffic = {}
        self._traffic |= traffic
        if self.rowCount():
            self.dataChanged.emit(self.index(0, FlowSort.OVER_TIME),
                                  self.index(self.rowCount() - 1, FlowSort.OVER_TIME))

    def kind_of(self, line: Line) -> Style:
        """What a line is about, whatever became of it."""
        return style_of(line.cells[FlowSort.SERVICE])

    def _read(self, flow: int) -> Line:
        table = self.table
        assert table is not None
        service, state = table.service(flow).upper(), table.state(flow)
        line = self._lines[flow] = Line((
            str(flow), service, end_text(table.address(int(table.client[flow])), int(table.client_port[flow])),
            end_text(table.address(int(table.server[flow])), int(table.server_port[flow])),
            since(int(table.start[flow]), table.begin), span(int(table.duration[flow])),
            f"{table.packets_sent[flow]:,} + {table.packets_received[flow]:,}", size_text(int(table.bytes_sent[flow])),
            size_text(int(table.bytes_received[flow])), state, ""),
            Style.PROBLEM if state == "reset" else style_of(service))
        return line

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role == ROLE.ToolTipRole and index.column() == FlowSort.OVER_TIME:
            return None
        return super().data(index, role)

    def titles(self) -> tuple[str, ...]:
        """The columns' titles."""
        return (self.tr("Flow"), self.tr("Service"), self.tr("Client"), self.tr("Server"), self.tr("Start"),
                self.tr("Duration"), self.tr("Packets"), self.tr("Sent"), self.tr("Received"), self.tr("State"),
                self.tr("Over time"))

    def explanations(self) -> tuple[str, ...]:
        """What stands in the columns."""
        return (self.tr("Its number, as in the command `flows`"), self.tr("What is spoken; without a known one, TCP or "
                "UDP"), self.tr("Who opened it"), self.tr("Who was asked"),
                self.tr("Seconds since the capture began"), self.tr("From its first to its last packet"),
                self.tr("Of the client + of the server"),
                self.tr("Bytes of the client's frames; the bar is as long as its share of the most of any flow"),
                self.tr("Bytes of the server's frames; the bar is as long as its share of the most of any flow"),
                self.tr("How the connection began and ended, as far as it was captured"),
                self.tr("Its bytes, from the begin of the capture at the left to its end at the right; the highest "
                        "column of each flow is as high as the line"))
