"""Display filters in the window."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from window_waiting import long_capture, opened, wait

from gui import filtering
from gui.main_window import MainWindow
from gui.models.flows import FlowsModel
from gui.models.packets import PacketsModel
from gui.settings import Settings
from gui.views.checked_edit import Look
from gui.views.completion import word_before

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
ENTER, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


def filtered(window: MainWindow, text: str) -> MainWindow:
    """Types a filter and applies it."""
    edit = window.workspace.panes.filter_line.edit
    edit.setText(text)
    QTest.keyClick(edit, ENTER)
    wait(lambda: window.filter.applied == text)
    return window


@pytest.mark.parametrize(("text", "look", "said"), [
    ("dns.flags.rcode > 0", Look.VALID, ""),
    ("dns.flags.rcoed > 0", Look.FAULTY, "Column 1: dns.flags.rcoed is neither"),
    ("dns && ip.addr == 1.2.3.400", Look.FAULTY, "Column 19: "),
    ("dns && ", Look.FAULTY, "Column 8: "),
    ("dns && udp || tcp", Look.DOUBTFUL, "and binds stronger than or; brackets say what belongs together"),
])
def test_the_line_says_while_typing_whether_it_is_understood(
        window: MainWindow, text: str, look: Look, said: str) -> None:
    line = opened(window, "06-dns-iterative.pcap").workspace.panes.filter_line
    QTest.keyClicks(line.edit, text)
    wait(lambda: line.edit.look is look)
    assert line.message.text().startswith(said) and line.message.isVisible() == bool(said)
    assert line.apply.isEnabled() == (look is not Look.FAULTY)


def test_enter_lists_what_is_kept_and_escape_lists_all(window: MainWindow) -> None:
    space = filtered(opened(window, "09-journey.pcap"), "smtp").workspace
    rows = space.session.analysis.select("smtp").tolist()
    assert [space.packets.row_of(line) for line in range(space.packets.rowCount())] == rows
    assert {space.flows.service(space.flows.flow_of(line)) for line in range(space.flows.rowCount())} == {"smtp"}
    assert window.load_status.counts.text().startswith(f"displayed {len(rows)} of {space.session.progress.rows}")
    assert space.state.packet == rows[0]
    QTest.keyClick(space.panes.filter_line.edit, ESCAPE)
    assert space.packets.rowCount() == space.session.progress.rows
    assert space.flows.rowCount() == space.session.progress.flows
    assert space.panes.filter_line.edit.text() == ""


def test_a_faulty_filter_changes_nothing_and_shows_the_place(window: MainWindow) -> None:
    space = filtered(opened(window, "09-journey.pcap"), "dns").workspace
    edit, listed = space.panes.filter_line.edit, space.packets.rowCount()
    edit.setText("dns && ip.addr == 1.2.3.400")
    QTest.keyClick(edit, ENTER)
    wait(lambda: edit.look is Look.FAULTY and edit.cursorPosition() == 18)
    assert (window.filter.applied, space.packets.rowCount()) == ("dns", listed)


def test_a_filter_that_keeps_nothing(window: MainWindow) -> None:
    space = filtered(opened(window, "06-dns-iterative.pcap"), "smtp").workspace
    assert (space.packets.rowCount(), space.flows.rowCount(), space.state.packet) == (0, 0, None)
    filtered(window, "frame")
    assert space.packets.rowCount() == space.session.progress.rows
    assert space.state.packet == 0


def test_a_flow_is_narrowed_within_the_filter(window: MainWindow) -> None:
    space = filtered(opened(window, "09-journey.pcap"), "smtp.req.command").workspace
    flow = space.flows.flow_of(0)
    space.panes.flow_list.table.go_to(0)
    rows = set(space.session.analysis.rows_of(flow).tolist())
    kept = [row for row in space.session.analysis.select("smtp.req.command").tolist() if row in rows]
    wait(lambda: space.packets.rowCount() == len(kept))
    assert [space.packets.row_of(line) for line in range(len(kept))] == kept
    window.actions_["all"].trigger()
    assert space.packets.rowCount() > len(kept)


def test_going_to_a_packet_that_is_not_kept_lists_all(window: MainWindow) -> None:
    space = filtered(opened(window, "09-journey.pcap"), "smtp").workspace
    outside = int(space.session.analysis.select("dns")[0])
    space.go_to_packet(outside)
    assert (space.state.packet, space.packets.rowCount()) == (outside, space.session.progress.rows)
    assert (window.filter.applied, space.panes.filter_line.edit.text()) == ("", "smtp")


def test_names_are_offered_with_type_and_label(window: MainWindow) -> None:
    edit = opened(window, "06-dns-iterative.pcap").workspace.panes.filter_line.edit
    window.activateWindow()
    edit.setFocus()
    QTest.keyClicks(edit, "udp && dns.flags.rc")
    wait(lambda: len(edit.completer_.offered) > 0)
    first = edit.completer_.offered[0]
    assert (first.name, first.kind, first.label) == ("dns.flags.rcode", "uint", "Reply code")
    QTest.keyClick(edit, TAB)
    assert edit.text() == "udp && dns.flags.rcode"
    assert not edit.completer_.is_open


@pytest.mark.parametrize(("text", "word"), [
    ("dns.q", "dns.q"), ("!(tcp.fl", "tcp.fl"), ('dns.qry.name contains "mai', ""), ("tcp.port == 12", ""),
    ('dns.qry.name == "a\\"b" or ip.a', "ip.a"), ("", ""), ("dns ", "")])
def test_the_word_that_is_completed(text: str, word: str) -> None:
    assert word_before(text) == word


def test_history_and_saved_filters_are_kept(window: MainWindow) -> None:
    filtered(filtered(opened(window, "06-dns-iterative.pcap"), "dns"), "udp")
    window.filter.save("Questions", "dns.flags.response == 0")
    assert Settings().filter_history == ["udp", "dns"]
    other = MainWindow(Settings())
    other.show()
    line = opened(other, "06-dns-iterative.pcap").workspace.panes.filter_line
    assert [action.text() for action in line.saved.actions()] == ["Questions"]
    line.saved.actions()[0].trigger()
    wait(lambda: other.filter.applied == "dns.flags.response == 0")
    line.forget_wanted.emit("Questions")
    assert Settings().saved_filters == {} and line.saved.actions() == []
    other.close()


def test_settings_that_somebody_broke_count_as_empty() -> None:
    settings = Settings()
    settings._store.setValue("filters/history", "[1, ")
    settings._store.setValue("filters/saved", '[["a"], 5, ["b", "dns"]]')
    assert settings.filter_history == []
    assert settings.saved_filters == {"b": "dns"}


def test_the_filter_stays_when_the_file_is_read_anew(window: MainWindow) -> None:
    space = filtered(opened(window, "09-journey.pcap"), "smtp").workspace
    first, listed = space.session, space.packets.rowCount()
    window.actions_["reload"].trigger()
    wait(lambda: space.session is not first and space.session.complete)
    wait(lambda: space.packets.rowCount() == listed)


def test_filtering_trees_can_be_cancelled(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filtering, "STEP_SECONDS", 0)   # a step a packet, however fast the machine is
    space = opened(window, long_capture(tmp_path, 60_000)).workspace
    line = space.panes.filter_line
    line.edit.setText("dns.count.labels > 2 && dns.time > 0.5")
    QTest.keyClick(line.edit, ENTER)
    wait(lambda: line.progress.isVisible() and line.progress.value() > 0)
    line.cancel.click()
    assert not line.progress.isVisible()
    assert space.packets.rowCount() == space.session.progress.rows
    filtered(window, "udp")


def test_models_stay_true_to_qt_while_filters_come_and_go(window: MainWindow) -> None:
    analysis = opened(window, "09-journey.pcap").workspace.session.analysis
    packets, flows = PacketsModel(), FlowsModel()
    packets.show(analysis)
    flows.show(analysis)
    flows.grow(len(analysis.flows), analysis.services.numbers())
    for model in (packets, flows):
        QAbstractItemModelTester(model, STRICT)
    rows = analysis.select("smtp")
    packets.narrow(0, analysis.rows_of(0), analysis.packets.rows)
    packets.keep(rows)
    assert packets.rowCount() == len(np.intersect1d(rows, analysis.rows_of(0)))
    packets.widen()
    assert (packets.rowCount(), packets.line_of(int(rows[3]))) == (len(rows), 3)
    assert packets.listed.line_near(int(rows[3]) + 1) == 4
    packets.keep(None)
    flows.keep(np.arange(len(analysis.flows)) == 3)
    assert (packets.rowCount(), flows.rowCount(), flows.flow_of(0)) == (analysis.packets.rows, 1, 3)
