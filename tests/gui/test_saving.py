"""Saving packets and comments from the window."""
from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QInputDialog, QMessageBox
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from analyzer.errors import UsageError
from gui.main_window import MainWindow
from gui.models.style import Mark
from gui.saving import Which, rows_in
from gui.views.save_dialog import SaveDialog


@pytest.mark.parametrize(("text", "rows"), [
    ("1-3, 5", [0, 1, 2, 4]), ("8-", [7, 8, 9]), ("-2", [0, 1]), ("4", [3]), ("3-5,4-6", [2, 3, 4, 5]), ("90-", [])])
def test_ranges_of_packets(text: str, rows: list[int]) -> None:
    if text == "90-":
        with pytest.raises(UsageError):
            rows_in(text, 10)
    else:
        assert rows_in(text, 10).tolist() == rows


@pytest.mark.parametrize("text", ["", "x", "0", "5-2", "1,,2", "1-2-3", "-"])
def test_what_is_no_range_says_so(text: str) -> None:
    with pytest.raises(UsageError):
        rows_in(text, 10)


def place(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def agree(window: MainWindow) -> SaveDialog:
    dialog = window.findChild(SaveDialog)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    return dialog


def test_displayed_packets_are_exported(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = opened(window, "09-journey.pcap").workspace
    window.filter.apply("dns")
    wait(lambda: space.packets.rowCount() < space.session.progress.rows)
    rows = space.packets.listed.all_rows()
    place(monkeypatch, tmp_path / "dns.pcap.gz")
    window.actions_["export_packets"].trigger()
    dialog = window.findChild(SaveDialog)
    assert dialog.rows().tolist() == rows.tolist()
    dialog.compression.setCurrentText("gzip")
    agree(window)
    wait(lambda: (tmp_path / "dns.pcap.gz").exists())
    with Analysis.open(tmp_path / "dns.pcap.gz") as saved:
        assert saved.capture.compression == "gzip"
        times = space.session.analysis.packets.column("time")[rows]
        assert np.array_equal(saved.packets.column("time"), times)
    assert space.session.path == str(FOLDER / "09-journey.pcap")


def test_the_dialog_says_what_can_not_be_saved(window: MainWindow) -> None:
    opened(window, "09-journey.pcap")
    window.actions_["export_packets"].trigger()
    dialog = window.findChild(SaveDialog)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    dialog.choose(Which.RANGE)
    assert not save.isEnabled()
    dialog.range.setText("2-4,9-")
    assert save.isEnabled() and dialog.rows()[:4].tolist() == [1, 2, 3, 8]
    assert "comments" in dialog.note.text()
    dialog.format.setCurrentText("pcapng")
    assert dialog.note.text() == ""
    assert not dialog.which.button(list(Which).index(Which.MARKED)).isEnabled()
    dialog.reject()


def write_comment(window: MainWindow, text: str) -> None:
    window.actions_["comment"].trigger()
    answer(window, text)


def answer(window: MainWindow, text: str) -> None:
    dialog = window.findChildren(QInputDialog)[-1]
    dialog.setTextValue(text)
    dialog.accept()


def test_a_comment_is_shown_and_saved(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "10.pcapng"
    shutil.copy(FOLDER / "10-reply-and-bounce.pcapng", path)
    space = opened(window, path).workspace
    assert not window.actions_["save"].isEnabled()
    write_comment(window, "look here")
    assert space.packets.lines(0, 1)[0].mark is Mark.COMMENT
    wait(lambda: space.fields.nodes is not None and space.fields.nodes.name(0) == "pkt_comment")
    assert space.fields.nodes.text(space.fields.nodes.children[0][0]) == "look here"
    assert window.windowTitle() == "*10.pcapng"
    window.actions_["save"].trigger()
    wait(lambda: not window.saving.is_changed)
    assert window.windowTitle() == "10.pcapng"
    with Analysis.open(path) as saved:
        assert saved.comments.of(0) == ("look here",)
        assert saved.packets.rows == space.session.analysis.packets.rows


def test_comments_are_edited_and_deleted(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    for text in ("one", "two", "three"):
        write_comment(window, text)
    control, comments = window.comments, space.session.analysis.comments
    control.menu.aboutToShow.emit()
    assert [action.text() for action in control.menu.actions() if "two" in action.text()] == [
        "Edit “two”…", "Delete “two”"]
    control.delete(1)
    control.edit(0)
    answer(window, "changed")
    assert comments.of(0) == ("changed", "three")
    control.put(())
    assert space.packets.lines(0, 1)[0].mark is None
    comments.changed = False


def test_the_menu_lists_some_of_very_many_comments(window: MainWindow) -> None:
    comments = opened(window, "09-journey.pcap").workspace.session.analysis.comments
    window.comments.put([f"comment {number}" for number in range(10_000)])
    window.comments.menu.aboutToShow.emit()
    entries = window.comments.menu.actions()
    assert len(entries) < 100 and "… +9,980" in [entry.text() for entry in entries if not entry.isEnabled()]
    entries[-1].trigger()
    assert window.comments.texts() == ()
    comments.changed = False


def test_comments_are_not_lost_unasked(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    write_comment(window, "keep me")
    window.close()
    assert window.isVisible()
    place(monkeypatch, tmp_path / "kept.pcapng")
    window.findChild(QMessageBox).button(QMessageBox.StandardButton.Save).click()
    agree(window)
    wait(lambda: not window.isVisible())
    with Analysis.open(tmp_path / "kept.pcapng") as saved:
        assert saved.comments.of(0) == ("keep me",)
    assert space.session.path == str(tmp_path / "kept.pcapng")


def test_another_file_waits_until_comments_are_given_up(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    write_comment(window, "lose me")
    window.open_file(str(FOLDER / "04-pop3.pcap"))
    assert not window._opening.at_work
    window.findChild(QMessageBox).button(QMessageBox.StandardButton.Discard).click()
    wait(lambda: window.windowTitle() == "04-pop3.pcap")
    assert space.session.analysis.comments.rows() == []


def test_where_nothing_can_be_written_says_so(window: MainWindow, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    opened(window, "06-dns-iterative.pcap")
    place(monkeypatch, tmp_path / "none" / "x.pcap")
    window.actions_["save_as"].trigger()
    agree(window)
    wait(window.error_bar.isVisible)
    assert "can't be written" in window.error_bar.text and not window.saving.strip.isVisible()
