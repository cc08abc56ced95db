"""The DNS tab: filters, the table of transactions, and the chosen one in detail."""
from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from analyzer.dns_states import State
from gui.dns_table import DnsTable, SortBy, Wish
from gui.models.transactions import RIGHT, TransactionsModel
from gui.views.filter_bar import FilterBar
from gui.views.lookup_detail import LookupDetail
from gui.views.row_table import RowTable
from gui.views.table_page import TablePage

LEAST = {SortBy.PACKET: "1000000", SortBy.TIME: "1000.000000", SortBy.CLIENT: "255.255.255.255",
         SortBy.SERVER: "255.255.255.255", SortBy.TYPE: "NSEC3PARAM",
         SortBy.NAME: "a-rather-long-name.of-a-host.example", SortBy.ANSWER: "2001:db8:1234:5678::1, 2001:db8::2",
         SortBy.REPEATS: "100", SortBy.LATENCY: "100.0 ms"}
WIDEST = {SortBy.CLIENT: 26, SortBy.SERVER: 26, SortBy.NAME: 42}


class DnsPage(TablePage):
    """The page of the DNS tab."""

    def __init__(self, model: TransactionsModel, parent: QWidget | None = None) -> None:
        self.lookup = LookupDetail()
        table = RowTable(model, RIGHT, mark_column=SortBy.STATE)
        translate = QCoreApplication.translate     # before QObject is there, self.tr knows no class
        filters = FilterBar(
            translate("DnsPage", "Filter: part of a name or an address, a type, a response code"),
            translate("DnsPage", "Several words must all apply, for example: mail aaaa nxdomain"),
            {"state": translate("DnsPage", "Which states are listed"),
             "kind": translate("DnsPage", "Which types are listed")})
        least = {SortBy.STATE: max(model.state_words(), key=len), **LEAST}
        super().__init__(table, filters, self.lookup, SortBy.TIME, {int(name): text for name, text in least.items()},
                         {int(name): most for name, most in WIDEST.items()}, parent)
        self._model = model
        table.setObjectName("transactions")
        table.setAccessibleName(self.tr("DNS transactions"))
        self.lookup.packet_wanted.connect(self.packet_wanted)

    def wish(self) -> Wish:
        """What is to be listed by the filters and the header."""
        kind, state = self.filters.chosen("kind"), self.filters.chosen("state")
        return Wish(self.filters.text.text(), kind if isinstance(kind, int) else None,
                    state if isinstance(state, State) else None, SortBy(self.sorted_by), self.descending)

    def show_table(self, table: DnsTable) -> None:
        """Offers the types and states that occur as choices."""
        self.filters.fill("kind", self.tr("All types"), [
            (kind, table.kind_name(kind) or self.tr("no question"), count) for kind, count in table.kinds])
        words = self._model.state_words()
        self.filters.fill("state", self.tr("All states"), [
            (State(state), words[state], count) for state, count in table.states])

    def show_count(self, total: int) -> None:
        """Says how many transactions are listed."""
        self.filters.show_count(self._model.rowCount(), total, self.tr("1 transaction"),
                                self.tr("{0:,} transactions"))

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        super().set_points(larger_by)
        self.lookup.overview.setFont(self.table.font())
        self.lookup.set_points(larger_by)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.lookup.recolor()
