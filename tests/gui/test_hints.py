"""Hints show what a capture says, and never take it for markup."""
from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from window_waiting import opened

from gui.main_window import MainWindow
from gui.packet_columns import Column
from gui.text import hint

TAGS = "<img src='file:///etc/passwd'><b>bold</b>"


def test_tags_of_others_are_letters() -> None:
    assert hint(f"{TAGS}\nx") == ("<qt>&lt;img src=&#x27;file:///etc/passwd&#x27;&gt;&lt;b&gt;bold&lt;/b&gt;"
                                  "<br>x</qt>")
    assert hint("") == ""


def test_a_cell_with_tags_is_shown_as_it_is(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    space.packets.fill({0: ("DNS", TAGS)})
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: shown.append(text))
    table = space.panes.packet_list
    at = table.visualRect(space.packets.index(0, Column.INFO)).center()
    QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at)))
    assert shown == [hint(TAGS)]
