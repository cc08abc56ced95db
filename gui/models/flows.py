"""The flow list's model: reads the columns of the flow table for the flows in sight."""
from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from gui.models.lines import LINES_KEPT, NOWHERE, Line, RowsModel
from gui.models.style import Style, style_of

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array

NO_SERVICE = -1


class FlowColumn(IntEnum):
    """The columns, in their order."""
    NUMBER = 0
    SERVICE = 1
    CLIENT = 2
    SERVER = 3
    PACKETS = 4
    BYTES = 5
    DURATION = 6
    STATE = 7


RIGHT = frozenset((FlowColumn.NUMBER, FlowColumn.PACKETS, FlowColumn.BYTES, FlowColumn.DURATION))


class FlowsModel(RowsModel):
    """All flows, or those of some services."""
    right = RIGHT

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analysis: Analysis | None = None
        self._flows = 0
        self._services: Array = np.zeros(0, np.int16)
        self._wanted: tuple[str, ...] = ()
        self._kept: Array | None = None     # for each flow whether a filter keeps it
        self._selection: Array | None = None
        self._lines: dict[int, Line] = {}

    def show(self, analysis: Analysis | None) -> None:
        """Lists the flows of another analysis."""
        self.beginResetModel()
        self._analysis, self._flows, self._selection, self._wanted, self._kept = analysis, 0, None, (), None
        self._services = np.zeros(0, np.int16)
        self._lines = {}
        self.endResetModel()

    def grow(self, flows: int, services: Array) -> None:
        """Lists new flows and shows what became of the others. `services`: for each flow a number of its service."""
        if self._analysis is None:
            return
        first, self._services, self._lines = self._flows, services, {}
        self._flows = min(flows, len(services))
        new = self._matching(first)
        lines = self.rowCount() if self._selection is not None else first
        if len(new):
            self.beginInsertRows(NOWHERE, lines, lines + len(new) - 1)
            if self._selection is not None:
                self._selection = np.concatenate([self._selection, new])
            self.endInsertRows()
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(lines - 1, len(FlowColumn) - 1))

    def narrow(self, services: tuple[str, ...]) -> None:
        """Lists only flows of these services; without any, all."""
        self._wanted = services
        self._list()

    def keep(self, flows: Array | None) -> None:
        """Lists only flows that a filter keeps, `flows` says of each whether it does; None lists all."""
        if flows is not None or self._kept is not None:
            self._kept = flows
            self._list()

    def _list(self) -> None:
        self.beginResetModel()
        self._selection = self._matching(0) if self._wanted or self._kept is not None else None
        self.endResetModel()

    def counts(self) -> dict[str, int]:
        """How many flows there are of each service that occurs."""
        if self._analysis is None:
            return {}
        names, found = self._analysis.services.names, self._services[self._services >= 0]
        return {names[number]: int(count) for number, count in enumerate(np.bincount(found)) if count}

    def flow_of(self, line: int) -> int:
        """The flow of a line."""
        return int(self.numbers[line])

    def line_of(self, flow: int) -> int:
        """The line of a flow; -1 where it is not listed."""
        if self._selection is None:
            return flow if 0 <= flow < self._flows else -1
        line = int(np.searchsorted(self._selection, flow))
        return line if line < len(self._selection) and self._selection[line] == flow else -1

    def service(self, flow: int) -> str:
        """The name of a flow's service; "" for none."""
        number = int(self._services[flow]) if flow < len(self._services) else NO_SERVICE
        return "" if number < 0 or self._analysis is None else self._analysis.services.names[number]

    def title(self, flow: int) -> str:
        """A flow in a few words."""
        cells = self._line(flow).cells
        return f"{cells[FlowColumn.SERVICE]}  {cells[FlowColumn.CLIENT]} → {cells[FlowColumn.SERVER]}"

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""
        return [self._line(int(flow)) for flow in self.numbers[first:stop]]

    def _matching(self, first: int) -> Array:
        """The flows from `first` on that are to be listed."""
        chosen = np.ones(self._flows - first, bool)
        if self._wanted and self._analysis is not None:
            numbers = [number for number, name in enumerate(self._analysis.services.names) if name in self._wanted]
            chosen &= np.isin(self._services[first:self._flows], numbers)
        if self._kept is not None:
            kept = self._kept[first:self._flows]
            chosen[:len(kept)] &= kept
            chosen[len(kept):] = False      # the filter says later whether it keeps them
        return np.flatnonzero(chosen) + first

    def _line(self, flow: int) -> Line:
        found = self._lines.get(flow)
        if found is None:
            if len(self._lines) > LINES_KEPT:
                self._lines = {}
            found = self._lines[flow] = self._read(flow)
        return found

    def _read(self, flow: int) -> Line:
        from analyzer.flows import TCP, TRANSPORTS
        from analyzer.tcp_state import tcp_state
        assert self._analysis is not None
        flows, text = self._analysis.flows, self._analysis.packets.addresses.text

        def value(name: str) -> int:
            return flows.value(flow, name)

        def end(name: str) -> str:
            return end_text(text(value(name)), value(f"{name}_port"))

        is_tcp = value("transport") == TCP
        state = tcp_state(value("seen")) if is_tcp else ""
        service = (self.service(flow) or TRANSPORTS[value("transport")]).upper()
        return Line((
            str(flow), service, end("client"), end("server"),
            f"{value('packets_sent') + value('packets_received'):,}", size_text(
                value("bytes_sent") + value("bytes_received")),
            duration_text(value("last_time") - value("first_time")), state),
            Style.PROBLEM if state == "reset" else style_of(service))

    @property
    def numbers(self) -> Array | range:
        return range(self._flows) if self._selection is None else self._selection

    def titles(self) -> tuple[str, ...]:
        return (self.tr("Flow"), self.tr("Service"), self.tr("Client"), self.tr("Server"), self.tr("Packets"),
                self.tr("Bytes"), self.tr("Duration"), self.tr("State"))


def end_text(address: str | None, port: int) -> str:
    """An address and a port."""
    address = address or "?"
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def size_text(size: int) -> str:
    """Bytes in the largest unit that leaves three digits or so."""
    if size < 1_000:
        return f"{size} B"
    units = ("kB", "MB", "GB", "TB")
    power = min((len(str(size)) - 1) // 3, len(units))
    amount = size / 1_000 ** power
    return f"{amount:.{max(2 - len(str(int(amount))), 0)}f} {units[power - 1]}"


def duration_text(time_ns: int) -> str:
    """A span of time in the unit that suits it."""
    if time_ns < 1_000_000:
        return f"{time_ns / 1_000:.0f} µs"
    if time_ns < 1_000_000_000:
        return f"{time_ns / 1_000_000:.1f} ms"
    if time_ns < 60_000_000_000:
        return f"{time_ns / 1_000_000_000:.2f} s"
    minutes, seconds = divmod(time_ns // 1_000_000_000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d} h" if hours else f"{minutes}:{seconds:02d} min"
