"""Live captures in the window, without anything to capture on: what is asked, saved, discarded and found again."""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from sample_captures import FOLDER
from window_waiting import wait

from analyzer.live import events
from analyzer.live.events import Event
from analyzer.live.settings import Settings as CaptureSettings
from gui import live_control, unsaved
from gui.live_plan import NO_FILE, Plan, plan_for
from gui.views.capture_dialog import CaptureDialog

if TYPE_CHECKING:
    from gui.main_window import MainWindow

WHOLE = (FOLDER / "06-dns-iterative.pcap").read_bytes()
BUTTON = QMessageBox.StandardButton


class FakeCapture(QObject):
    """Writes what the test says into the file that it was told."""
    told = Signal(object)

    def __init__(self, settings: CaptureSettings, backend: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self.backend, self.stopped = settings, backend, False

    def start(self) -> None:
        Path(self.settings.file).write_bytes(WHOLE[:5000])
        for event in (Event(events.FILE, self.settings.file), Event(events.STARTED)):
            self.told.emit(event)

    def stop(self) -> None:
        self.stopped = True
        self.told.emit(Event(events.ENDED, "", 40, 0, 40))


@pytest.fixture
def capturing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(live_control, "LiveCapture", FakeCapture)
    window.live.start(["lo"], "port 53")
    wait(lambda: window.workspace.packets.rowCount() > 0)
    return window


def press(window: MainWindow, button: QMessageBox.StandardButton) -> None:
    """Answers the question that was asked."""
    def asked() -> list[QMessageBox]:
        return [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    wait(lambda: bool(asked()))
    asked()[0].button(button).click()
    wait(lambda: not asked())


def choose(monkeypatch: pytest.MonkeyPatch, path: str | Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def kept() -> list[str]:
    return [str(one) for one in unsaved.folder().rglob("*.pcapng")]


def test_what_can_be_done_follows_the_capture(capturing: MainWindow) -> None:
    names = ("capture_start", "capture_stop", "capture_restart", "save_capture", "reload")
    assert [capturing.actions_[name].isEnabled() for name in names] == [False, True, True, False, False]
    assert capturing.windowTitle() == "lo (capturing)" and "dropped" in capturing.live.status.text()
    assert not capturing.settings.recent and len(kept()) == 1
    capturing.actions_["capture_stop"].trigger()
    wait(lambda: capturing.workspace.session.complete)
    assert [capturing.actions_[name].isEnabled() for name in names] == [True, False, False, True, False]
    assert capturing.windowTitle() == "Capture, not saved" and "40 captured · 0 dropped" in capturing.live.status.text()
    capturing.close_file()
    press(capturing, BUTTON.Discard)
    assert not kept() and capturing.workspace.session is None


def test_a_capture_is_saved(capturing: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, tmp_path / "mine.pcapng")
    capturing.live.stop()
    capturing.actions_["save_capture"].trigger()
    wait(lambda: capturing.windowTitle() == "mine.pcapng")
    assert (tmp_path / "mine.pcapng").read_bytes() == WHOLE[:5000] and not kept()
    assert capturing.settings.recent == [str(tmp_path / "mine.pcapng")] and not capturing.live.at_stake
    assert capturing.actions_["reload"].isEnabled()


def test_what_can_not_be_saved_stays(capturing: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, tmp_path / "no" / "such" / "folder.pcapng")
    capturing.live.stop()
    capturing.actions_["save_capture"].trigger()
    wait(lambda: "can't be saved" in capturing.live.bar.text)
    assert len(kept()) == 1 and capturing.live.at_stake
    capturing.live.keeping.discard()


@pytest.mark.parametrize(("button", "closed", "saved"), [
    (BUTTON.Save, True, True), (BUTTON.Discard, True, False), (BUTTON.Cancel, False, False)])
def test_closing_the_window_asks_while_a_capture_runs(
        capturing: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, button: QMessageBox.StandardButton,
        closed: bool, saved: bool) -> None:
    choose(monkeypatch, tmp_path / "mine.pcapng")
    capturing.close()
    press(capturing, button)
    wait(lambda: capturing.isVisible() is not closed)
    assert (tmp_path / "mine.pcapng").exists() is saved and bool(kept()) is not closed
    assert capturing.live.running is not closed
    if not closed:
        capturing.live.stop()
        capturing.live.keeping.discard()


def test_an_empty_capture_is_not_asked_about(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_control, "LiveCapture", FakeCapture)
    monkeypatch.setattr(FakeCapture, "start", lambda self: self.told.emit(Event(events.FAILED, "no rights; `do it`")))
    window.live.start(["lo"], "")
    assert window.live.bar.text == "The capture has ended: no rights; do it" and not window.live.at_stake and not kept()


def test_a_capture_that_never_begins_leaves_the_one_before_as_it_is(
        capturing: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    capturing.live.stop()
    capturing.live.keeping.save(str(tmp_path / "first.pcapng"), lambda: None)
    wait(lambda: capturing.windowTitle() == "first.pcapng")
    monkeypatch.setattr(FakeCapture, "start", lambda self: self.told.emit(Event(events.FAILED, "no rights")))
    capturing.live.start(["lo"], "")
    assert not kept() and not capturing.live.at_stake and not capturing.live.status.isVisible()
    assert capturing.windowTitle() == "first.pcapng" and capturing.workspace.packets.rowCount() > 0


def test_of_a_ring_the_newest_file_is_shown(
        window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_control, "LiveCapture", FakeCapture)
    window.live.carry_out(Plan(plan_for(["lo"]).settings, str(tmp_path / "x.pcapng")))
    wait(lambda: window.workspace.packets.rowCount() > 0)
    (tmp_path / "y.pcapng").write_bytes(WHOLE[:9_000])
    window.live._capture.told.emit(Event(events.FILE, str(tmp_path / "y.pcapng")))
    wait(lambda: window.workspace.session.path.endswith("y.pcapng") and window.workspace.packets.rowCount() > 0)
    assert window.workspace.session.live and window.windowTitle() == "lo (capturing)"
    window.live.stop()
    wait(lambda: window.workspace.session.complete)
    assert window.windowTitle() == "y.pcapng" and window.settings.recent[0] == str(tmp_path / "y.pcapng")


def test_the_options_are_those_of_the_command_line(window: MainWindow, tmp_path: Path) -> None:
    settings = CaptureSettings(("lo",), NO_FILE, "port 53", 96, False, 64, 5, 6, 7_000_000, 8_000_000, 9, 10)
    plan = Plan(settings, str(tmp_path / "x.pcapng"), "scapy")
    dialog, agreed = CaptureDialog(plan, window), []
    dialog.agreed.connect(agreed.append)
    dialog.show()
    wait(lambda: dialog.interfaces.chosen() == ["lo"])
    dialog.start.click()
    assert agreed == [plan] and not dialog.isVisible()


def test_what_can_not_be_is_told_in_the_dialog(window: MainWindow) -> None:
    dialog = CaptureDialog(None, window)
    dialog.show()
    dialog.start.click()
    assert "a capture can't have interfaces" in dialog.fault.text() and dialog.isVisible()
    assert not dialog.keep.isEnabled() and dialog.promiscuous.isChecked()
    dialog.reject()


def test_restarting_asks_and_begins_anew(capturing: MainWindow) -> None:
    before = kept()
    capturing.actions_["capture_restart"].trigger()
    press(capturing, BUTTON.Discard)
    wait(lambda: capturing.live.running and kept() != before)
    assert capturing.live._plan == plan_for(["lo"], "port 53") and len(kept()) == 1
    capturing.live.stop()
    capturing.live.keeping.discard()


def test_a_capture_into_a_file_is_kept_without_a_question(
        window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_control, "LiveCapture", FakeCapture)
    window.live.carry_out(Plan(plan_for(["lo"]).settings, str(tmp_path / "x.pcapng")))
    wait(lambda: window.workspace.packets.rowCount() > 0)
    window.live.stop()
    window.close_file()
    assert window.workspace.session is None and (tmp_path / "x.pcapng").exists() and not kept()


CRASH = """
import sys
from gui.app import make_application
app = make_application()
from gui import unsaved
made = unsaved.begin()
open(made.file, "wb").write(open(sys.argv[1], "rb").read(5000))
print(made.file, flush=True)
sys.stdin.read()
"""


def test_what_a_crash_has_left_is_offered(window: MainWindow, app: QApplication) -> None:
    process = subprocess.Popen([sys.executable, "-c", CRASH, FOLDER / "06-dns-iterative.pcap"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, cwd=FOLDER.parent, env={**os.environ})
    with process:
        file = process.stdout.readline().strip()
        assert list(unsaved.left()) == [] and kept() == [file]      # its window is still there
        process.kill()
    window.live.keeping.offer(window.live.bar, window._open)
    assert "was not saved before the program ended" in window.live.bar.text
    window.live.bar._button.click()
    wait(lambda: window.workspace.session is not None and window.workspace.session.complete)
    assert window.windowTitle() == "Capture, not saved" and window.actions_["save_capture"].isEnabled()
    window.close_file()
    press(window, BUTTON.Discard)
    assert not kept()


def test_captures_without_packets_are_no_loss() -> None:
    made = unsaved.begin()
    Path(made.file).write_bytes(WHOLE[:24])
    made.let_go()
    assert list(unsaved.left()) == [] and not list(unsaved.folder().iterdir())


def test_a_plan_is_remembered(window: MainWindow, capturing: Callable[[], None]) -> None:
    settings = CaptureSettings(("lo", "eth0"), "/x", "port 53", 96, False, 64, 5, 6, 7, 1 << 20, 9, 10)
    window.settings.capture_plan = Plan(settings, "/x.pcapng", "dumpcap")
    assert window.settings.capture_plan == Plan(settings, "/x.pcapng", "dumpcap")
    for text in ("", "[]", "[1, 2, 3]", '["{}", "", "auto"]', '["x", "", "auto"]'):
        assert Plan.of_line(text) is None
    window.live.stop()
    window.live.keeping.discard()
