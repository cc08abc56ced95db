"""Sorting the packet list by its columns."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from sample_captures import FOLDER
from window_waiting import long_capture, opened, wait

from analyzer.analysis import Analysis
from gui.main_window import MainWindow
from gui.models.listed import Listed
from gui.models.packets import PacketsModel
from gui.packet_columns import DEFAULTS, Column, PacketColumn
from gui.packet_order import Order, in_order, order_of, ordered


@pytest.fixture
def journey() -> Iterator[Analysis]:
    with closing(Analysis.open(FOLDER / "09-journey.pcap")) as analysis:
        yield analysis


def sorted_rows(analysis: Analysis, column: PacketColumn, down: bool = False) -> list[int]:
    *_, found = ordered(analysis, column, down, np.arange(analysis.packets.rows))
    assert isinstance(found, Order)
    return found.rows.tolist()


@pytest.mark.parametrize(("kind", "name"), [
    (Column.NUMBER, "number"), (Column.TIME, "time"), (Column.PROTOCOL, "protocol"), (Column.LENGTH, "length"),
    (Column.INFO, "info")])
@pytest.mark.parametrize("down", [False, True])
def test_rows_stand_in_the_order_of_a_column(journey: Analysis, kind: Column, name: str, down: bool) -> None:
    values = [row[name] for row in journey.packet_rows()]
    if name == "info":
        values = [value.lower() for value in values]
    found = [values[row] for row in sorted_rows(journey, DEFAULTS[kind], down)]
    assert found == sorted(values, reverse=down)


def test_the_order_of_all_lines_serves_some_of_them(journey: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    some = np.arange(3, journey.packets.rows, 2)
    *_, before = ordered(journey, DEFAULTS[Column.INFO], True, some)
    sorted_rows(journey, DEFAULTS[Column.INFO])
    monkeypatch.setattr("analyzer.packet_info_order.info_ranks", lambda *_: pytest.fail("it is worked out again"))
    *_, after = ordered(journey, DEFAULTS[Column.INFO], True, some)
    assert isinstance(before, Order) and isinstance(after, Order)
    assert after.rows.tolist() == before.rows.tolist()


@pytest.mark.parametrize("keys", [
    [], [5], [3, -1, 3, 2, -1], [7, 7, 7], [0, -(1 << 60), 1 << 60, 0], [-(1 << 63) + 1, 1 << 61, 4, 4, -(1 << 62)]])
@pytest.mark.parametrize("kind", [np.int64, np.int32])
def test_equal_keys_of_any_size_stand_as_they_came(keys: list[int], kind: type[np.signedinteger[Any]]) -> None:
    if all(np.iinfo(kind).min <= key <= np.iinfo(kind).max for key in keys):
        assert in_order(np.array(keys, kind)).tolist() == sorted(range(len(keys)), key=lambda place: keys[place])


def test_equal_rows_stay_in_the_order_of_the_capture(journey: Analysis) -> None:
    lengths = journey.packets.column("length")
    for down in (False, True):
        rows = sorted_rows(journey, DEFAULTS[Column.LENGTH], down)
        assert all(one < other for one, other in pairwise(rows) if lengths[one] == lengths[other])


def test_addresses_go_by_their_numbers_and_fields_too(journey: Analysis) -> None:
    text = journey.packets.addresses.text
    ends = [text(int(journey.packets.column("source")[row])) for row in sorted_rows(journey, DEFAULTS[Column.SOURCE])]
    of_ip = [end for end in ends if end and "." in end]
    assert of_ip == sorted(of_ip, key=lambda end: [int(part) for part in end.split(".")])
    ports = sorted_rows(journey, PacketColumn(None, "Port", "tcp.srcport"))
    column = journey.packets.column("source_port")
    tcp = [row for row in ports if journey.packets.transport_of(row) == 6]
    assert ports[-len(tcp):] == tcp and [int(column[row]) for row in tcp] == sorted(int(column[row]) for row in tcp)


def test_lines_and_rows_find_each_other_while_packets_come(tmp_path: Path) -> None:
    model = PacketsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    with closing(Analysis.begin(long_capture(tmp_path))) as analysis:
        analysis.advance()
        model.show(analysis)
        known = analysis.packets.rows
        model.set_order(order_of(np.arange(known)[::-1], known))
        analysis.advance()
        model.grow(analysis.packets.rows)
        assert (model.row_of(0), model.row_of(known - 1), model.row_of(known)) == (known - 1, 0, known)
        assert [model.line_of(model.row_of(line)) for line in range(model.rowCount())] == list(range(model.rowCount()))
        model.keep(np.array([1, 5]))
        assert [model.row_of(line) for line in range(2)] == [1, 5]


def test_a_list_that_is_narrowed_stays_so(journey: Analysis) -> None:
    listed = Listed(known=9, kept=np.array([2, 4, 6]), rows=np.array([2, 4, 6]), order=order_of(np.array([6, 2, 4]), 9))
    grown = listed.grown(12, np.zeros(12, np.int32))
    assert [grown.row_of(line) for line in range(len(grown))] == [6, 2, 4]
    assert (grown.line_of(4), grown.line_of(3), grown.line_of(11), grown.line_near(3)) == (2, -1, -1, 0)
    assert grown.rows_from(0, 1).tolist() == [2, 4, 6] and grown.captured_rows().tolist() == [2, 4, 6]


def click(window: MainWindow, column: int) -> None:
    header = window.workspace.panes.packet_list.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_clicks_on_the_header_sort_and_the_chosen_packet_stays(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    lengths = space.session.analysis.packets.column("length").tolist()
    space.go_to_packet(10)

    def shown() -> list[int]:
        return [lengths[row] for row in space.packets.listed.all_rows().tolist()]
    click(window, Column.LENGTH)
    wait(lambda: shown() == sorted(lengths))
    assert space.state.packet == 10 and space.packets.row_of(space.panes.packet_list.current_line()) == 10
    click(window, Column.LENGTH)
    wait(lambda: shown() == sorted(lengths, reverse=True))
    window.filter.apply("dns")
    wait(lambda: space.packets.rowCount() < len(lengths) and space.packets.listed.order is not None)
    assert shown() == sorted(shown(), reverse=True)
    click(window, Column.LENGTH)
    assert space.packets.listed.order is None


def test_sorting_is_cancelled_and_the_list_stays_as_it_is(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    space = opened(window, "09-journey.pcap").workspace
    header, strip = space.panes.packet_list.horizontalHeader(), space.panes.sort_strip
    click(window, Column.LENGTH)
    wait(lambda: space.packets.listed.order is not None)
    order = space.packets.listed.order
    monkeypatch.setattr("gui.sort_control.SHOWN_AFTER", 0.0)
    monkeypatch.setattr("gui.sort_control.ordered", lambda *_: iter(lambda: 0.5, None))
    click(window, Column.INFO)
    wait(strip.isVisible)
    assert header.sortIndicatorSection() == Column.INFO
    strip.cancel.click()
    wait(lambda: not strip.isVisible())
    assert header.sortIndicatorSection() == Column.LENGTH and space.packets.listed.order is order
    click(window, Column.LENGTH)
    click(window, Column.LENGTH)
    assert space.packets.listed.order is None
    click(window, Column.INFO)
    wait(strip.isVisible)
    strip.cancel.click()
    assert header.sortIndicatorSection() == -1 and space.packets.listed.order is None
