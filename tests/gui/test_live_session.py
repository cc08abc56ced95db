"""A capture that grows while the window shows it: lists grow, and nothing that is chosen or in sight moves."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sample_captures import FOLDER
from window_waiting import wait

from analyzer.analysis import Analysis
from gui.live_session import LiveSession
from gui.tabs import DNS, MAIL_TAB

if TYPE_CHECKING:
    from gui.main_window import MainWindow

Grow = Callable[[float], None]


class Growing:
    """A window that shows a capture of which a part is there."""

    def __init__(self, window: MainWindow, name: str, path: Path, share: float) -> None:
        self.window, self.space, self.path = window, window.workspace, path
        self.whole = (FOLDER / name).read_bytes()
        self.grow(share)
        window._opening.begin(str(path), LiveSession)
        wait(lambda: self.space.packets.rowCount() > 0)

    def grow(self, share: float) -> None:
        with self.path.open("ab") as file:
            file.write(self.whole[file.tell():int(len(self.whole) * share)])

    def seen(self, share: float) -> None:
        """Grows, and waits until the packets are listed."""
        before = self.rows
        self.grow(share)
        wait(lambda: self.rows > before)

    @property
    def rows(self) -> int:
        progress = self.space.session.progress if self.space.session is not None else None
        return progress.rows if progress is not None else 0

    def finish(self) -> None:
        self.grow(1)
        assert isinstance(self.space.session, LiveSession)
        self.space.session.finish()
        wait(lambda: self.space.session is not None and self.space.session.complete)


def live(window: MainWindow, name: str, folder: Path, share: float = 0.5) -> Growing:
    return Growing(window, name, folder / name, share)


def test_the_list_follows_its_end_until_somebody_scrolls_up(window: MainWindow, tmp_path: Path) -> None:
    growing = live(window, "06-dns-iterative.pcap", tmp_path)
    bar, switch = growing.space.panes.packet_list.verticalScrollBar(), window.actions_["autoscroll"]
    growing.seen(0.6)
    assert bar.value() == bar.maximum() > 0 and switch.isChecked()
    bar.setValue(10)
    assert not switch.isChecked()
    growing.seen(0.7)
    assert bar.value() == 10
    bar.setValue(bar.maximum())
    assert switch.isChecked()
    growing.seen(0.8)
    assert bar.value() == bar.maximum()
    switch.setChecked(False)
    growing.seen(0.9)
    assert bar.value() < bar.maximum()
    growing.finish()
    assert not switch.isEnabled()


def test_the_chosen_packet_stays_chosen(window: MainWindow, tmp_path: Path) -> None:
    growing = live(window, "09-journey.pcap", tmp_path, 0.3)
    growing.space.state.choose_packet(7)
    for share in (0.5, 0.7, 0.9):
        growing.seen(share)
        assert growing.space.panes.packet_list.current_line() == 7 == growing.space.state.packet
    growing.finish()
    assert growing.space.panes.packet_list.current_line() == 7


def test_a_filter_is_applied_to_what_comes(window: MainWindow, tmp_path: Path) -> None:
    growing = live(window, "09-journey.pcap", tmp_path, 0.2)
    window.filter.apply("dns")
    wait(lambda: 0 < growing.space.packets.rowCount() < growing.rows)
    for share in (0.5, 0.8, 1):
        growing.seen(share)
        analysis = growing.space.session.analysis
        kept = len(analysis.select("dns"))
        wait(lambda kept=kept: growing.space.packets.rowCount() == kept)
        flows = set(analysis.packets.column("flow")[analysis.select("dns")].tolist())
        assert {growing.space.flows.flow_of(line) for line in range(growing.space.flows.rowCount())} == flows


def test_lookups_appear_and_the_chosen_one_stays(window: MainWindow, tmp_path: Path) -> None:
    growing = live(window, "06-dns-iterative.pcap", tmp_path, 0.3)
    window.tabs.setCurrentIndex(DNS)
    dns, table = window.tabs.dns, window.tabs.dns.page.table
    wait(lambda: dns.table is not None)
    table.go_to(3)
    table.horizontalHeader().setSortIndicator(5, table.horizontalHeader().sortIndicatorOrder())   # by name
    wait(lambda: table.current_line() != 3)
    chosen, before = table.cells(table.current_line())[:2], len(dns.table)
    for share in (0.6, 0.9):
        growing.seen(share)
        wait(lambda before=before: len(dns.table) > before)
        before = len(dns.table)
        assert table.cells(table.current_line())[:2] == chosen and dns.chosen_packet() == int(chosen[0]) - 1
    growing.finish()
    with Analysis.open(growing.path) as analysis:
        wait(lambda: dns.table is not None and len(dns.table) == len(list(analysis.dns_rows())))


def test_emails_appear_and_the_chosen_one_stays(window: MainWindow, tmp_path: Path) -> None:
    growing = live(window, "05-imap.pcap", tmp_path, 0.8)
    window.tabs.setCurrentIndex(MAIL_TAB)
    mail = window.tabs.mail
    wait(lambda: len(mail.model.entries) == 4)
    mail.page.table.go_to(3)        # of the second session
    wait(lambda: mail._reading is not None and mail._reading.number == 3)
    chosen = mail.page.table.cells(3)[1:]
    growing.seen(0.9)               # the first session has two more, which come before it
    wait(lambda: len(mail.model.entries) == 6)
    assert mail.page.table.current_line() == 5 == mail._place and mail.page.table.cells(5)[1:] == chosen
    wait(lambda: mail._reading.number == 5)
    growing.finish()
    with Analysis.open(growing.path) as analysis:
        wait(lambda: [entry.row for entry in mail.model.entries] == list(analysis.mail_rows()))


def test_the_dialogue_of_the_chosen_flow_goes_on(window: MainWindow, tmp_path: Path) -> None:
    growing = live(window, "05-imap.pcap", tmp_path, 0.4)
    dialogue = growing.space.panes.dialogue
    flow = next(one for one in range(growing.space.flows.rowCount()) if growing.space.flows.service(one) == "imap")
    growing.space.state.choose_flow(flow)
    wait(lambda: dialogue.toPlainText().startswith("S: * OK"))
    for share in (0.6, 0.8, 1):
        growing.grow(share)
        analysis = growing.space.session.analysis

        def all_said(analysis: Analysis = analysis) -> bool:
            return dialogue.toPlainText().count("\n") == sum(1 for _ in analysis.dialogue(flow))
        wait(all_said)


@pytest.mark.parametrize("tab", range(5))
def test_at_the_end_every_tab_shows_the_whole_capture(window: MainWindow, tmp_path: Path, tab: int) -> None:
    growing = live(window, "09-journey.pcap", tmp_path, 0.1)
    window.tabs.setCurrentIndex(tab)
    for share in (0.3, 0.6):
        growing.seen(share)
    growing.finish()
    with Analysis.open(growing.path) as analysis:
        assert growing.rows == analysis.packets.rows == growing.space.packets.rowCount()
        assert growing.space.flows.rowCount() == len(analysis.flows)
        assert list(growing.space.session.analysis.mail_rows()) == list(analysis.mail_rows())
    assert not growing.space.session.live and window.windowTitle() == growing.path.name
