"""The minimap: which colour stands where, and where a click goes."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sample_captures import FOLDER
from window_waiting import long_capture, opened, wait

from analyzer.analysis import Analysis
from gui.coloring import DEFAULTS, Rule
from gui.main_window import MainWindow
from gui.models.listed import Listed
from gui.models.style import Style
from gui.overview import STYLES, overview, shades


def styles_of(name: str, rules: tuple[Rule, ...]) -> list[Style]:
    with Analysis.open(FOLDER / name) as analysis:
        found = list(overview(analysis, rules))[-1]
        return [STYLES[number] for number in found.tolist()]


def test_styles_are_those_of_the_first_rule_that_fits() -> None:
    rules = (Rule("Wrong", "no.such.field", Style.PROBLEM), Rule("Off", "dns", Style.WARNING, used=False),
             Rule("First", "frame.number == 1", Style.MAIL), Rule("Lookups", "udp.port == 53", Style.DNS))
    assert styles_of("06-dns-iterative.pcap", rules)[:3] == [Style.MAIL, Style.DNS, Style.DNS]


def test_the_usual_rules_color_mail_and_lookups() -> None:
    assert {Style.MAIL, Style.DNS} <= set(styles_of("09-journey.pcap", DEFAULTS))


@pytest.mark.parametrize(("lines", "height", "expected"), [
    ([0, 2, 2], 10, [0, 2, 2]), ([2, 2, 6, 2, 2, 2, 2, 2], 2, [6, 2]), ([2, 3, 3, 3, 0, 0, 0, 1], 2, [3, 0]),
    ([], 5, []), ([1, 2], 0, [1, 2])])
def test_a_strip_shows_what_is_wrong_and_else_what_stands_in_the_middle(
        lines: list[int], height: int, expected: list[int]) -> None:
    assert shades(np.array(lines, np.uint8), Listed(known=len(lines)), height) == expected


def test_only_listed_packets_have_a_place() -> None:
    styles = np.array([1, 2, 3, 4], np.uint8)
    assert shades(styles, Listed(known=9, rows=np.array([1, 3, 7])), 10) == [2, 4]
    assert shades(styles, Listed(known=2), 10) == [1, 2]


def test_a_million_packets_take_few_steps() -> None:
    found = shades(np.arange(1_000_000, dtype=np.uint32).astype(np.uint8) % 5, Listed(known=1_000_000), 600)
    assert len(found) == 600


def test_a_click_goes_there_and_no_colours_hide_it(window: MainWindow, tmp_path: Path) -> None:
    space = opened(window, long_capture(tmp_path)).workspace
    minimap, bar = space.panes.minimap, space.panes.packet_list.verticalScrollBar()
    wait(lambda: minimap._styles is not None)
    wait(lambda: minimap._shades is not None and STYLES.index(Style.DNS) in minimap._shades)
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(5, minimap.height() - 2))
    assert bar.value() > bar.maximum() - 100
    top = space.panes.packet_list.horizontalHeader().height()
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(5, top))
    assert bar.value() == 0
    window.actions_["colorize"].trigger()
    assert minimap.isHidden()
