"""Several windows, and the page of keys."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from sample_captures import FOLDER
from window_waiting import opened, wait

from gui.main_window import MainWindow
from gui.views.keys_dialog import KeysDialog, key_rows
from gui.windows import Windows


@pytest.fixture
def windows(app: QApplication) -> Iterator[Windows]:
    made = Windows()
    made.open()
    yield made
    for window in list(made.windows):
        window.close()
    app.processEvents()


def test_windows_have_captures_of_their_own(windows: Windows) -> None:
    windows.windows[0].actions_["new_window"].trigger()
    first, second = windows.windows
    opened(first, "06-dns-iterative.pcap")
    opened(second, "04-pop3.pcap")
    assert (first.windowTitle(), second.windowTitle()) == ("06-dns-iterative.pcap", "04-pop3.pcap")
    second.close()
    assert windows.windows == [first] and first.isVisible()


def test_files_that_are_dropped_together_get_a_window_each(windows: Windows) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FOLDER / name)) for name in ("04-pop3.pcap", "05-imap.pcap")])
    windows.windows[0].dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                            Qt.KeyboardModifier.NoModifier))
    wait(lambda: [window.windowTitle() for window in windows.windows] == ["04-pop3.pcap", "05-imap.pcap"])


def test_quit_closes_all_windows(windows: Windows) -> None:
    windows.open()
    windows.windows[0].actions_["quit"].trigger()
    assert windows.windows == []


def test_the_page_of_keys_has_every_action_with_keys(window: MainWindow) -> None:
    rows = list(key_rows(window.menuBar()))
    listed = {text for _, text, _ in rows}
    for action in window.actions():
        if action.shortcuts() and action.objectName():
            assert action.text().replace("&", "").rstrip("…") in listed, action.text()
    assert ("Edit", "Find packet", "Ctrl+F") in rows


def test_the_page_of_keys_can_be_searched(window: MainWindow) -> None:
    window.actions_["keys"].trigger()
    dialog = window.findChild(KeysDialog)
    dialog.search.setText("find next")
    shown = [dialog.table.item(line, 1).text() for line in range(dialog.table.rowCount())
             if not dialog.table.isRowHidden(line)]
    assert shown == ["Find next"]
    dialog.reject()


def test_no_two_actions_have_the_same_keys(window: MainWindow) -> None:
    opened(window, "06-dns-iterative.pcap")
    seen: dict[str, str] = {}
    for action in window.actions():
        for keys in action.shortcuts() if action.isEnabled() else ():
            assert seen.setdefault(keys.toString(), action.text()) == action.text()
