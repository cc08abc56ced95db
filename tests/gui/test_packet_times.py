"""Formats of times in the packet list."""
from __future__ import annotations

import time

import numpy as np
import pytest
from window_waiting import opened, wait

from gui.main_window import MainWindow
from gui.packet_columns import Column
from gui.packet_times import Clock, TimeFormat
from gui.settings import Settings

TIMES = np.array([1_700_000_000_250_000_001, 1_700_000_001_000_000_000, 1_700_000_003_500_000_000], np.int64)


def texts(form: TimeFormat, digits: int | None, references: tuple[int, ...] = ()) -> list[str]:
    clock = Clock(form, digits)
    clock.start(TIMES, 9)
    clock.refer(references)
    return [clock.text(row, int(TIMES[row]), (-1, -1, 0)[row]) for row in range(3)]


@pytest.mark.parametrize(("form", "digits", "expected"), [
    (TimeFormat.SINCE_FIRST, None, ["0.000000000", "0.749999999", "3.249999999"]),
    (TimeFormat.SINCE_CAPTURED, 3, ["0.000", "0.749", "2.500"]),
    (TimeFormat.SINCE_DISPLAYED, 3, ["0.000", "0.000", "3.249"]),
    (TimeFormat.EPOCH, 1, ["1700000000.2", "1700000001.0", "1700000003.5"]),
    (TimeFormat.UTC_DATE, 6, ["2023-11-14 22:13:20.250000", "2023-11-14 22:13:21.000000",
                              "2023-11-14 22:13:23.500000"]),
    (TimeFormat.UTC_DAY_OF_YEAR, 0, ["2023/318 22:13:20", "2023/318 22:13:21", "2023/318 22:13:23"]),
    (TimeFormat.UTC_TIME_OF_DAY, 0, ["22:13:20", "22:13:21", "22:13:23"])])
def test_formats(form: TimeFormat, digits: int | None, expected: list[str]) -> None:
    assert texts(form, digits) == expected


def test_times_of_this_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XYZ-2")
    time.tzset()
    assert texts(TimeFormat.DATE, 0)[0] == "2023-11-15 00:13:20"
    monkeypatch.undo()
    time.tzset()


def test_references_and_times_out_of_the_calendar() -> None:
    assert texts(TimeFormat.SINCE_FIRST, 1, (1,)) == ["0.0", "*REF*", "2.5"]
    clock = Clock(TimeFormat.UTC_DATE, 0)
    clock.start(np.array([-(1 << 63)], np.int64), 9)
    assert clock.text(0, -(1 << 63), -1)
    before = Clock(TimeFormat.SINCE_FIRST, 3)
    before.start(np.array([0, -1_500_000_000], np.int64), 9)
    assert before.text(1, -1_500_000_000, 0) == "-1.500"


def test_the_chosen_format_is_shown_and_remembered(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    next(action for action in window.times.menu.actions() if action.shortcut().toString() == "Ctrl+Alt+3").trigger()
    first = int(space.session.analysis.packets.column("time")[0])
    assert space.packets.index(0, Column.TIME).data() == f"{first // 10 ** 9}.{first % 10 ** 9 // 1000:06d}"
    assert Settings().time_format == (TimeFormat.EPOCH, None)


def test_times_since_the_displayed_packet_follow_the_filter(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    window.times.use(TimeFormat.SINCE_DISPLAYED, 9)
    window.filter.apply("frame.number in {1, 5}")
    wait(lambda: space.packets.rowCount() == 2)
    times = space.session.analysis.packets.column("time")
    assert float(space.packets.index(1, Column.TIME).data()) == pytest.approx(int(times[4] - times[0]) / 1e9)


def test_the_column_is_as_wide_as_the_format_needs(window: MainWindow) -> None:
    packet_list = opened(window, "06-dns-iterative.pcap").workspace.panes.packet_list
    before = packet_list.columnWidth(Column.TIME)
    window.times.use(TimeFormat.UTC_DATE, 9)
    assert packet_list.columnWidth(Column.TIME) > before
