"""The hex pane."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.models.nodes import Origin
from gui.state import Span
from gui.views.bytes_pane import BytesPane
from gui.views.hex import NO_BYTE


@pytest.fixture
def pane(app: QApplication) -> Iterator[BytesPane]:
    made = BytesPane()
    made.resize(800, 300)
    made.show()
    yield made
    made.close()


def show(pane: BytesPane, sources: list[bytes]) -> None:
    pane.show_sources(sources, [(Origin.STREAM if number else Origin.FRAME, "") for number in range(len(sources))])


def test_every_byte_is_found_where_it_is_drawn(pane: BytesPane) -> None:
    show(pane, [bytes(range(100))])
    for pos in range(100):
        assert pane.view.byte_at(pane.view.rectangle(pos).center()) == pos
    assert pane.view.byte_at(pane.view.rectangle(100).center()) == NO_BYTE


def test_a_click_chooses_a_byte(pane: BytesPane) -> None:
    chosen: list[tuple[int, int]] = []
    pane.byte_chosen.connect(lambda source, pos: chosen.append((source, pos)))
    show(pane, [bytes(64)])
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=pane.view.rectangle(37).center().toPoint())
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert chosen == [(0, 37)]


def test_keys_move_from_byte_to_byte(pane: BytesPane) -> None:
    chosen: list[int] = []
    pane.byte_chosen.connect(lambda _source, pos: chosen.append(pos))
    show(pane, [bytes(64)])
    pane.mark(Span(0, 20, 4), None)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(pane.view, key)
    assert chosen == [24, 19, 36, 4]


def test_marked_bytes_come_into_sight_and_are_lit(pane: BytesPane) -> None:
    show(pane, [bytes(4_000)])
    before = pane.view.grab().toImage()
    pane.mark(Span(0, 3_000, 2), Span(0, 2_990, 30))
    assert pane.view.verticalScrollBar().value() > 0
    assert pane.view.grab().toImage() != before
    area = pane.view.rectangle(3_000)
    assert 0 <= area.top() < pane.view.viewport().height()


def test_further_bytes_have_a_tab(pane: BytesPane) -> None:
    show(pane, [b"frame"])
    assert pane.tabs.isHidden()
    show(pane, [b"frame", b"put together"])
    assert pane.tabs.count() == 2
    pane.mark(Span(1, 4, 3), None)
    assert pane.source() == 1


def test_copy(pane: BytesPane, app: QApplication) -> None:
    show(pane, [b"\x00\xffAB"])
    pane.mark(Span(0, 1, 2), None)
    QTest.keyClick(pane.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert app.clipboard().text() == "ff 41"
