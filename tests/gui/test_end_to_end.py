"""From the first key to a file on disk: a real window on a display, with real key and mouse events."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest
from sample_captures import FOLDER

import analyzer

pytestmark = pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")),
                                reason="Xvfb and xdotool are not installed")
PATIENCE = 60
"""Seconds after which something does not happen any more."""


@pytest.fixture
def display() -> Iterator[str]:
    """A display of its own."""
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                              pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as announced:
        number = announced.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


class Person:
    """Someone before the window: looks for its parts, types and clicks."""

    def __init__(self, display: str, home: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(home),
                             "LANGUAGE": "en", "XDG_CONFIG_HOME": str(home / "config"), "XDG_RUNTIME_DIR": str(home)}
        self._window = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("pointed_window.py"))], env=self._environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Person:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._window.terminate()
        self._window.communicate()

    def look_for(self, part: str) -> list[str]:
        """Where a part is (the number of a window), once it is there and stays where it is."""
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        before: list[str] = []
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._window.stdin.write(part + "\n")
            self._window.stdin.flush()
            found = self._window.stdout.readline().split()
            if found and found == before:
                return found
            before = found
            time.sleep(0.2)
        raise AssertionError(f"nobody finds {part}")

    def click(self, part: str) -> None:
        """Clicks on a part."""
        self._do("mousemove", *self.look_for(part), "click", "1")

    def press(self, *keys: str) -> None:
        """Presses keys, such as ctrl+o."""
        self._do("key", "--delay", "50", *keys)

    def write(self, text: str) -> None:
        """Types a text."""
        self._do("type", "--delay", "5", text)

    def turn_to(self, title: str) -> None:
        """Waits for a window whose title begins so, and turns to it."""
        self._do("windowfocus", "--sync", *self.look_for(f"window {title}"))

    def _do(self, *what: str) -> None:
        subprocess.run(["xdotool", *what], env=self._environment, check=True, timeout=PATIENCE,
                       stdout=subprocess.DEVNULL)


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_person_opens_a_capture_and_saves_an_email(display: str, tmp_path: Path) -> None:
    capture, target = FOLDER / "09-journey.pcap", tmp_path / "saved.eml"
    with Person(display, tmp_path) as person:
        person.turn_to("")
        person.press("ctrl+o")
        person.turn_to("Open a capture")
        person.write(str(capture))
        person.press("Return")
        person.turn_to(capture.name)
        person.press("alt+4")
        person.click("row 1 of Emails")
        person.click("button Save mail…")
        person.turn_to("Save as")
        person.press("ctrl+a")
        person.write(str(target))
        person.press("Return")
        wait_until(lambda: target.exists() and target.stat().st_size > 0)
    with analyzer.open(capture) as analysis:
        assert target.read_bytes() == analysis.emails()[1].content()
