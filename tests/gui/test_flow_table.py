"""The Flows tab's table: order, filters, counts, and bytes over time."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from sample_captures import FOLDER

from analyzer.analysis import Analysis
from gui.flow_table import BINS, FlowSort, FlowTable, FlowWish, bytes_over_time, flow_table


@pytest.fixture
def analysis() -> Iterator[Analysis]:
    with Analysis.open(FOLDER / "09-journey.pcap") as found:
        yield found


@pytest.fixture
def table(analysis: Analysis) -> FlowTable:
    return flow_table(analysis)


def test_figures_are_those_of_the_rows(analysis: Analysis, table: FlowTable) -> None:
    rows = list(analysis.flow_rows())
    assert len(table) == len(rows)
    for number, row in enumerate(rows):
        assert (table.service(number), table.state(number) or None) == (row["service"], row["state"])
        assert (table.bytes_sent[number], table.duration[number]) == (row["bytes_sent"], row["duration"])


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(("column", "key"), [
    (FlowSort.NUMBER, lambda row: row["flow"]), (FlowSort.SERVICE, lambda row: row["service"]),
    (FlowSort.START, lambda row: row["start"]), (FlowSort.DURATION, lambda row: row["duration"]),
    (FlowSort.PACKETS, lambda row: row["packets_sent"] + row["packets_received"]),
    (FlowSort.SENT, lambda row: row["bytes_sent"]), (FlowSort.RECEIVED, lambda row: row["bytes_received"]),
    (FlowSort.STATE, lambda row: row["state"] or ""),
    (FlowSort.CLIENT, lambda row: (int(row["client"].split(".")[-1]), row["client_port"])),
    (FlowSort.SERVER, lambda row: (int(row["server"].split(".")[-1]), row["server_port"]))])
def test_sorting(analysis: Analysis, table: FlowTable, column: FlowSort, key: object, descending: bool) -> None:
    rows = list(analysis.flow_rows())
    numbers = table.numbers(FlowWish(sort_by=column, descending=descending)).tolist()
    keys = [key(rows[number]) for number in numbers]        # type: ignore[operator]
    assert sorted(numbers) == list(range(len(rows))) and keys == sorted(keys, reverse=descending)


@pytest.mark.parametrize(("wish", "flows"), [
    (FlowWish("smtp"), [0, 25]), (FlowWish("143"), [30]), (FlowWish("10.77.0.52"), [31]), (FlowWish("smtp 587"), [0]),
    (FlowWish("closed imap"), [30]), (FlowWish(service="pop"), [31]), (FlowWish(state="closed"), [0, 25, 30, 31]),
    (FlowWish(state="closed", service="smtp", text="60760"), [25]), (FlowWish("nothing"), [])])
def test_filters(table: FlowTable, wish: FlowWish, flows: list[int]) -> None:
    assert table.numbers(wish).tolist() == flows


def test_choices(table: FlowTable) -> None:
    assert table.service_counts == [("dns", 28), ("imap", 1), ("pop", 1), ("smtp", 2)]
    assert table.state_counts == [("closed", 4)]


def test_bytes_over_time_add_up(analysis: Analysis, table: FlowTable) -> None:
    found = bytes_over_time(analysis, table, [31, 0, 5])
    assert list(found) == [31, 0, 5]
    for flow, counts in found.items():
        assert len(counts) == BINS and sum(counts) == table.bytes_sent[flow] + table.bytes_received[flow]
    assert np.flatnonzero(found[31]).min() > np.flatnonzero(found[0]).max()


def test_an_empty_capture_has_an_empty_table(analysis: Analysis) -> None:
    table = flow_table(analysis.narrowed(np.zeros(0, np.int64)))
    assert len(table) == table.most_bytes == 0 and table.numbers(FlowWish("x")).tolist() == []
    assert table.service_counts == table.state_counts == []
