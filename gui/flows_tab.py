"""What the Flows tab shows of a session: asks for the flows when the tab is first looked at."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui import cell_filters
from gui.flow_table import FlowSort, FlowTable, FlowWish, bytes_over_time, flow_table
from gui.live_place import in_place
from gui.models.flow_rows import FlowRowsModel
from gui.session import Session
from gui.session_tab import SessionTab
from gui.views.flow_page import FlowPage

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array


@dataclass(frozen=True, slots=True)
class FlowsListed:
    """A table, and the flows of it that are wished for, in their order."""
    table: FlowTable
    numbers: Array


class FlowsTab(SessionTab):
    """Ties a Session to a FlowPage."""
    page: FlowPage
    flow_wanted = Signal(int, int)      # a flow, and the row of its first packet
    follow_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = FlowRowsModel(self)
        self.page = FlowPage(self.model)
        self.model.traffic_wanted.connect(self._traffic_wanted)
        self.page.wish_changed.connect(lambda: self._list(self.page.wish()))
        self.page.line_chosen.connect(lambda line: self._choose(self.model.flow_of(line)))
        self.page.table.activated_line.connect(lambda line: self._show_packets())
        self.page.flow.packets_wanted.connect(self._show_packets)
        self.page.flow.follow_wanted.connect(lambda: self.follow_wanted.emit(self._sought))

    def enter(self, flow: int | None) -> None:
        """The tab is looked at; the flow of the chosen packet is chosen."""
        self._entered = True
        if self.model.table is None:
            self._sought = flow
        self._ask()
        if flow is not None and flow != self._sought:
            self.go_to(flow)

    def go_to(self, flow: int) -> None:
        """Chooses a flow."""
        if self.model.line_of(flow) < 0 and self.page.filters.is_set():
            self.page.filters.reset()
            self._sought = flow
            self._list(self.page.wish())
        self.page.table.go_to(self.model.line_of(flow))

    @property
    def chosen_flow(self) -> int | None:
        """The chosen flow."""
        return self._sought if self.model.table is not None else None

    def chosen_packet(self) -> int | None:
        """The first packet of the chosen flow."""
        table = self.model.table
        return None if table is None or self._sought is None else int(table.first_row[self._sought])

    def filter_of(self, line: int, column: int) -> str:
        """The filter that a cell of the table stands for."""
        analysis, table = self._session.analysis if self._session is not None else None, self.model.table
        if analysis is None or table is None:
            return ""
        flow = self.model.flow_of(line)
        if column in (FlowSort.SENT, FlowSort.RECEIVED):
            way, values = ("sent", table.bytes_sent) if column == FlowSort.SENT else ("received", table.bytes_received)
            return f"flow.bytes_{way} == {values[flow]}"
        service = table.service_names[number] if (number := int(table.services[flow])) >= 0 else ""
        return cell_filters.of_flow(analysis, flow, cell_filters.FLOW_COLUMNS.get(FlowSort(column), -1), service)

    # How the table comes.

    def _forget(self) -> None:
        self._asked, self._sought = False, None
        self.model.show(None)
        self.page.flow.clear()
        self.page.say(self.tr("The flows are listed here when all packets are read."))
        self.count_changed.emit()

    def _begin(self, session: Session, analysis: Analysis) -> None:
        session.ask(_listed(analysis, self.page.wish()), self._table_came, "flows",
                    on_fault=self._failing(self.tr("The flows could not be listed.")))

    def _table_came(self, found: FlowsListed) -> None:
        if not len(found.table):
            self.page.say(self.tr("This capture has no flows: nothing in it is TCP or UDP."))
            return
        self.model.show(found.table)
        self.model.show_numbers(found.numbers)
        self.page.show_table(found.table)
        self.page.show_count(len(found.table))
        self.page.show_content()
        self.count_changed.emit()
        line = self.model.line_of(self._sought) if self._sought is not None else -1
        self.page.table.go_to(max(line, 0))

    def renew(self, on_end: Callable[[], None]) -> None:
        """Brings in what was captured since; `on_end` is told when that is done."""
        session = self._session
        if session is None or session.analysis is None or self.model.table is None:
            self._ask_anew(on_end)
            return
        session.ask(_listed(session.analysis, self.page.wish()), self._renewed, "flows renewed", on_end)

    def _renewed(self, found: FlowsListed) -> None:
        wish = self.page.wish()
        with in_place(self.page.table, self.model.flow_of, self.model.line_of,
                      wish.sort_by in (FlowSort.NUMBER, FlowSort.START) and not wish.descending):
            self.model.show(found.table)
            self.model.show_numbers(found.numbers)
        self.page.show_table(found.table)
        self.page.show_count(len(found.table))
        self.count_changed.emit()

    # What is listed and chosen.

    def _list(self, wish: FlowWish) -> None:
        if self._session is not None and self.model.table is not None:
            self._session.ask(_chosen(self.model.table, wish), self._listed, "flow list")

    def _listed(self, found: FlowsListed) -> None:
        if found.table is not self.model.table:
            return
        self.model.show_numbers(found.numbers)
        self.page.show_count(len(found.table))
        self.page.table.go_to(self.model.line_of(self._sought) if self._sought is not None else -1)

    def _choose(self, flow: int) -> None:
        session = self._session
        if session is None or session.analysis is None:
            return
        self._sought = flow
        self.page.flow.await_row()
        session.ask(session.analysis.flow_rows([flow]), self._row_came, "flow row")

    def _row_came(self, row: dict[str, Any]) -> None:
        if row["flow"] == self._sought and self._session is not None and self._session.analysis is not None:
            self.page.flow.show_row(row, self._session.analysis.capture.digits)

    def _traffic_wanted(self, flows: list[int]) -> None:
        session, table = self._session, self.model.table
        if session is not None and session.analysis is not None and table is not None:
            session.ask(_traffic(session.analysis, table, flows), self.model.fill, "flow traffic")

    def _show_packets(self) -> None:
        packet = self.chosen_packet()
        if self._sought is not None and packet is not None:
            self.flow_wanted.emit(self._sought, packet)


def _listed(analysis: Analysis, wish: FlowWish) -> Iterator[FlowsListed]:
    """The flows as they are now, and those that are wished for."""
    table = flow_table(analysis)
    # counted here, not in the window's thread
    assert table.service_counts is not None and table.state_counts is not None and table.most_bytes >= 0
    yield FlowsListed(table, table.numbers(wish))


def _chosen(table: FlowTable, wish: FlowWish) -> Iterator[FlowsListed]:
    yield FlowsListed(table, table.numbers(wish))


def _traffic(analysis: Analysis, table: FlowTable, flows: list[int]) -> Iterator[dict[int, tuple[int, ...]]]:
    yield bytes_over_time(analysis, table, flows)
