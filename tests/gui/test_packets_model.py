"""The packet list's model."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from sample_captures import FOLDER
from window_waiting import long_capture

from analyzer.analysis import Analysis
from gui.models.packets import PacketsModel
from gui.models.style import Style, style_of
from gui.packet_columns import Column

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def journey() -> Iterator[Analysis]:
    with closing(Analysis.open(FOLDER / "09-journey.pcap")) as analysis:
        yield analysis


def test_rows_are_what_the_command_line_prints(journey: Analysis) -> None:
    model = PacketsModel()
    model.show(journey)
    printed = list(journey.packet_rows())
    assert model.rowCount() == len(printed)
    model.fill({row: (line["protocol"], line["info"]) for row, line in enumerate(printed)})
    for line, row in zip(model.lines(0, model.rowCount()), printed, strict=True):
        assert (line.cells[Column.NUMBER], line.cells[Column.SOURCE], line.cells[Column.PROTOCOL],
                line.cells[Column.LENGTH], line.cells[Column.INFO]) == (
            str(row["number"]), row["source"], row["protocol"], str(row["length"]), row["info"])


def test_times_count_from_the_first_packet(journey: Analysis) -> None:
    model = PacketsModel()
    model.show(journey)
    times = journey.packets.column("time")
    assert model.index(0, Column.TIME).data() == "0.000000"
    assert float(model.index(5, Column.TIME).data()) == pytest.approx(int(times[5] - times[0]) / 1e9, abs=1e-6)


def test_lines_that_were_forgotten_are_read_again(journey: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.models.packets.LINES_KEPT", 8)
    model = PacketsModel()
    model.show(journey)
    for first in range(0, 30, 5):
        numbers = [line.cells[Column.NUMBER] for line in model.lines(first, first + 10)]
        assert numbers == [str(number) for number in range(first + 1, first + 11)]


def test_infos_are_asked_for_once(journey: Analysis) -> None:
    model, asked = PacketsModel(), []
    model.wanted.connect(asked.append)
    model.show(journey)
    for _ in range(2):
        model.lines(0, 5)
    assert asked == [[0, 1, 2, 3, 4]]
    model.fill(dict.fromkeys(range(5), ("TCP", None)))
    model.lines(0, 5)
    assert len(asked) == 1
    model.fill(dict.fromkeys(range(5), ("TCP", "info")))
    model.lines(2, 6)
    assert asked[1:] == [[5]]


def test_a_flow_narrows_and_packets_find_their_lines(journey: Analysis) -> None:
    model = PacketsModel()
    QAbstractItemModelTester(model, STRICT)
    model.show(journey)
    rows = journey.rows_of(0)
    model.narrow(0, rows, journey.packets.rows)
    assert model.rowCount() == len(rows)
    assert [model.row_of(line) for line in range(len(rows))] == rows.tolist()
    assert model.line_of(int(rows[-1])) == len(rows) - 1
    assert model.line_of(int(journey.rows_of(1)[0])) == -1
    model.widen()
    assert model.rowCount() == journey.packets.rows


def test_a_narrowed_list_grows_with_the_file(tmp_path: Path) -> None:
    model = PacketsModel()
    QAbstractItemModelTester(model, STRICT)
    with closing(Analysis.begin(long_capture(tmp_path))) as analysis:
        analysis.advance()
        model.show(analysis)
        known = analysis.packets.rows
        model.narrow(0, analysis.rows_of(0), known)
        while analysis.advance():
            model.grow(analysis.packets.rows)
        assert analysis.packets.rows > known
        assert [model.row_of(line) for line in range(model.rowCount())] == analysis.rows_of(0).tolist()


def test_nothing_is_kept_for_rows_out_of_sight(tmp_path: Path) -> None:
    model = PacketsModel()
    with closing(Analysis.open(long_capture(tmp_path))) as analysis:
        model.show(analysis)
        model.lines(3_000, 3_040)
    assert len(model._lines) == 40


def test_styles() -> None:
    assert style_of("SMTP") is Style.MAIL
    assert style_of("MDNS") is Style.DNS
    assert style_of("TCP") is Style.PLAIN
    assert style_of("SMTP", 0x14) is Style.PROBLEM
