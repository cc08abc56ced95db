"""The DNS tab as its user sees it."""
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from sample_captures import FOLDER
from window_waiting import opened, wait

from gui.dns_tab import DnsTab
from gui.dns_table import SortBy
from gui.main_window import MainWindow


def dns_tab(window: MainWindow, name: str = "06-dns-iterative.pcap") -> DnsTab:
    opened(window, name)
    window.actions_["tab_dns"].trigger()
    tab = window.tabs.dns
    wait(lambda: tab.model.rowCount() > 0 and "harbor" in tab.page.lookup.overview.toPlainText())
    return tab


def column(tab: DnsTab, column: SortBy) -> list[str]:
    return [line.cells[column] for line in tab.model.lines(0, tab.model.rowCount())]


def sort(tab: DnsTab, by: SortBy, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
    before = tab.model._numbers
    tab.page.table.horizontalHeader().setSortIndicator(by, order)
    wait(lambda: tab.model._numbers is not before)


def test_all_transactions_are_listed_with_their_states(window: MainWindow) -> None:
    tab = dns_tab(window)
    rows = list(window.workspace.session.analysis.dns_rows())
    assert tab.model.rowCount() == len(rows)
    assert column(tab, SortBy.NAME) == [row["questions"][0]["name"] for row in rows]
    assert column(tab, SortBy.TYPE) == [row["questions"][0]["type"] for row in rows]
    assert [state == "No such name" for state in column(tab, SortBy.STATE)] == [
        row["rcode"] == "NXDOMAIN" for row in rows]
    assert window.tabs.tabText(2) == f"DNS ({len(rows)})"


def test_answers_come_by_themselves(window: MainWindow) -> None:
    tab = dns_tab(window)
    wait(lambda: column(tab, SortBy.ANSWER)[0] == "10.77.0.10")


@pytest.mark.parametrize(("by", "key"), [
    (SortBy.LATENCY, lambda row: row["latency"]), (SortBy.NAME, lambda row: row["questions"][0]["name"].lower()),
    (SortBy.CLIENT, lambda row: [int(part) for part in row["client"].split(".")]),
    (SortBy.PACKET, lambda row: row["query_packet"])])
def test_sorting_by_a_column(window: MainWindow, by: SortBy, key) -> None:  # type: ignore[no-untyped-def]
    tab = dns_tab(window)
    rows = sorted(window.workspace.session.analysis.dns_rows(), key=key)
    sort(tab, by, Qt.SortOrder.DescendingOrder)
    packets = [int(cell) for cell in column(tab, SortBy.PACKET)]
    by_packet = {row["query_packet"]: row for row in rows}
    assert [key(by_packet[packet]) for packet in packets] == [key(row) for row in reversed(rows)]


@pytest.mark.parametrize(("text", "kept"), [
    ("www.lantern", lambda row: "www.lantern" in row["questions"][0]["name"]),
    ("LANTERN aaaa", lambda row: "lantern" in row["questions"][0]["name"] and row["questions"][0]["type"] == "AAAA"),
    ("nxdomain", lambda row: row["rcode"] == "NXDOMAIN"),
    ("10.77.0.50", lambda row: "10.77.0.50" in (row["client"], row["server"])),
    ("nothing-has-this", lambda row: False)])
def test_words_narrow_the_table(window: MainWindow, text: str, kept) -> None:  # type: ignore[no-untyped-def]
    tab = dns_tab(window)
    rows = [row["query_packet"] for row in window.workspace.session.analysis.dns_rows() if kept(row)]
    tab.page.filters.text.setText(text)
    tab.page.filters.apply()
    wait(lambda: tab.model.rowCount() == len(rows))
    assert [int(cell) for cell in column(tab, SortBy.PACKET)] == rows
    assert tab.page.filters.count.text() == f"{len(rows)} of {len(tab.table)}"


def test_types_and_states_are_offered_with_their_counts(window: MainWindow) -> None:
    tab = dns_tab(window)
    boxes = tab.page.filters.boxes
    boxes["kind"].setCurrentIndex(boxes["kind"].findText("MX (6)"))
    tab.page.filters.apply()
    wait(lambda: set(column(tab, SortBy.TYPE)) == {"MX"})
    assert tab.model.rowCount() == 6
    boxes["kind"].setCurrentIndex(0)
    boxes["state"].setCurrentIndex(boxes["state"].findText("No such name (8)"))
    tab.page.filters.apply()
    wait(lambda: set(column(tab, SortBy.STATE)) == {"No such name"})
    assert tab.model.rowCount() == 8


def test_detail_tells_question_answer_and_times(window: MainWindow) -> None:
    tab = dns_tab(window)
    text = tab.page.lookup.overview.toPlainText()
    for words in ("harbor.example  A", "Answered after 1.69 ms", "packet 1", "packet 16", "10.77.0.50 port",
                  "recursion available (RA)", "600 s"):
        assert words.replace("  ", " ") in text.replace("\N{NO-BREAK SPACE}", "").replace("  ", " ")
    assert ";; ANSWER SECTION:\nharbor.example.\t\t600\tIN\tA\t10.77.0.10" in tab.page.lookup.dig.toPlainText()


def test_from_a_transaction_to_its_packet_and_back(window: MainWindow) -> None:
    tab = dns_tab(window)
    tab.page.table.go_to(5)
    query = int(tab.table.query[tab.model.number_of(5)])
    QTest.keyClick(tab.page.table, Qt.Key.Key_Return)
    assert (window.tabs.currentIndex(), window.workspace.state.packet) == (0, query)
    response = int(tab.table.response[9])
    window.workspace.go_to_packet(response)
    window.actions_["reveal"].trigger()
    assert window.tabs.currentIndex() == 2
    assert tab.model.number_of(tab.page.table.current_line()) == 9


def test_a_packet_that_the_filter_hides_is_found_all_the_same(window: MainWindow) -> None:
    tab = dns_tab(window)
    tab.page.filters.text.setText("nothing-has-this")
    tab.page.filters.apply()
    wait(lambda: tab.model.rowCount() == 0)
    tab.choose_packet(int(tab.table.query[7]))
    wait(lambda: tab.page.table.current_line() == 7)
    assert not tab.page.filters.is_set()


def test_a_link_in_the_detail_leads_to_the_packet(window: MainWindow) -> None:
    tab = dns_tab(window)
    tab.page.lookup.overview.anchorClicked.emit(QUrl("packet:16"))
    assert (window.tabs.currentIndex(), window.workspace.state.packet) == (0, 15)


def test_a_capture_without_dns_says_so(window: MainWindow, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "empty.pcap"
    path.write_bytes((FOLDER / "06-dns-iterative.pcap").read_bytes()[:24])
    window.open_file(str(path))
    wait(lambda: window.workspace.session is not None and window.workspace.session.complete)
    window.actions_["tab_dns"].trigger()
    assert window.tabs.dns.page.notice == "This capture has no DNS messages."
    window.actions_["tab_mail"].trigger()
    assert window.tabs.mail.page.notice.startswith("This capture has no mail")


def test_another_capture_replaces_the_table(window: MainWindow) -> None:
    tab = dns_tab(window)
    first = window.workspace.session
    opened(window, "01-smtp-textbook.pcap")
    wait(lambda: window.workspace.session is not first and window.workspace.session.complete)
    assert (tab.table, tab.model.rowCount(), window.tabs.tabText(2)) == (None, 0, "DNS")
    window.actions_["tab_dns"].trigger()
    wait(lambda: tab.model.rowCount() == 2)


def test_a_bug_in_the_pairing_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, fault, _trace: faults.append(fault))
    monkeypatch.setattr("gui.dns_table.states", lambda found: 1 // 0)
    opened(window, "06-dns-iterative.pcap")
    window.actions_["tab_dns"].trigger()
    wait(lambda: window.tabs.dns.page.notice == "The DNS messages could not be paired.")
    assert {type(fault) for fault in faults} == {ZeroDivisionError}
