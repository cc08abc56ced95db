"""The tabs of an open capture: packets with their panes, DNS transactions, emails; and the ways between them."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QTabWidget, QWidget

from analyzer.services import MAIL
from gui.dns_tab import DnsTab
from gui.flows_tab import FlowsTab
from gui.follow_control import FollowControl
from gui.mail_tab import MailTab
from gui.session import Session
from gui.settings import Settings
from gui.statistics_tab import StatisticsTab
from gui.views.dns_page import DnsPage
from gui.views.flow_page import FlowPage
from gui.views.mail_page import MailPage
from gui.workspace import Workspace

PACKETS, FLOWS, DNS, MAIL_TAB, STATISTICS = range(5)


class Tabs(QTabWidget):
    """Holds the pages; a packet that is wanted in one of them is shown in the first."""
    filter_wanted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.flows, self.dns, self.mail = FlowsTab(self), DnsTab(self), MailTab(self)
        self.statistics = StatisticsTab(self)
        self.following = FollowControl(workspace.flows, self)
        self.following.packet_wanted.connect(self.show_packet)
        self.flows.follow_wanted.connect(self.following.open)
        self.setDocumentMode(True)
        self.setObjectName("tabs")
        self.setAccessibleName(self.tr("Views of the capture"))
        for page, title, hint in (
                (workspace.panes, self.tr("Packets"), self.tr("All packets, flows, fields and bytes")),
                (self.flows.page, self.tr("Flows"), self.tr("Who spoke to whom, how much and when")),
                (self.dns.page, self.tr("DNS"), self.tr("Queries and their responses")),
                (self.mail.page, self.tr("Mail"), self.tr("The emails in this capture")),
                (self.statistics.page, self.tr("Statistics"), self.tr("Protocols, latencies, names"))):
            self.setTabToolTip(self.addTab(page, title), hint)
        self.currentChanged.connect(self._changed)
        for tab in (self.dns, self.mail):
            tab.packet_wanted.connect(self.show_packet)
            tab.count_changed.connect(self._show_counts)
        self.flows.count_changed.connect(self._show_counts)
        for other in (self.flows, self.mail):
            other.flow_wanted.connect(self.show_flow)
        self.statistics.filter_wanted.connect(self._show_filtered)

    def show_session(self, session: Session | None) -> None:
        """Shows another capture, or none."""
        self.following.show(session)
        for tab in (self.flows, self.dns, self.mail, self.statistics):
            tab.show(session)
        self.setCurrentIndex(PACKETS)

    def show_packet(self, row: int) -> None:
        """Goes to a packet in the packet list."""
        self.workspace.go_to_packet(row)
        self.setCurrentIndex(PACKETS)
        self.workspace.panes.packet_list.setFocus()

    def show_flow(self, flow: int, row: int) -> None:
        """Goes to a packet in the packet list, narrowed to its flow, with the dialogue beside it."""
        self.workspace.state.choose_flow(flow)
        self.workspace.state.choose_packet(row)
        self.setCurrentIndex(PACKETS)
        self.workspace.panes.raise_dialogue()

    def _show_filtered(self, text: str) -> None:
        self.setCurrentIndex(PACKETS)
        self.filter_wanted.emit(text)

    def reveal(self) -> None:
        """Goes from the chosen packet to its transaction or its email; from there back to the packet."""
        space = self.workspace
        if self.currentIndex() == STATISTICS:
            self.setCurrentIndex(PACKETS)
            return
        if self.currentIndex() != PACKETS:
            tabs: dict[int, FlowsTab | DnsTab | MailTab] = {FLOWS: self.flows, DNS: self.dns, MAIL_TAB: self.mail}
            packet = tabs[self.currentIndex()].chosen_packet()
            if packet is not None:
                self.show_packet(packet)
            return
        flow = space.flow_of_packet()
        service = space.flows.service(flow) if flow is not None else ""
        if service:
            self.setCurrentIndex(MAIL_TAB if service in MAIL else DNS)

    def live_tab(self) -> FlowsTab | DnsTab | MailTab | StatisticsTab | None:
        """The tab that is looked at, if what it shows is worked out from all packets at once."""
        made: dict[int, FlowsTab | DnsTab | MailTab | StatisticsTab] = {
            FLOWS: self.flows, DNS: self.dns, MAIL_TAB: self.mail, STATISTICS: self.statistics}
        return made.get(self.currentIndex())

    def go_to_filter(self) -> None:
        """Goes to the filter line of the tab."""
        lines: dict[int, QLineEdit] = {
            PACKETS: self.workspace.panes.filter_line.edit, FLOWS: self.flows.page.filters.text,
            DNS: self.dns.page.filters.text, MAIL_TAB: self.mail.page.filters.text}
        if self.currentIndex() == STATISTICS:
            self.setCurrentIndex(PACKETS)
        line = lines[self.currentIndex()]
        line.setFocus()
        line.selectAll()

    def go_to_find(self) -> None:
        """Opens the bar for finding packets; in the other tabs goes to the filter line."""
        if self.currentIndex() == PACKETS:
            self.workspace.panes.find_bar.enter()
        else:
            self.go_to_filter()

    def follow_stream(self) -> None:
        """Opens a window with what was said in the chosen flow, or in that of the chosen packet."""
        flow = self.flows.chosen_flow if self.currentIndex() == FLOWS else self.workspace.flow_of_packet()
        if flow is not None:
            self.following.open(flow)

    def slots(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        return {"reveal": self.reveal, "find": self.go_to_find, "filter": self.go_to_filter,
                "follow_stream": self.follow_stream,
                "tab_packets": lambda: self.setCurrentIndex(PACKETS),
                "tab_flows": lambda: self.setCurrentIndex(FLOWS),
                "tab_dns": lambda: self.setCurrentIndex(DNS), "tab_mail": lambda: self.setCurrentIndex(MAIL_TAB),
                "tab_statistics": lambda: self.setCurrentIndex(STATISTICS)}

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        self.workspace.panes.set_points(larger_by)
        for tab in (self.flows, self.dns, self.mail, self.statistics):
            tab.page.set_points(larger_by)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        for _name, page in self._pages():
            page.recolor()
        self.statistics.page.recolor()

    def _pages(self) -> tuple[tuple[str, FlowPage | DnsPage | MailPage], ...]:
        """The pages with tables, by the names of their layouts."""
        return ("flow_rows", self.flows.page), ("dns", self.dns.page), ("mail", self.mail.page)

    def save(self, settings: Settings) -> None:
        """Remembers panes and columns."""
        self.workspace.panes.save(settings)
        for name, page in self._pages():
            if page.fitted:
                settings.save_layout(name, page.table.horizontalHeader().saveState())
                settings.save_layout(f"{name}_splitter", page.splitter.saveState())

    def restore(self, settings: Settings) -> None:
        """Restores panes and columns."""
        self.workspace.panes.restore(settings)
        for name, page in self._pages():
            layout = settings.layout(name)
            if not layout.isEmpty() and page.table.horizontalHeader().restoreState(layout):
                page.fitted = True
                page.splitter.restoreState(settings.layout(f"{name}_splitter"))

    def _changed(self, index: int) -> None:
        if index == FLOWS:
            self.flows.enter(self.workspace.flow_of_packet())
        else:
            self.flows.leave()
        for number, tab in ((DNS, self.dns), (MAIL_TAB, self.mail)):
            if number == index:
                tab.enter(self.workspace.state.packet)
            else:
                tab.leave()
        if index == STATISTICS:
            self.statistics.enter()
        else:
            self.statistics.leave()

    def _show_counts(self) -> None:
        dns, mails = len(self.dns.table) if self.dns.table is not None else 0, self.mail.model.rowCount()
        flows = len(self.flows.model.table) if self.flows.model.table is not None else 0
        self.setTabText(FLOWS, self.tr("Flows ({0:,})").format(flows) if flows else self.tr("Flows"))
        self.setTabText(DNS, self.tr("DNS ({0:,})").format(dns) if dns else self.tr("DNS"))
        self.setTabText(MAIL_TAB, self.tr("Mail ({0:,})").format(mails) if mails else self.tr("Mail"))
