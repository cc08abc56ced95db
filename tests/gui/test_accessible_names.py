"""Screen readers: whatever takes the focus says what it is."""
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QWidget
from window_waiting import opened, wait

from gui.main_window import MainWindow

PART_OF_QT = "qt_"
"""How Qt calls the parts of its own widgets; these are read with the whole."""


def nameless(root: QWidget) -> list[str]:
    """What is in sight, can be reached by Tab, and has no name for a screen reader."""
    reached = [one for one in root.findChildren(QWidget) if one.isVisible() and one.focusProxy() is None
               and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.objectName().startswith(PART_OF_QT)]
    assert reached
    return [f"{type(one).__name__} in {type(one.parent()).__name__}" for one in reached
            if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)]


@pytest.mark.parametrize("tab", ["packets", "flows", "dns", "mail", "statistics"])
def test_widgets_of_every_tab_have_names(window: MainWindow, tab: str) -> None:
    opened(window, "09-journey.pcap")
    window.actions_[f"tab_{tab}"].trigger()
    wait(lambda: tab == "packets" or getattr(window.tabs, tab).page.notice == "")
    assert nameless(window) == []


def test_widgets_of_the_start_page_have_names(window: MainWindow) -> None:
    assert nameless(window) == []


@pytest.mark.parametrize("action", ["columns", "color_rules", "save_as", "capture_options", "keys"])
def test_widgets_of_dialogs_have_names(window: MainWindow, action: str) -> None:
    opened(window, "09-journey.pcap")
    window.actions_[action].trigger()
    wait(lambda: any(one.isVisible() for one in window.findChildren(QDialog)))
    found = [name for dialog in window.findChildren(QDialog) for name in nameless(dialog)]
    for dialog in window.findChildren(QDialog):
        dialog.close()
    assert found == []
