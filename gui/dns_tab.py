"""What the DNS tab shows of a session: asks for the transactions when the tab is first looked at."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analyzer.services import DNS
from gui import cell_filters
from gui.dns_table import DnsTable, SortBy, Wish
from gui.live_place import in_place
from gui.models.transactions import TransactionsModel
from gui.questions import Listed, Lookup, dns, dns_answers, dns_listed, dns_lookup, dns_renewed, listed_by_time
from gui.session import Session
from gui.session_tab import SessionTab
from gui.views.dns_page import DnsPage

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


class DnsTab(SessionTab):
    """Ties a Session to a DnsPage."""
    page: DnsPage
    packet_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = TransactionsModel(self)
        self.page = DnsPage(self.model)
        self.table: DnsTable | None = None
        self._number: int | None = None         # the chosen transaction
        self.model.wanted.connect(self._answers_wanted)
        self.page.wish_changed.connect(lambda: self._list(self.page.wish()))
        self.page.line_chosen.connect(lambda line: self._choose(self.model.number_of(line)))
        self.page.packet_wanted.connect(self.packet_wanted)
        self.page.table.activated_line.connect(lambda line: self._go_to_packet(self.model.number_of(line)))

    def enter(self, packet: int | None) -> None:
        """The tab is looked at; where another packet was chosen in the meantime, its transaction is chosen."""
        self._entered = True
        self._ask()
        if packet is not None and packet != self._sought:
            self._sought = packet
            self.choose_packet(packet)

    def choose_packet(self, row: int) -> bool:
        """Chooses the transaction of a packet; False where it has none."""
        self._sought = row
        number = self.table.at_packet(row) if self.table is not None else -1
        if number < 0:
            return False
        if self.model.line_of(number) < 0 and self.page.filters.is_set():
            self.page.filters.reset()
            self._number = number
            self._list(self.page.wish())
        self.page.table.go_to(self.model.line_of(number))
        return True

    def chosen_packet(self) -> int | None:
        """The first packet of the chosen transaction."""
        if self.table is None or self._number is None:
            return None
        return self.table.first_packet(self._number)

    def filter_of(self, line: int, column: int) -> str:
        """The filter that a cell of the table stands for."""
        analysis = self._session.analysis if self._session is not None else None
        if analysis is None or self.table is None:
            return ""
        return cell_filters.of_transaction(analysis, self.table, self.model.number_of(line), column)

    # How the table comes.

    def _forget(self) -> None:
        self.table, self._asked, self._number, self._sought = None, False, None, None
        self.model.show(None)
        self.page.lookup.clear()
        self.page.say(self.tr("The DNS messages are paired when all packets are read."))
        self.count_changed.emit()

    def _begin(self, session: Session, analysis: Analysis) -> None:
        if not any(len(analysis.services.flows_of(name)) for name in DNS):
            self.page.say(self.tr("This capture has no DNS messages."))
            return
        self.page.say(self.tr("Pairing DNS messages…"))
        session.ask(dns(analysis), self._table_came, "dns",
                    on_fault=self._failing(self.tr("The DNS messages could not be paired.")))

    def _table_came(self, table: DnsTable) -> None:
        assert self._session is not None and self._session.analysis is not None
        self.table = table
        if not len(table):
            self.page.say(self.tr("This capture has no DNS messages."))
            return
        analysis = self._session.analysis
        self.model.show(table, int(analysis.packets.column("time")[0]), analysis.capture.digits)
        self.page.show_table(table)
        self._listed(listed_by_time(table))
        self.page.show_content()
        if self.page.wish() != Wish():
            self._list(self.page.wish())
        self.count_changed.emit()
        if self._sought is None or not self.choose_packet(self._sought):
            self.page.table.go_to(0)

    def renew(self, on_end: Callable[[], None]) -> None:
        """Brings in what was captured since; `on_end` is told when that is done."""
        session = self._session
        if session is None or session.analysis is None or self.table is None or not len(self.table):
            self._ask_anew(on_end)
            return
        session.ask(dns_renewed(session.analysis, self.page.wish()), self._renewed, "dns renewed", on_end)

    def _renewed(self, found: tuple[DnsTable, Listed]) -> None:
        before, (table, listed) = self.table, found
        assert before is not None and self._session is not None and self._session.analysis is not None
        analysis, number = self._session.analysis, self._number
        follows = listed.wish.sort_by is SortBy.TIME and not listed.wish.descending
        with in_place(self.page.table, lambda line: before.first_packet(self.model.number_of(line)),
                      lambda packet: self.model.line_of(table.at_packet(packet)), follows):
            self.table = table
            self.model.show(table, int(analysis.packets.column("time")[0]), analysis.capture.digits)
            self.model.show_numbers(listed.numbers, listed.line_of)
        self.page.show_table(table)
        self.page.show_count(len(table))
        self.count_changed.emit()
        if number is not None:
            now = table.at_packet(before.first_packet(number))
            self._number = now if now >= 0 else None
            if now >= 0 and not table.same(now, before, number):
                self._choose(now)

    # What is listed and chosen.

    def _list(self, wish: Wish) -> None:
        if self._session is not None and self.table is not None:
            self._session.ask(dns_listed(self.table, wish), self._listed, "dns list")

    def _listed(self, listed: Listed) -> None:
        assert self.table is not None
        self.model.show_numbers(listed.numbers, listed.line_of)
        self.page.show_count(len(self.table))
        line = self.model.line_of(self._number) if self._number is not None else -1
        self.page.table.go_to(line)
        if line < 0:
            self.page.table.scrollToTop()

    def _choose(self, number: int) -> None:
        if self._session is None or self._session.analysis is None or self.table is None:
            return
        self._number = number
        self._session.ask(dns_lookup(self._session.analysis, self.table, number), self._lookup_came, "dns lookup")

    def _lookup_came(self, lookup: Lookup) -> None:
        if lookup.number == self._number and self.table is not None and self._session is not None:
            word = self.model.state_words()[int(self.table.state[lookup.number])]
            digits = self._session.analysis.capture.digits if self._session.analysis is not None else 6
            self.page.lookup.show_lookup(lookup, word, digits)

    def _answers_wanted(self, numbers: list[int]) -> None:
        if self._session is not None and self._session.analysis is not None:
            self._session.ask(dns_answers(self._session.analysis, numbers), self.model.fill, "dns answers",
                              on_fault=lambda fault: self._answers_failed(numbers, fault))

    def _answers_failed(self, numbers: list[int], fault: BaseException) -> None:
        """Gives the lines some text, so that they are not asked for again and again; then reports the fault."""
        self.model.fill(dict.fromkeys(numbers, self.tr("could not be worked out")))
        raise fault

    def _go_to_packet(self, number: int) -> None:
        self._number = number
        packet = self.chosen_packet()
        if packet is not None:
            self.packet_wanted.emit(packet)
