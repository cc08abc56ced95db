"""What has to do with the chosen packet is shown beside the numbers: its flow, and the packets that its fields name."""
from __future__ import annotations

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
CROSSED = [Strand.FIRST, Strand.BESIDE, Strand.WITHIN, Strand.LAST, Strand.APART]


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
    assert (found.first, found.last) == (QUERY, ANSWER)


def test_packets_of_an_email_have_dots() -> None:
    with closing(Analysis.open(FOLDER / "01-smtp-textbook.pcap")) as analysis:
        row = next(row for row in range(analysis.packets.rows)
                   if any(field.spec.name == "smtp.data.fragments" for field in Nodes(analysis.tree(row)).fields()))
        marks = related(analysis, row, Nodes(analysis.tree(row)).fields()).marks
    assert list(marks.values()).count(Mark.RELATED) > 1


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
    assert len(of(QUERY).marks) <= 2


def test_strands() -> None:
    flows = np.array([7, 3, 9, 3, 3, 3])
    assert Related(3, 1, 4).strands([1, 2, 3, 4, 5], flows) == CROSSED
    assert Related(7, 0, 0).strands([0, 1], flows) == [Strand.APART] * 2
    assert Related().strands([0, 1], flows) == [Strand.APART] * 2


def test_the_list_shows_them(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    view = space.panes.packet_list
    view.go_to(QUERY)
    wait(lambda: space.packets.lines(ANSWER, ANSWER + 1)[0].mark is Mark.RESPONSE)
    assert space.packets.lines(QUERY, QUERY + 1)[0].mark is Mark.REQUEST
    strands = space.packets.strands(0, 30)
    assert strands[QUERY:ANSWER + 1] == [Strand.FIRST, *[Strand.BESIDE] * (ANSWER - QUERY - 1), Strand.LAST]
    assert set(strands[:QUERY] + strands[ANSWER + 1:]) == {Strand.APART}
    joined = view.viewport().grab().toImage()
    space.packets.relate(Related())
    assert view.viewport().grab().toImage() != joined


def test_another_packet_has_others(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    space.panes.packet_list.go_to(QUERY)
    wait(lambda: space.packets.lines(QUERY, QUERY + 1)[0].mark is Mark.REQUEST)
    space.panes.packet_list.go_to(0)
    wait(lambda: space.packets.lines(QUERY, QUERY + 1)[0].mark is None)
    assert space.packets.strands(0, 1) == [Strand.FIRST]
    space.state.choose_packet(None)
    assert space.packets.strands(0, 1) == [Strand.APART]


def test_in_another_order_there_is_no_bracket(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    space.panes.packet_list.go_to(QUERY)
    wait(lambda: bool(space.packets.strands(0, 1)))
    space.panes.packet_list.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    wait(lambda: space.packets.listed.order is not None)
    assert space.packets.strands(0, 30) == []
