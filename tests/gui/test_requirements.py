"""What the system must have."""
from __future__ import annotations

import sys

import pytest

from analyzer.errors import ReportedError
from gui import requirements


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has windows without a screen")
def test_no_screen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ReportedError, match="DISPLAY"):
        requirements.check()


def test_a_qt_that_breaks_this_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "loses_references", lambda: True)
    monkeypatch.setattr(sys, "version_info", (3, 11, 4))
    with pytest.raises(ReportedError, match="PySide6-Essentials"):
        requirements.check()


def test_this_qt_keeps_its_references() -> None:
    assert not requirements.loses_references()
