"""Light and dark, changed while the window is open."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from window_waiting import opened, wait

from gui import theme
from gui.main_window import MainWindow
from gui.theme import Appearance


@pytest.fixture(autouse=True)
def light_again(app: QApplication) -> Iterator[None]:
    yield
    theme.apply(app, Appearance.LIGHT)


def test_headers_of_tables_become_dark_and_light_again(window: MainWindow) -> None:
    panes = opened(window, "06-dns-iterative.pcap").workspace.panes

    def lightness() -> int:
        header = panes.packet_list.horizontalHeader()
        return header.grab().toImage().pixelColor(header.width() - 30, 4).lightness()
    assert lightness() > 200
    window._looks.set_appearance(Appearance.DARK)
    wait(lambda: lightness() < 80)
    window._looks.set_appearance(Appearance.LIGHT)
    wait(lambda: lightness() > 200)
