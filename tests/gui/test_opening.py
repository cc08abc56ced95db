"""Opening and closing captures in the window."""
from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from sample_captures import CAPTURES, FOLDER
from window_waiting import PATIENCE, long_capture, opened, wait

from analyzer.analysis import Analysis
from gui.main_window import MainWindow


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_every_sample_can_be_opened(window: MainWindow, path: Path) -> None:
    space = opened(window, path.name).workspace
    assert space.packets.rowCount() == space.session.analysis.packets.rows > 0
    assert window.windowTitle() == path.name
    assert not window.error_bar.isVisible()


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
    first = space.session
    space.state.choose_flow(0)
    wait(lambda: space.packets.rowCount() < first.progress.rows)
    window.open_file(str(FOLDER / "06-dns-iterative.pcap"))
    wait(lambda: space.session is not first and space.session.complete)
    assert (space.state.flow, space.packets.rowCount()) == (None, space.session.analysis.packets.rows)
    wait(lambda: not first.at_work)


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
