"""The Statistics tab."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from gui.main_window import MainWindow
from gui.models.style import Style
from gui.statistics import Bars, Statistics, round_up, statistics


@pytest.fixture(scope="module")
def journey() -> Iterator[Analysis]:
    with Analysis.open(FOLDER / "09-journey.pcap") as analysis:
        yield analysis


@pytest.fixture(scope="module")
def found(journey: Analysis) -> Statistics:
    return list(statistics(journey))[-1]


def test_bars_over_time_count_all_packets_by_kind(journey: Analysis, found: Statistics) -> None:
    bars = found.over_time
    assert sum(bars.total(bar) for bar in range(len(bars.edges) - 1)) == journey.packets.rows
    assert sum(bars.counts[Style.DNS]) == len(journey.select("dns"))
    for bar in range(len(bars.edges) - 1):
        assert len(journey.select(bars.filter_text(bar))) == bars.total(bar)


def test_latencies_are_those_of_the_lookups(journey: Analysis, found: Statistics) -> None:
    latencies = [int(row["latency"]) for row in journey.dns_rows() if row["latency"] is not None]
    bars = found.latency
    assert bars is not None and sum(bars.counts[Style.DNS]) == len(latencies)
    for bar in range(len(bars.edges) - 1):
        expected = sum(bars.edges[bar] <= latency < bars.edges[bar + 1] for latency in latencies)
        assert bars.total(bar) == expected


def test_names_are_counted_whatever_their_type(journey: Analysis, found: Statistics) -> None:
    asked = Counter(row["questions"][0]["name"].lower() for row in journey.dns_rows())
    assert {one.name: one.count for one in found.names} == asked
    for one in found.names[:5]:
        assert len(journey.select(one.filter_text)) >= one.count


def test_protocols_and_response_codes_lead_to_their_packets(journey: Analysis, found: Statistics) -> None:
    for one in (*found.protocols, *found.rcodes):
        assert len(journey.select(one.filter_text)) == one.count, one


@pytest.mark.parametrize(("least", "rounded"), [(1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (999, 1000), (1000, 1000)])
def test_widths_are_round(least: int, rounded: int) -> None:
    assert round_up(least) == rounded


def test_a_bar_and_a_line_are_clicked_to_filter(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    window.actions_["tab_statistics"].trigger()
    page = window.tabs.statistics.page
    wait(lambda: page.notice == "" and page.latency.bars is not None)
    chart = page.over_time
    point = QPoint(int(chart._area().left()) + 3, int(chart._area().bottom()) - 3)
    assert chart.told(0) == f"0 µs – 20.0 ms: {', '.join(told(chart.bars))}"
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=point)
    wait(lambda: window.filter.applied.startswith("frame.time_relative >= 0.000000000 &&"))
    assert space.packets.rowCount() == chart.bars.total(0)
    assert window.tabs.currentWidget() is space.panes
    window.actions_["tab_statistics"].trigger()
    page.tables[0].go_to(next(line for line, one in enumerate(page.protocols.counts) if one.name == "smtp"))
    QTest.keyClick(page.tables[0], Qt.Key.Key_Return)
    wait(lambda: window.filter.applied == '_ws.col.protocol == "SMTP"')


def told(bars: Bars) -> list[str]:
    """What is said of the first bar."""
    words = {Style.DNS: "DNS", Style.MAIL: "mail", Style.PLAIN: "other"}
    return [f"{counts[0]} {words[style]}" for style, counts in bars.counts.items() if counts[0]]


def test_a_capture_without_dns_has_no_latencies(window: MainWindow) -> None:
    opened(window, "01-smtp-textbook.pcap")
    window.actions_["tab_statistics"].trigger()
    page = window.tabs.statistics.page
    wait(lambda: page.notice == "")
    dns = len(window.workspace.session.analysis.services.flows_of("dns"))
    wait(lambda: (page.latency.bars is not None) == bool(dns))
    window.actions_["close"].trigger()
    assert page.notice.startswith("Statistics are made")
