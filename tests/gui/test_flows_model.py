"""The flow list's model."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from sample_captures import FOLDER

from analyzer.analysis import Analysis
from gui.models.flows import FlowColumn, FlowsModel, duration_text, size_text

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def journey() -> Iterator[Analysis]:
    with closing(Analysis.open(FOLDER / "09-journey.pcap")) as analysis:
        yield analysis


def test_flows_and_their_services(journey: Analysis) -> None:
    model = FlowsModel()
    QAbstractItemModelTester(model, STRICT)
    model.show(journey)
    model.grow(len(journey.flows), journey.services.numbers())
    assert model.rowCount() == len(journey.flows)
    first = next(journey.flow_rows([0]))
    cells = model.lines(0, 1)[0].cells
    assert cells[FlowColumn.SERVICE] == first["service"].upper()
    assert cells[FlowColumn.CLIENT] == f"{first['client']}:{first['client_port']}"
    assert cells[FlowColumn.PACKETS] == str(first["packets_sent"] + first["packets_received"])
    assert cells[FlowColumn.STATE] == first["state"]


def test_flows_of_some_services(journey: Analysis) -> None:
    model = FlowsModel()
    QAbstractItemModelTester(model, STRICT)
    model.show(journey)
    services = journey.services.numbers()
    model.grow(3, services[:3])
    model.narrow(("dns",))
    model.grow(len(journey.flows), services)
    flows = journey.services.flows_of("dns").tolist()
    assert [model.flow_of(line) for line in range(model.rowCount())] == flows
    assert model.line_of(flows[2]) == 2
    assert model.line_of(journey.services.flows_of("smtp").tolist()[0]) == -1
    assert model.counts()["dns"] == len(flows)


@pytest.mark.parametrize(("size", "text"), [
    (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (9_999, "10.0 kB"), (12_345, "12 kB"), (1_500_000, "1.5 MB"),
    (2 * 10**12, "2.0 TB"), (5 * 10**15, "5000 TB"),
])
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(("time_ns", "text"), [
    (0, "0 µs"), (1_500, "2 µs"), (1_500_000, "1.5 ms"), (59_990_000_000, "59.99 s"), (61_000_000_000, "1:01 min"),
    (3_661_000_000_000, "1:01:01 h"),
])
def test_durations(time_ns: int, text: str) -> None:
    assert duration_text(time_ns) == text
