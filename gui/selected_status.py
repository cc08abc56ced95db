"""Says in the status bar what is selected in the tab that is looked at."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from gui.models.flows import size_text
from gui.state import Topic
from gui.tabs import DNS, FLOWS, MAIL_TAB, PACKETS, Tabs


class SelectedStatus(QObject):
    """Ties the tabs to a label."""

    def __init__(self, tabs: Tabs, label: QLabel) -> None:
        super().__init__(tabs)
        self._tabs, self._label = tabs, label
        for topic in (Topic.PACKET, Topic.SPAN):
            tabs.workspace.state.listen(topic, self._show)
        tabs.currentChanged.connect(lambda _index: self._show())
        for page in (tabs.flows.page, tabs.dns.page, tabs.mail.page):
            page.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show())

    def _show(self) -> None:
        told: dict[int, Callable[[], str]] = {PACKETS: self._packet, FLOWS: self._flow, DNS: self._lookup,
                                              MAIL_TAB: self._mails}
        self._label.setText(told.get(self._tabs.currentIndex(), str)())

    def _packet(self) -> str:
        state = self._tabs.workspace.state
        if state.packet is None:
            return ""
        text = self.tr("packet {0:,}").format(state.packet + 1)
        return text if state.span is None else self.tr("{0}, {1:,} bytes").format(text, state.span.size)

    def _flow(self) -> str:
        lines = self._tabs.flows.page.table.selected_lines()
        return self.tr("flow {0:,}").format(self._tabs.flows.model.flow_of(lines[0])) if lines else ""

    def _lookup(self) -> str:
        dns = self._tabs.dns
        lines = dns.page.table.selected_lines()
        if dns.table is None or not lines:
            return ""
        packet = dns.table.first_packet(dns.model.number_of(lines[0]))
        return self.tr("transaction of packet {0:,}").format(packet + 1)

    def _mails(self) -> str:
        model = self._tabs.mail.model
        rows = [model.entries[model.place_of(line)].row for line in self._tabs.mail.page.table.selected_lines()]
        if len(rows) == 1:
            return self.tr("mail {0:,}").format(rows[0]["email"])
        size = size_text(sum(row["size"] for row in rows))
        return self.tr("{0:,} emails selected, {1}").format(len(rows), size) if rows else ""
