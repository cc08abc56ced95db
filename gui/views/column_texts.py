"""Draws the texts of a table's column one below the other, cut to the room that there is."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from gui.packet_columns import Align


def paint_texts(painter: QPainter, texts: Sequence[str], pens: Sequence[QColor], left: int, room: int, height: int,
                align: Align, metrics: QFontMetrics) -> None:
    """Draws texts in lines of this height from the top down, each with its pen."""
    baseline = (height - metrics.height()) // 2 + metrics.ascent()
    pen = None
    for number, text in enumerate(texts):
        if not text:
            continue
        width = metrics.horizontalAdvance(text)
        if width > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text)
        if pens[number] is not pen:
            pen = pens[number]
            painter.setPen(pen)
        painter.drawText(left + _shift(align, room - width), number * height + baseline, text)


def _shift(align: Align, free: int) -> int:
    """How far from its left edge a text stands that leaves so much free."""
    return 0 if align is Align.LEFT else free if align is Align.RIGHT else free // 2
