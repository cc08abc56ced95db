"""The window as its user sees it."""
from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sample_captures import CAPTURES, FOLDER
from window_waiting import PATIENCE, long_capture, opened, wait

from analyzer.analysis import Analysis
from gui.main_window import MainWindow
from gui.models.nodes import NO_NODE
from gui.settings import Settings
from gui.state import Span


def choose_mail_flow(window: MainWindow) -> int:
    space = window.workspace
    flow = next(f for f in range(space.flows.rowCount()) if space.flows.service(f) == "smtp")
    space.panes.flow_list.table.go_to(space.flows.line_of(flow))
    wait(lambda: space.packets.rowCount() < space.session.progress.rows)
    return flow


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_every_sample_can_be_opened(window: MainWindow, path: Path) -> None:
    space = opened(window, path.name).workspace
    assert space.packets.rowCount() == space.session.analysis.packets.rows > 0
    assert window.windowTitle() == path.name
    assert not window.error_bar.isVisible()


def test_choosing_a_field_lights_its_bytes(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    nodes = space.fields.nodes
    space.panes.field_tree.choose(nodes.find(("dns", "dns.id")))
    assert space.state.span == Span(0, 42, 2)
    assert space.panes.bytes.view._chosen == (42, 2)


def test_clicking_a_byte_chooses_its_field(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    view = space.panes.bytes.view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rectangle(43).center().toPoint())
    assert space.fields.nodes.name(space.panes.field_tree.current_node()) == "dns.id"
    assert space.state.span == Span(0, 42, 2)


def test_the_chosen_field_stays_chosen_in_the_next_packet(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    first = space.fields.nodes
    space.panes.field_tree.choose(first.find(("dns", "dns.id")))
    window.actions_["next"].trigger()
    wait(lambda: space.fields.nodes not in (first, None))
    assert space.state.packet == 1
    assert space.fields.nodes.name(space.panes.field_tree.current_node()) == "dns.id"


def test_of_packets_that_are_passed_the_last_one_is_shown(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    space, asked = opened(window, "06-dns-iterative.pcap").workspace, []
    ask = space.session.ask_nodes
    monkeypatch.setattr(space.session, "ask_nodes", lambda row: (asked.append(row), ask(row)))
    for held in (False, *[True] * 9):
        QApplication.sendEvent(space.panes.packet_list, QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "", held))
    assert asked == [1] and space.state.packet == 10
    wait(lambda: asked == [1, 10])


def test_choosing_a_flow_narrows_the_list_and_tells_the_dialogue(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    flow = choose_mail_flow(window)
    assert space.packets.rowCount() == len(space.session.analysis.rows_of(flow))
    assert space.panes.flow_bar.isVisible()
    wait(lambda: "S: 220" in space.panes.dialogue.toPlainText() and "C: QUIT" in space.panes.dialogue.toPlainText())
    window.actions_["all"].trigger()
    assert space.packets.rowCount() == space.session.progress.rows
    assert not space.panes.flow_bar.isVisible()


def test_passwords_are_not_in_the_dialogue(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    choose_mail_flow(window)
    wait(lambda: "C: QUIT" in space.panes.dialogue.toPlainText())
    secret = space.session.analysis.follow(space.state.flow, True)
    hidden = [line for _, line in secret if line.upper().startswith(b"AUTH PLAIN ")]
    assert hidden
    assert "AUTH PLAIN ****" in space.panes.dialogue.toPlainText()
    assert hidden[0].split()[2].decode() not in space.panes.dialogue.toPlainText()


def test_following_a_packet_and_going_to_one_outside_of_its_flow(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    window.actions_["follow"].trigger()
    assert space.state.flow == 0
    wait(lambda: space.packets.rowCount() < space.session.progress.rows)
    outside = int(space.session.analysis.rows_of(1)[0])
    space.go_to_packet(outside)
    assert (space.state.flow, space.state.packet) == (None, outside)
    assert space.panes.packet_list.current_line() == outside


def test_next_and_previous_packet_in_flow(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    rows = space.session.analysis.rows_of(0).tolist()
    for name, row in (("next_in_flow", rows[1]), ("next_in_flow", rows[2]), ("previous_in_flow", rows[1]),
                      ("previous_in_flow", rows[0]), ("previous_in_flow", rows[0])):
        window.actions_[name].trigger()
        assert space.state.packet == row


def test_the_list_scrolls_to_its_end_and_says_what_is_there(window: MainWindow, tmp_path: Path) -> None:
    space = opened(window, long_capture(tmp_path)).workspace
    QTest.keyClick(space.panes.packet_list, Qt.Key.Key_End)
    last = space.packets.rowCount() - 1
    assert space.state.packet == last
    table = space.panes.packet_list
    assert table.rowViewportPosition(last) + table.rowHeight(last) <= table.viewport().height()
    wait(lambda: space.packets.lines(last, last + 1)[0].cells[-1].startswith("Standard query"))


def test_reading_can_be_stopped_and_gone_on_with(window: MainWindow, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    advance, stopped = Analysis.advance, threading.Event()

    def one_block(analysis: Analysis) -> bool:
        return (not analysis.packets.rows or stopped.wait(PATIENCE)) and advance(analysis)

    monkeypatch.setattr(Analysis, "advance", one_block)
    window.open_file(str(long_capture(tmp_path, 200_000)))
    space = window.workspace
    wait(lambda: space.packets.rowCount() > 0)
    window.load_status.cancel.click()
    rows = space.packets.rowCount()
    stopped.set()
    wait(space.panes.damage_bar.isVisible)
    assert not space.session.complete
    space.panes.damage_bar._button.click()
    wait(lambda: space.session.complete)
    assert space.packets.rowCount() > rows
    assert not space.panes.damage_bar.isVisible()


def test_a_file_that_is_no_capture_leaves_what_is_open(window: MainWindow, tmp_path: Path) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    session, other = space.session, tmp_path / "letter.txt"
    other.write_text("Dear reader,\n")
    window.open_file(str(other))
    wait(window.error_bar.isVisible)
    assert "letter.txt" in window.error_bar.text
    assert "Traceback" not in window.error_bar.text
    assert space.session is session
    assert str(other) not in window.settings.recent


def test_damage_is_told_and_what_stands_before_is_shown(window: MainWindow, tmp_path: Path) -> None:
    cut = tmp_path / "cut.pcap"
    cut.write_bytes((FOLDER / "03-mime.pcap").read_bytes()[:7_000])
    space = opened(window, cut).workspace
    assert space.panes.damage_bar.isVisible()
    assert "at byte" in space.panes.damage_bar.text
    assert space.packets.rowCount() > 0


def test_a_dropped_file_is_opened_and_remembered(window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FOLDER / "04-pop3.pcap"))])
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                Qt.KeyboardModifier.NoModifier))
    wait(lambda: window.workspace.session is not None and window.workspace.session.complete)
    assert window.settings.recent == [str(FOLDER / "04-pop3.pcap")]


def test_another_file_replaces_the_first(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    choose_mail_flow(window)
    first = space.session
    window.open_file(str(FOLDER / "06-dns-iterative.pcap"))
    wait(lambda: space.session is not first and space.session.complete)
    assert (space.state.flow, space.packets.rowCount()) == (None, space.session.analysis.packets.rows)
    wait(lambda: not first.at_work)


def test_flows_of_a_service(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    choice = space.panes.flow_list.choice
    choice.setCurrentIndex(choice.findText("DNS", Qt.MatchFlag.MatchStartsWith))
    choice.activated.emit(choice.currentIndex())
    assert space.flows.rowCount() == len(space.session.analysis.services.flows_of("dns"))


def test_closing_shows_the_start_page_with_recent_files(window: MainWindow) -> None:
    opened(window, "06-dns-iterative.pcap")
    window.actions_["close"].trigger()
    assert window.start_page.isVisible()
    assert window.workspace.packets.rowCount() == 0
    assert window.workspace.fields.nodes is None
    assert not window.actions_["next"].isEnabled()


def test_closing_while_loading(window: MainWindow, tmp_path: Path) -> None:
    window.open_file(str(long_capture(tmp_path)))
    wait(lambda: window.workspace.packets.rowCount() > 0)
    window.close()
    assert not window.workspace.session.at_work


def test_columns_and_panes_are_remembered(window: MainWindow) -> None:
    panes = opened(window, "06-dns-iterative.pcap").workspace.panes
    panes.packet_list.setColumnWidth(2, 222)
    panes.flow_dock.hide()
    window.close()
    other = MainWindow(Settings())
    other.show()
    panes = opened(other, "06-dns-iterative.pcap").workspace.panes
    assert panes.packet_list.columnWidth(2) == 222
    assert panes.flow_dock.isHidden()
    other.close()


def test_hovering_tells_where_one_is(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    view = space.panes.bytes.view
    # where the pointer of the display stands is no matter
    there, nothing = view.rectangle(42).center(), Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, there, view.viewport().mapToGlobal(there), nothing, nothing,
                       Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), move)
    wait(lambda: "Byte 42 (0x2a)" in window.load_status.where.text())
    assert "Transaction ID" in window.load_status.where.text()


def test_keys_of_wireshark(window: MainWindow) -> None:
    keys = {name: [k.toString() for k in window.actions_[name].shortcuts()] for name in
            ("open", "close", "reload", "quit", "next", "previous", "next_in_flow", "previous_in_flow", "goto",
             "first", "last", "follow")}
    assert keys == {
        "open": ["Ctrl+O"], "close": ["Ctrl+W"], "reload": ["Ctrl+R"], "quit": ["Ctrl+Q"],
        "next": ["Ctrl+Down", "F8"], "previous": ["Ctrl+Up", "F7"], "next_in_flow": ["Ctrl+."],
        "previous_in_flow": ["Ctrl+,"], "goto": ["Ctrl+G"], "first": ["Ctrl+Home"], "last": ["Ctrl+End"],
        "follow": ["Ctrl+Alt+Shift+T"]}


def test_a_bug_in_a_dissector_costs_texts_alone(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, fault, _trace: faults.append(fault))
    monkeypatch.setattr("analyzer.infos.Infos.many", lambda self, rows, work: 1 // 0)
    space = opened(window, "06-dns-iterative.pcap").workspace
    wait(lambda: space.packets.lines(0, 1)[0].cells[-1] == "could not be worked out")
    assert {type(fault) for fault in faults} == {ZeroDivisionError}
    assert space.fields.nodes.at(0, 0) != NO_NODE
