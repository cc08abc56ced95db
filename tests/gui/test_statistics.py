"""The Statistics tab."""
from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from gui.counting.bars import MOST_BARS, Bars, Timeline, round_up
from gui.counting.mails import emails
from gui.main_window import MainWindow
from gui.statistics import Statistics, statistics
from gui.views.statistics_page import StatisticsPage

WHOLE = 10 ** 18


@pytest.fixture(scope="module")
def journey() -> Iterator[Analysis]:
    with Analysis.open(FOLDER / "09-journey.pcap") as analysis:
        yield analysis


@pytest.fixture(scope="module")
def found(journey: Analysis) -> Statistics:
    last = list(statistics(journey))[-1]
    assert last is not None and last.is_whole
    return last


def lead_to_what_they_count(analysis: Analysis, bars: Bars) -> None:
    for bar in range(len(bars)):
        assert len(analysis.select(bars.filters[bar])) == bars.total(bar), bars.filters[bar]


def test_bars_over_time_count_all_packets_by_protocol(journey: Analysis, found: Statistics) -> None:
    bars = found.timeline.bars(0, WHOLE, by_bytes=False)
    assert sum(map(bars.total, range(len(bars)))) == journey.packets.rows and len(bars) <= MOST_BARS
    assert sum(bars.series["dns"]) == len(journey.select("dns"))
    lead_to_what_they_count(journey, bars)
    octets = found.timeline.bars(0, WHOLE, by_bytes=True)
    assert sum(map(octets.total, range(len(octets)))) == found.octets


def test_what_is_zoomed_in_is_a_part_in_finer_bars(journey: Analysis, found: Statistics) -> None:
    bars = found.timeline.bars(20_000_000, 40_000_000, by_bytes=False)
    assert bars.edges[0] <= 20_000_000 and bars.edges[-1] >= 40_000_000
    assert bars.edges[1] - bars.edges[0] < 1_000_000
    lead_to_what_they_count(journey, bars)


@pytest.mark.parametrize("bins", [1, 2, 119, 121, 5_999])
def test_bars_of_any_span_hold_what_its_bins_hold(bins: int) -> None:
    counts = np.arange(bins)
    line = Timeline(10, {"a": counts}, {"a": counts})
    for first, stop in ((0, WHOLE), (0, 1), (bins * 5, bins * 10), (bins * 10 - 1, WHOLE)):
        bars = line.bars(first, stop, by_bytes=False)
        inside = counts[bars.edges[0] // 10:bars.edges[-1] // 10]
        assert 1 <= len(bars) == len(bars.filters) and sum(bars.series["a"]) == inside.sum()


def test_protocols_stand_below_what_carries_them(journey: Analysis, found: Statistics) -> None:
    lines = [(one.depth, one.name) for one in found.protocols]
    assert lines[:4] == [(0, "eth"), (1, "ip"), (2, "tcp"), (3, "smtp")] and (3, "dns") in lines and (1, "arp") in lines
    for one in found.protocols:
        assert len(journey.select(one.filter_text)) == one.count, one


def test_conversations_and_endpoints_lead_to_their_packets(journey: Analysis, found: Statistics) -> None:
    for one in (*found.conversations, *found.endpoints):
        assert len(journey.select(one.filter_text)) == one.count, one
    flows = list(journey.flow_rows())
    assert sum(one.size for one in found.conversations) == sum(row["bytes_sent"] + row["bytes_received"]
                                                              for row in flows)


def test_latencies_types_and_codes_are_those_of_the_lookups(journey: Analysis, found: Statistics) -> None:
    assert found.lookups is not None
    rows, bars = list(journey.dns_rows()), found.lookups.latency
    latencies = [int(row["latency"]) for row in rows if row["latency"] is not None]
    assert sum(map(bars.total, range(len(bars)))) == len(latencies)
    for bar in range(len(bars)):
        assert bars.total(bar) == sum(bars.edges[bar] <= latency < bars.edges[bar + 1] for latency in latencies)
    types = found.lookups.types
    assert dict(zip(types.names, types.series["dns"], strict=True)) == Counter(
        row["questions"][0]["type"] for row in rows)
    lead_to_what_they_count(journey, found.lookups.rcodes)


def test_names_are_counted_whatever_their_type(journey: Analysis, found: Statistics) -> None:
    assert found.lookups is not None
    asked = Counter(row["questions"][0]["name"].lower() for row in journey.dns_rows())
    assert {one.name: one.count for one in found.lookups.names} == asked
    for one in found.lookups.names[:5]:
        assert len(journey.select(one.filter_text)) >= one.count


def test_emails_are_counted_by_size_and_hour(journey: Analysis, found: Statistics) -> None:
    rows = list(journey.mail_rows())
    assert found.emails is not None and found.emails.count == len(rows)
    for bars in (found.emails.sizes, found.emails.hours):
        assert sum(map(bars.total, range(len(bars)))) == len(rows)
    sizes = found.emails.sizes
    assert sizes.edges[0] <= min(row["size"] for row in rows) and sizes.edges[-1] > max(row["size"] for row in rows)
    assert len(journey.select(next(filter(None, found.emails.hours.filters)))) == len(rows)


def test_emails_of_all_sizes_have_a_bar() -> None:
    sizes = emails({"size": size, "time": 0, "first_packet": 1} for size in (0, 1, 9, 10, 10 ** 9)).sizes
    assert sum(map(sizes.total, range(len(sizes)))) == 5


@pytest.mark.parametrize(("least", "rounded"), [(1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (999, 1000), (1000, 1000)])
def test_widths_are_round(least: int, rounded: int) -> None:
    assert round_up(least) == rounded


def test_a_window_starts_without_pyqtgraph() -> None:
    code = "import sys, gui.main_window; assert 'pyqtgraph' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent, check=False).returncode == 0


# In the window.

@pytest.fixture
def page(window: MainWindow) -> StatisticsPage:
    opened(window, "09-journey.pcap")
    window.actions_["tab_statistics"].trigger()
    made = window.tabs.statistics.page
    wait(lambda: made.notice == "" and made.sizes.bars is not None)
    wait(lambda: made.over_time.plot is not None and made.over_time.plot.bars is made.over_time.bars)
    return made


def test_a_bar_and_a_line_are_clicked_to_filter(window: MainWindow, page: StatisticsPage) -> None:
    space, chart = window.workspace, page.over_time
    plot, bars = chart.plot, chart.bars
    assert plot is not None and bars is not None
    assert chart.told(0) == "0 µs – 10.0 ms: 28 SMTP, 28 DNS"
    middle = plot._view.mapViewToScene(QPointF(0.005, bars.most / 4))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(middle))
    wait(lambda: window.filter.applied.startswith("frame.time_relative >= 0.000000000 &&"))
    assert space.packets.rowCount() == bars.total(0) and window.tabs.currentWidget() is space.panes
    window.actions_["tab_statistics"].trigger()
    page.tables[0].go_to(next(line for line, one in enumerate(page.protocols.counts) if one.name == "smtp"))
    QTest.keyClick(page.tables[0], Qt.Key.Key_Return)
    wait(lambda: window.filter.applied == '_ws.col.protocol == "SMTP"')


def test_bars_are_gone_through_by_keys_and_told(window: MainWindow, page: StatisticsPage) -> None:
    plot = page.over_time.plot
    assert plot is not None
    plot.go_to(0)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.accessibleDescription() == page.over_time.told(1) and plot.accessibleName() == page.over_time.title
    wanted = page.over_time.bars.filters[1] if page.over_time.bars else ""
    QTest.keyClick(plot, Qt.Key.Key_Return)
    wait(lambda: window.filter.applied == wanted)


def test_time_is_zoomed_by_keys_and_shown_whole_again(page: StatisticsPage) -> None:
    chart = page.over_time
    plot, all_bars = chart.plot, chart.bars
    assert plot is not None and all_bars is not None and not chart.whole.isEnabled()
    plot.go_to(1)
    for _ in range(3):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    wait(lambda: chart.bars is not None and chart.bars.edges[-1] < all_bars.edges[-1] / 2)
    assert chart.whole.isEnabled()
    chart.whole.click()
    wait(lambda: chart.bars is not None and chart.bars.edges == all_bars.edges)
    assert not chart.whole.isEnabled()


def test_bytes_are_counted_where_they_are_asked_for(page: StatisticsPage) -> None:
    page.over_time.measure.setCurrentIndex(1)
    assert "kB" in page.over_time.told(0)


def test_pictures_are_copied_and_saved(page: StatisticsPage, tmp_path: Path) -> None:
    page.sections.setCurrentRow(3)
    page.latency.copy()
    copied = QApplication.clipboard().image()
    assert len({copied.pixel(x, copied.height() // 2) for x in range(copied.width())}) > 2
    for name in ("a.png", "a.svg"):
        page.latency.save(str(tmp_path / name))
        with pytest.raises(OSError):
            page.latency.save(str(tmp_path / "nowhere" / name))
    assert QImage(str(tmp_path / "a.png")).size() == copied.size()
    assert "<svg" in (tmp_path / "a.svg").read_text() and "<path" in (tmp_path / "a.svg").read_text()


def test_all_sections_are_drawn_light_and_dark(window: MainWindow, page: StatisticsPage) -> None:
    for row in range(page.sections.count()):
        page.sections.setCurrentRow(row)
        window.grab()
    page.recolor()
    page.set_points(3)
    assert window.grab().width() == window.width()


def test_a_capture_without_mail_says_so(window: MainWindow) -> None:
    opened(window, "06-dns-iterative.pcap")
    window.actions_["tab_statistics"].trigger()
    page = window.tabs.statistics.page
    wait(lambda: page.notice == "" and page.latency.bars is not None)
    wait(lambda: page.sizes._empty.text().startswith("No emails"))
    assert page.sizes.bars is None
    window.actions_["close"].trigger()
    assert page.notice.startswith("Statistics are made")
