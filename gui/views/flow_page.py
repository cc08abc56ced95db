"""The Flows tab: filters, the table of flows, and the chosen one in detail."""
from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gui.flow_table import FlowSort, FlowTable, FlowWish
from gui.models.flow_rows import FlowRowsModel
from gui.views.filter_bar import FilterBar
from gui.views.flow_detail import FlowDetail
from gui.views.flow_rows import FlowRows
from gui.views.table_page import TablePage

LEAST = {FlowSort.NUMBER: "100000", FlowSort.SERVICE: "LLMNR", FlowSort.CLIENT: "255.255.255.255:65535",
         FlowSort.SERVER: "255.255.255.255:65535", FlowSort.START: "1000.000000", FlowSort.DURATION: "59 min 59 s",
         FlowSort.PACKETS: "1,000 + 1,000", FlowSort.SENT: "999.9 MB xx", FlowSort.RECEIVED: "999.9 MB xx",
         FlowSort.STATE: "midstream"}
WIDEST = {FlowSort.CLIENT: 30, FlowSort.SERVER: 30}


class FlowPage(TablePage):
    """The page of the Flows tab."""

    def __init__(self, model: FlowRowsModel, parent: QWidget | None = None) -> None:
        self.flow = FlowDetail()
        translate = QCoreApplication.translate     # before QObject is there, self.tr knows no class
        filters = FilterBar(
            translate("FlowPage", "Filter: part of an address, a port, a service, a state"),
            translate("FlowPage", "Several words must all apply, for example: 10.0 25 closed"),
            {"service": translate("FlowPage", "Which services are listed"),
             "state": translate("FlowPage", "Which states are listed")})
        super().__init__(FlowRows(model), filters, self.flow, FlowSort.NUMBER,
                         {int(name): text for name, text in LEAST.items()},
                         {int(name): most for name, most in WIDEST.items()}, parent)
        self._model = model
        self.splitter.setStretchFactor(0, 3)
        self.recolor()

    def wish(self) -> FlowWish:
        """What is to be listed by the filters and the header."""
        return FlowWish(self.filters.text.text(), str(self.filters.chosen("service") or ""),
                        str(self.filters.chosen("state") or ""), FlowSort(self.sorted_by), self.descending)

    def show_table(self, table: FlowTable) -> None:
        """Offers the services and states that occur as choices."""
        self.filters.fill("service", self.tr("All services"), [
            (name, name.upper(), count) for name, count in table.service_counts])
        self.filters.fill("state", self.tr("All states"), [
            (name, name, count) for name, count in table.state_counts])

    def show_count(self, total: int) -> None:
        """Says how many flows are listed."""
        self.filters.show_count(self._model.rowCount(), total, self.tr("1 flow"), self.tr("{0:,} flows"))

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        super().set_points(larger_by)
        self.flow.text.setFont(self.table.font())

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.flow.recolor()
