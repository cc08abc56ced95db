"""Files that vanish or become shorter while they are open, and one file in two windows."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from analyzer.capture import open_capture
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.whole_file import FileCutError, while_whole


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(FOLDER / "09-journey.pcap", tmp_path / "copy.pcap"))


def test_nothing_is_asked_of_a_file_that_became_shorter(copy: Path) -> None:
    closed = []

    def steps() -> Iterator[int]:
        try:
            yield from range(9)
        finally:
            closed.append(True)
    with closing(Analysis.open(copy)) as analysis:
        asked = while_whole(analysis, steps())
        assert next(asked) == 0
        copy.write_bytes(copy.read_bytes()[:1_000])
        with pytest.raises(FileCutError):
            next(asked)
        assert closed == [True]
        with pytest.raises(FileCutError):
            next(while_whole(analysis, steps()))


def test_a_damaged_file_is_whole_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcap"
    path.write_bytes((FOLDER / "09-journey.pcap").read_bytes()[:5_000])
    with open_capture(path) as capture:
        assert list(capture.blocks()) and capture.damage and capture.check()


def test_a_file_that_is_cut_gives_a_message(window: MainWindow, copy: Path) -> None:
    space = opened(window, copy).workspace
    copy.write_bytes(copy.read_bytes()[:500])
    space.go_to_packet(100)
    wait(space.panes.damage_bar.isVisible)
    assert "became shorter" in space.panes.damage_bar.text
    window.actions_["tab_mail"].trigger()
    window.actions_["tab_dns"].trigger()
    window.filter.apply("smtp")
    window.actions_["tab_packets"].trigger()
    space.panes.damage_bar._button.click()
    wait(lambda: space.session.complete and space.session.progress.rows < 100)


def test_a_file_that_vanished_can_be_read_on(window: MainWindow, copy: Path) -> None:
    space = opened(window, copy).workspace
    copy.unlink()
    before = space.fields.nodes
    space.go_to_packet(50)
    wait(lambda: space.fields.nodes not in (before, None))
    session = space.session
    window.actions_["reload"].trigger()
    wait(window.error_bar.isVisible)
    assert "no such file" in window.error_bar.text and space.session is session


def test_one_file_in_two_windows(window: MainWindow, copy: Path) -> None:
    other = MainWindow(Settings())
    other.show()
    first, second = opened(window, copy).workspace, opened(other, copy).workspace
    second.go_to_packet(7)
    assert (first.state.packet, second.state.packet) == (0, 7)
    other.close()
    first.go_to_packet(9)
    wait(lambda: first.fields.nodes is not None)
    assert first.session.at_work and not second.session.at_work
