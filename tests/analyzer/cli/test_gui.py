"""`pilotfish gui`: the application stands behind an entry point."""
from __future__ import annotations

from collections.abc import Sequence

import pytest
from program import run

from analyzer.cli import gui


class Point:
    """An entry point."""

    def __init__(self, missing: str = "") -> None:
        self.opened: list[Sequence[str]] = []
        self.missing = missing

    def load(self) -> object:
        if self.missing:
            raise ImportError(self.missing)
        return lambda files: self.opened.append(files) or 7


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch) -> Point:
    point = Point()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point] if group == gui.ENTRY_POINTS else [])
    return point


@pytest.mark.parametrize(("arguments", "files"), [([], []), (["gui"], []), (["gui", "day.pcap"], ["day.pcap"])])
def test_the_application_opens(point: Point, arguments: list[str], files: list[str]) -> None:
    assert run(*arguments) == (7, "", "")
    assert point.opened == [files]


def test_missing_libraries_are_told_in_a_line(point: Point) -> None:
    point.missing = "libEGL.so.1: cannot open shared object file"
    code, _, err = run("gui")
    assert code == 1 and "libEGL.so.1" in err and err.count("\n") == 1


def test_an_application_that_is_not_installed(point: Point, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [])
    code, _, err = run("gui")
    assert code == 1 and "not installed" in err


def test_a_machine_without_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = run()
    assert code == 1 and "no screen" in err and "--help" in err
