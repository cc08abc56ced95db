"""The Flows tab as its user sees it."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_waiting import opened, wait

from gui.flow_table import FlowSort
from gui.flows_tab import FlowsTab
from gui.main_window import MainWindow
from gui.tabs import FLOWS, PACKETS


def flows_tab(window: MainWindow, name: str = "09-journey.pcap") -> FlowsTab:
    opened(window, name)
    window.actions_["tab_flows"].trigger()
    tab = window.tabs.flows
    wait(lambda: tab.model.rowCount() > 0 and tab.page.flow.text.toPlainText() != "")
    return tab


def column(tab: FlowsTab, number: FlowSort) -> list[str]:
    return [line.cells[number] for line in tab.model.lines(0, tab.model.rowCount())]


def test_flows_are_listed_sorted_and_filtered(window: MainWindow) -> None:
    tab = flows_tab(window)
    assert window.tabs.tabText(FLOWS) == "Flows (32)" and column(tab, FlowSort.SERVICE)[:2] == ["SMTP", "DNS"]
    tab.page.table.horizontalHeader().setSortIndicator(FlowSort.RECEIVED, Qt.SortOrder.DescendingOrder)
    wait(lambda: column(tab, FlowSort.NUMBER)[:2] == ["30", "31"])
    tab.page.filters.text.setText("smtp")
    tab.page.filters.apply()
    wait(lambda: column(tab, FlowSort.NUMBER) == ["0", "25"])
    assert tab.page.filters.count.text() == "2 of 32"


def test_enter_leads_to_the_packets_of_the_flow(window: MainWindow) -> None:
    tab = flows_tab(window)
    tab.page.table.go_to(25)
    tab.page.table.setFocus()
    QTest.keyClick(tab.page.table, Qt.Key.Key_Return)
    space = window.workspace
    assert (window.tabs.currentIndex(), space.state.flow, space.state.packet) == (PACKETS, 25, 84)
    wait(lambda: space.packets.rowCount() == 24)


def test_detail_of_the_chosen_flow(window: MainWindow) -> None:
    tab = flows_tab(window)
    tab.page.table.go_to(30)
    wait(lambda: "10.77.0.51:36122" in tab.page.flow.text.toPlainText())
    text = tab.page.flow.text.toPlainText()
    for words in ("IMAP", "closed: both sides ended it", "0 retransmissions", "no TLS was seen", "1:3YdHDo00"):
        assert words in text
    tab.page.flow.packets.click()
    assert window.workspace.state.flow == 30


def test_the_flow_of_the_chosen_packet_is_chosen(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    space.go_to_packet(84)
    window.actions_["tab_flows"].trigger()
    tab = window.tabs.flows
    wait(lambda: tab.page.table.current_line() == 25)
    window.actions_["reveal"].trigger()
    assert (window.tabs.currentIndex(), space.state.packet) == (PACKETS, 84)
    space.go_to_packet(3)
    window.actions_["tab_flows"].trigger()
    assert tab.page.table.current_line() == 1


def test_bytes_over_time_come_for_what_is_in_sight(window: MainWindow) -> None:
    tab = flows_tab(window)
    tab.page.table.grab()
    wait(lambda: bool(tab.model.traffic(0, 1)[0]))
    assert sum(tab.model.traffic(0, 1)[0]) == 12_033
    tab.page.table.grab()


def test_cells_stand_for_filters(window: MainWindow) -> None:
    tab = flows_tab(window)
    for number, text in ((FlowSort.SERVICE, "smtp"), (FlowSort.SENT, "flow.bytes_sent == 10563"),
                         (FlowSort.CLIENT, "ip.addr == 10.77.0.50 && tcp.port == 47646"),
                         (FlowSort.STATE, 'flow.state == "closed"'), (FlowSort.NUMBER, "tcp.stream == 0"),
                         (FlowSort.RECEIVED, "flow.bytes_received == 1470")):
        assert tab.filter_of(0, number) == text


def test_a_capture_without_flows_says_so(window: MainWindow, tmp_path: object) -> None:
    from capture_builders import pcap
    path = tmp_path / "arp.pcap"    # type: ignore[operator]
    path.write_bytes(pcap([(0, bytes.fromhex("ffffffffffff 020000000001 0806") + bytes(28))]))
    opened(window, path)
    window.actions_["tab_flows"].trigger()
    wait(lambda: "This capture has no flows" in window.tabs.flows.page.notice)


def test_another_capture_takes_the_place_of_the_first(window: MainWindow) -> None:
    tab = flows_tab(window)
    window.close_file()
    assert tab.model.rowCount() == 0 and window.tabs.tabText(FLOWS) == "Flows"
    flows_tab(window, "01-smtp-textbook.pcap")
    assert tab.model.rowCount() == 3
