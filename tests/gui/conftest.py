"""Fixtures of the window's tests: an application without a screen, settings of its own, and no word of Qt unheard."""
from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow

EXPECTED = tuple(f"This plugin does not support {what}" for what in (
    "propagateSizeHints()", "raise()", "grabbing the keyboard"))
"""What the platform without a screen says of itself."""


def _fault_of_qt() -> str:
    """Why Qt can't be used here; "" where it can."""
    try:
        from PySide6 import QtWidgets
    except ImportError as error:
        return f"PySide6 can't start: {error}"
    from gui.requirements import loses_references
    return f"this {QtWidgets.__name__} ends this Python after a while" if loses_references() else ""


FAULT = _fault_of_qt()


class _Skipped(pytest.Module):
    def collect(self) -> list[pytest.Item]:
        pytest.skip(FAULT, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    return _Skipped.from_parent(parent, path=module_path) if FAULT else None


@pytest.fixture(scope="session")
def app() -> QApplication:
    from gui.app import make_application
    from gui.language import Language
    from gui.theme import Appearance
    return make_application(Appearance.LIGHT, Language.ENGLISH)


@pytest.fixture(autouse=True)
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from PySide6.QtCore import QSettings
    folder = tmp_path / "settings"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def quiet_qt() -> Iterator[None]:
    from PySide6.QtCore import qInstallMessageHandler
    heard: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, text: heard.append(text))
    yield
    qInstallMessageHandler(before)
    assert [text for text in heard if text not in EXPECTED] == []


@pytest.fixture(autouse=True)
def no_faults(monkeypatch: pytest.MonkeyPatch, app: QApplication) -> Iterator[None]:
    found: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, fault, _trace: found.append(fault))
    yield
    assert found == []


@pytest.fixture
def window(app: QApplication) -> Iterator[MainWindow]:
    from gui.main_window import MainWindow
    from gui.settings import Settings
    made = MainWindow(Settings())
    made.show()
    yield made
    made.close()
    made.deleteLater()
    app.processEvents()
