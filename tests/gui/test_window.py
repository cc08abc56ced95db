"""The window as its user sees it."""
from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_waiting import long_capture, opened, wait

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


def test_flows_of_a_service(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    choice = space.panes.flow_list.choice
    choice.setCurrentIndex(choice.findText("DNS", Qt.MatchFlag.MatchStartsWith))
    choice.activated.emit(choice.currentIndex())
    assert space.flows.rowCount() == len(space.session.analysis.services.flows_of("dns"))


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
