"""Colouring rules."""
from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtWidgets import QDialogButtonBox
from sample_captures import FOLDER
from window_waiting import PATIENCE, opened, wait

from analyzer.analysis import Analysis
from gui import color_control
from gui.coloring import DEFAULTS, Rule, colored
from gui.filtering import verdict
from gui.main_window import MainWindow
from gui.models.style import Style
from gui.overview import STYLES
from gui.settings import Settings
from gui.views.color_dialog import FILTER, ColorDialog


def styles(window: MainWindow) -> list[Style]:
    return [line.style for line in window.workspace.packets.lines(0, 6)]


@pytest.mark.parametrize(("name", "kept", "style"), [
    ("09-journey.pcap", "dns.flags.rcode == 0 and dns", Style.DNS), ("09-journey.pcap", "smtp and tcp", Style.MAIL),
    ("09-journey.pcap", "tcp.flags.syn == 1", Style.PLAIN), ("05-imap.pcap", "imap.request.username", Style.MAIL),
    ("06-dns-iterative.pcap", "dns.flags.rcode == 3 and dns.flags.response == 1", Style.WARNING),
    ("02-esmtp-auth.pcap", "smtp.response.code >= 500", Style.WARNING)])
def test_the_first_rule_that_fits_counts(name: str, kept: str, style: Style) -> None:
    with Analysis.open(FOLDER / name) as analysis:
        rows = analysis.select(kept).tolist()
        assert rows
        assert {one for part in colored(analysis, DEFAULTS, rows) for one in part.values()} == {style}


def test_every_default_rule_is_understood() -> None:
    with Analysis.open(FOLDER / "06-dns-iterative.pcap") as analysis:
        assert [rule.name for rule in DEFAULTS if verdict(rule.text, analysis.registry).fault] == []


def test_rules_that_are_off_or_not_understood_are_left_out() -> None:
    rules = [Rule("Off", "dns", Style.PROBLEM, used=False), Rule("Faulty", "dns &&", Style.WARNING)]
    with Analysis.open(FOLDER / "06-dns-iterative.pcap") as analysis:
        assert list(colored(analysis, rules, [0, 1])) == [{0: Style.PLAIN, 1: Style.PLAIN}]


def test_the_list_takes_the_colours_of_its_rules_or_none(window: MainWindow) -> None:
    opened(window, "06-dns-iterative.pcap")
    wait(lambda: styles(window) == [Style.DNS] * 6)
    window.coloring.use([Rule("Answers", "dns.flags.response == 1", Style.PROBLEM), Rule("All", "frame", Style.MAIL)])
    wait(lambda: set(styles(window)) == {Style.PROBLEM, Style.MAIL})
    window.actions_["colorize"].trigger()
    assert styles(window) == [Style.PLAIN] * 6
    assert not Settings().is_colored and len(Settings().color_rules) == 2


def test_colours_that_come_late_do_not_undo_later_rules(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def held(analysis: Analysis, rules: Sequence[Rule], rows: Sequence[int]) -> Iterator[dict[int, Style]]:
        parts = list(colored(analysis, rules, rows))
        if rules[0].style is Style.PROBLEM:
            begun.set()
            goes_on.wait(PATIENCE)
        yield from parts

    opened(window, "06-dns-iterative.pcap")
    monkeypatch.setattr(color_control, "colored", held)
    window.coloring.use([Rule("All", "frame", Style.PROBLEM)])
    wait(begun.is_set)
    window.coloring.use([Rule("All", "frame", Style.MAIL)])
    goes_on.set()
    wait(lambda: styles(window) == [Style.MAIL] * 6 and not window.workspace.packets.uncolored(range(6)))


def test_a_rule_that_is_not_understood_can_not_be_agreed_to(window: MainWindow) -> None:
    opened(window, "06-dns-iterative.pcap")
    window.actions_["color_rules"].trigger()
    dialog = window.findChild(ColorDialog)
    ok, first = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), dialog.table.item(0, FILTER)
    first.setText("dns.flags.rcoed == 0")
    assert not ok.isEnabled() and "dns.flags.rcode" in dialog.fault.text()
    first.setText("dns.flags.response == 1")
    dialog.table.setCurrentCell(0, 0)
    dialog.shift(1)
    ok.click()
    assert [rule.text for rule in Settings().color_rules[:2]] == [DEFAULTS[1].text, "dns.flags.response == 1"]
    wait(lambda: Style.PROBLEM in styles(window))


def test_rows_in_sight_are_coloured_by_rules_and_others_as_columns_let_expect(window: MainWindow) -> None:
    packets = opened(window, "06-dns-iterative.pcap").workspace.packets
    wait(lambda: styles(window) == [Style.DNS] * 6)
    packets.forget_texts()
    assert packets.uncolored(range(3)) == [0, 1, 2]
    packets.expect(np.full(packets.rowCount(), STYLES.index(Style.ODD), np.uint8))
    packets.paint({1: Style.WARNING})
    assert packets.uncolored(range(3)) == [0, 2]
    assert styles(window) == [Style.ODD, Style.WARNING, *[Style.ODD] * 4]
    wait(lambda: styles(window) == [Style.DNS, Style.WARNING, *[Style.DNS] * 4])
