"""Finding and marking packets."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from analyzer.errors import UsageError
from gui.finding import Found, Search, What, Where, find
from gui.main_window import MainWindow
from gui.models.style import Style
from gui.packet_columns import Column


@pytest.fixture(scope="module")
def journey() -> Iterator[Analysis]:
    with Analysis.open(FOLDER / "09-journey.pcap") as analysis:
        yield analysis


def found(analysis: Analysis, search: Search) -> list[int]:
    """All packets that are found, one after the other."""
    rows, at = [], 0
    while at < analysis.packets.rows:
        part = list(find(analysis, np.arange(at, analysis.packets.rows), search))[-1]
        assert isinstance(part, Found)
        if part.row is None:
            break
        rows.append(part.row)
        at = part.row + 1
    return rows


@pytest.mark.parametrize(("search", "kept"), [
    (Search("dns.flags.response == 1", What.FILTER), "dns.flags.response == 1"),
    (Search('smtp.req.command == "MAIL"', What.FILTER), 'smtp.req.command == "MAIL"'),
    (Search("0d 0a:0d-0A", What.HEX), "frame contains 0d:0a:0d:0a"),
    (Search("harbor", What.TEXT, Where.BYTES, by_case=True), 'frame contains "harbor"'),
    (Search("^.{12}\\x08\\x06", What.EXPRESSION, Where.BYTES, by_case=True), "eth.type == 0x0806"),
    (Search("STANDARD QUERY RESPONSE", What.TEXT), "dns.flags.response == 1"),
    (Search("\\bPTR\\b.*harbor", What.EXPRESSION), '_ws.col.info matches "PTR.*harbor"'),
    (Search("transaction id: 0x37f0", What.TEXT, Where.DETAILS), "dns.id == 0x37f0"),
    (Search("no such words anywhere"), "frame.number == 0"),
])
def test_what_is_found(journey: Analysis, search: Search, kept: str) -> None:
    assert found(journey, search) == journey.select(kept).tolist()


@pytest.mark.parametrize(("search", "said"), [
    (Search("0d0", What.HEX), "bytes are written"), (Search("", What.HEX), "bytes are written"),
    (Search("(", What.EXPRESSION), "can't be read"), (Search("dns &&", What.FILTER), "column 7"),
    (Search("(?:.|..)+(?=\x01)", What.EXPRESSION), "takes too long")])
def test_what_can_not_be_looked_for_is_told(journey: Analysis, search: Search, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        list(find(journey, np.arange(50), search))


def test_passwords_are_not_found_in_the_list_and_in_details(journey: Analysis) -> None:
    secret = next(line for _, line in journey.follow(0, True) if line.upper().startswith(b"AUTH PLAIN ")).split()[2]
    for where in (Where.LIST, Where.DETAILS):
        assert found(journey, Search(secret.decode(), What.TEXT, where)) == []


def test_finding_goes_on_in_both_directions_around_the_ends(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    rows = space.session.analysis.select('frame contains "harbor"').tolist()
    window.actions_["find"].trigger()
    bar = space.panes.find_bar
    bar.where.setCurrentIndex(bar.where.findData(Where.BYTES))
    bar.text.setText("harbor")
    for row in (*rows, rows[0]):
        QTest.keyClick(bar.text, Qt.Key.Key_Return)
        wait(lambda row=row: space.state.packet == row)
    assert bar.said.text() == "Found around the end"
    window.actions_["find_previous"].trigger()
    wait(lambda: space.state.packet == rows[-1])
    bar.text.setText("no such words anywhere")
    window.actions_["find_next"].trigger()
    wait(lambda: bar.said.text() == "Not found")
    QTest.keyClick(bar.text, Qt.Key.Key_Escape)
    assert not bar.isVisible() and space.state.packet == rows[-1]


def test_only_listed_packets_are_found(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    window.filter.apply("smtp")
    wait(lambda: window.filter.applied == "smtp")
    window.actions_["find"].trigger()
    space.panes.find_bar.text.setText("Standard query")
    window.actions_["find_next"].trigger()
    wait(lambda: space.panes.find_bar.said.text() == "Not found")


def test_a_fault_is_told_in_the_bar(window: MainWindow) -> None:
    bar = opened(window, "09-journey.pcap").workspace.panes.find_bar
    window.actions_["find"].trigger()
    bar.what.setCurrentIndex(bar.what.findData(What.HEX))
    bar.text.setText("xyz")
    bar.next.click()
    wait(lambda: bar.said.text().startswith("bytes are written"))
    assert not bar.where.isEnabled()


def test_marks_are_drawn_and_gone_through(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    for row in (3, 10, 20):
        space.go_to_packet(row)
        window.actions_["mark"].trigger()
    assert [line.style is Style.MARKED for line in space.packets.lines(2, 5)] == [False, True, False]
    for name, row in (("next_mark", 3), ("next_mark", 10), ("previous_mark", 3), ("previous_mark", 20)):
        window.actions_[name].trigger()
        assert space.state.packet == row
    window.actions_["mark"].trigger()
    assert space.packets.marked == {3, 10}
    window.actions_["unmark_all"].trigger()
    assert space.packets.marked == set() and space.packets.lines(3, 4)[0].style is not Style.MARKED


def test_times_count_from_the_last_reference(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    times = space.session.analysis.packets.column("time").tolist()
    space.go_to_packet(5)
    window.actions_["time_reference"].trigger()
    shown = [line.cells[Column.TIME] for line in space.packets.lines(4, 7)]
    assert shown[1] == "*REF*"
    assert [float(shown[0]), float(shown[2])] == pytest.approx(
        [(times[4] - times[0]) / 1e9, (times[6] - times[5]) / 1e9], abs=1e-6)
    window.actions_["time_reference"].trigger()
    assert space.packets.index(5, Column.TIME).data() != "*REF*"
