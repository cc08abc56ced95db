"""A sparkline: how a number went lately, as small as a word."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

VALUES = Qt.ItemDataRole.UserRole + 1
"""The role under which a cell has its numbers, the latest last."""
POINTS = 60
"""So many are drawn; fewer begin in the middle, so that the line always moves at one speed."""
MARGIN = 4


class SparklineDelegate(QStyledItemDelegate):
    """Draws the cells of a column as sparklines."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        found: Any = option     # the stubs don't have what QStyleOption has
        groups, active = QPalette.ColorGroup, found.state & QStyle.StateFlag.State_Active
        chosen = found.state & QStyle.StateFlag.State_Selected
        color = found.palette.color(groups.Active if active else groups.Inactive,
                                    QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Link)
        draw(painter, found.rect, index.data(VALUES) or [], color)


def draw(painter: QPainter, area: QRect, values: Sequence[float], color: QColor) -> None:
    """Draws numbers from the right; the greatest of them has the full height, and nothing is a line on the ground."""
    inside = area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    if len(values) < 2 or inside.width() <= 0:
        return
    shown, ground = values[-POINTS:], inside.bottom()
    step, height = inside.width() / (POINTS - 1), inside.height() / max(*shown, 1)
    points = [QPointF(inside.right() - step * (len(shown) - 1 - number), ground - value * height)
              for number, value in enumerate(shown)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pale = QColor(color)
    pale.setAlpha(50)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pale)
    painter.drawPolygon(QPolygonF([QPointF(points[0].x(), ground), *points, QPointF(points[-1].x(), ground)]))
    painter.setPen(QPen(color, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.restore()
