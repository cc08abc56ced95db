"""What has to do with the chosen packet is shown beside the numbers: its flow, and the packets that its fields name."""
from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import Qt
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from gui import related as module
from gui.main_window import MainWindow
from gui.models.nodes import Nodes
from gui.models.style import Mark
from gui.questions import nodes
from gui.related import Related, Strand, related

QUERY, ANSWER = 3, 18       # rows of a lookup, with others between them


def of(row: int, name: str = "09-journey.pcap") -> Related:
    with closing(Analysis.open(FOLDER / name)) as analysis:
        tree, found = nodes(analysis, row)
    assert isinstance(tree, Nodes)
    assert isinstance(found, Related)
    return found


@pytest.mark.parametrize("row", [QUERY, ANSWER])
def test_a_query_and_its_response_have_arrows(row: int) -> None:
    found = of(row)
    assert found.marks == {QUERY: Mark.REQUEST, ANSWER: Mark.RESPONSE}
    assert list(found.rows) == [QUERY, ANSWER]


def fragments_of_an_email() -> Mapping[int, Mark]:
    """The signs for a packet that completes an email."""
    with closing(Analysis.open(FOLDER / "01-smtp-textbook.pcap")) as analysis:
        row = next(row for row in range(analysis.packets.rows)
                   if any(field.spec.name == "smtp.data.fragments" for field in Nodes(analysis.tree(row)).fields()))
        return related(analysis, row, Nodes(analysis.tree(row)).fields()).marks


def test_packets_of_an_email_have_dots() -> None:
    assert list(fragments_of_an_email().values()).count(Mark.RELATED) > 1


def test_a_command_and_its_reply_have_arrows() -> None:
    with closing(Analysis.open(FOLDER / "01-smtp-textbook.pcap")) as analysis:
        rows = list(analysis.command_rows())
    mail = next(row for row in rows if row["command"] == "MAIL")
    asked, answered = mail["packet"] - 1, mail["reply_packet"] - 1
    expected = {asked: Mark.REQUEST, answered: Mark.RESPONSE}
    assert of(asked, "01-smtp-textbook.pcap").marks == of(answered, "01-smtp-textbook.pcap").marks == expected


def test_in_endless_sessions_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_EVENTS", 3)
    with closing(Analysis.open(FOLDER / "01-smtp-textbook.pcap")) as analysis:
        asked = next(row["packet"] for row in analysis.command_rows() if row["command"] == "MAIL") - 1
    assert of(asked, "01-smtp-textbook.pcap").marks == {}


def test_of_very_many_some_have_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NAMED", 1)
    assert list(fragments_of_an_email().values()).count(Mark.RELATED) == 1


def test_strands() -> None:
    assert [Related(np.array([1, 3, 4])).strand(row) for row in range(6)] == [
        Strand.APART, Strand.FIRST, Strand.BESIDE, Strand.WITHIN, Strand.LAST, Strand.APART]
    for alone in (Related(np.array([2])), Related()):
        assert {alone.strand(row) for row in range(4)} == {Strand.APART}


def test_the_list_shows_them(window: MainWindow) -> None:
    view = opened(window, "09-journey.pcap").workspace.panes.packet_list
    view.go_to(QUERY)
    wait(lambda: view.sign(ANSWER) is Mark.RESPONSE)
    assert view.sign(QUERY) is Mark.REQUEST
    strands = [view.strand(line) for line in range(30)]
    assert strands[QUERY:ANSWER + 1] == [Strand.FIRST, *[Strand.BESIDE] * (ANSWER - QUERY - 1), Strand.LAST]
    assert set(strands[:QUERY] + strands[ANSWER + 1:]) == {Strand.APART}


@pytest.mark.parametrize("shown", [Related(np.array([1, 4])), Related(marks={2: Mark.REQUEST})],
                         ids=["bracket", "arrow"])
def test_they_are_drawn(window: MainWindow, shown: Related) -> None:
    view = opened(window, "09-journey.pcap").workspace.panes.packet_list
    view.relate(Related())
    without = view.viewport().grab().toImage()
    view.relate(shown)
    assert view.viewport().grab().toImage() != without


def test_another_packet_has_others(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    view = space.panes.packet_list
    view.go_to(QUERY)
    wait(lambda: view.sign(QUERY) is Mark.REQUEST)
    view.go_to(0)
    wait(lambda: view.sign(QUERY) is None)
    assert view.strand(0) is Strand.FIRST
    space.state.choose_packet(None)
    assert view.strand(0) is Strand.APART


def test_in_another_order_there_is_no_bracket(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    view = space.panes.packet_list
    view.go_to(QUERY)
    wait(lambda: view.strand(QUERY) is Strand.FIRST)
    view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    wait(lambda: space.packets.listed.order is not None)
    assert {view.strand(line) for line in range(30)} == {Strand.APART}
