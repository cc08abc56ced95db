"""The status bar: what is selected, and what took how long."""
from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QMessageBox
from window_waiting import opened, wait

from gui.main_window import MainWindow
from gui.spent import OPENING, READING, Spent
from gui.state import Span
from gui.views.spent_button import SpentButton


def test_what_is_selected_is_told_in_each_tab(window: MainWindow) -> None:
    space, label = opened(window, "09-journey.pcap").workspace, window.load_status.selected
    space.go_to_packet(96)
    space.state.choose_span(Span(0, 14, 20))
    assert label.text() == "packet 97, 20 bytes"
    window.actions_["tab_flows"].trigger()
    wait(lambda: label.text() == "flow 25")
    window.actions_["tab_dns"].trigger()
    wait(lambda: label.text().startswith("transaction of packet "))
    window.actions_["tab_mail"].trigger()
    wait(lambda: label.text() == "mail 1")
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    window.tabs.mail.page.table.selectionModel().select(window.tabs.mail.model.index(3, 0), flags)
    assert label.text() == "2 emails selected, 19 kB"
    window.actions_["tab_statistics"].trigger()
    assert label.text() == ""


def test_time_spent_is_told_by_parts(window: MainWindow) -> None:
    session = opened(window, "09-journey.pcap").workspace.session
    button: SpentButton = window.load_status.spent
    assert button.isVisible() and button.text().startswith("read in ")
    kinds = {part.kind: part.steps for part in session.spent.parts()}
    assert kinds[OPENING] >= 1 and kinds[READING] >= 1 and kinds["nodes"] >= 1
    for words in ("Opening the file", "Reading packets, flows and services", "Fields of chosen packets"):
        assert words in button.told()
    button.click()
    [box] = window.findChildren(QMessageBox)
    assert box.isVisible() and "Opening the file" in box.text()
    box.close()
    window.close_file()
    assert not button.isVisible()


def test_steps_add_up_also_where_they_fail() -> None:
    spent = Spent()
    for fails in (False, True):
        try:
            with spent.step("work"):
                assert not fails
        except AssertionError:
            continue
    [part] = spent.parts()
    assert (part.kind, part.steps) == ("work", 2) and part.wall >= 0 and part.processor >= 0
