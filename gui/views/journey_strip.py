"""The journey of a mail: a strip of stations in order of time, and the chosen one in detail."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.icons import icon
from gui.models.journey import Card
from gui.theme import colors
from gui.views.rich_text import RichText

CARD = Qt.ItemDataRole.UserRole
WIDTH_LETTERS, LINES, PAD, GAP, STRIPE, ICON = 29, 3, 7, 16, 4, 16


class _CardPainter(QStyledItemDelegate):
    """Paints a Card; before each but the first an arrow."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        found: Any = option     # the stubs don't have what QStyleOption has
        metrics = found.fontMetrics
        return QSize(GAP + metrics.horizontalAdvance("x" * WIDTH_LETTERS) + 2 * PAD + STRIPE,
                     LINES * metrics.lineSpacing() + 3 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        found: Any = option
        card: Card = index.data(CARD)
        area = found.rect.adjusted(GAP, PAD // 2, 0, -PAD // 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row():
            self._paint_arrow(painter, found.rect.left(), area.center().y(), found.palette)
        self._paint_frame(painter, area, found, card)
        self._paint_text(painter, area.adjusted(STRIPE + PAD, PAD // 2, -PAD, -PAD // 2), found, card)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, left: int, middle: int, palette: QPalette) -> None:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1.6))
        painter.drawPolyline(QPolygon([QPoint(left + 5, middle - 5), QPoint(left + 10, middle),
                                       QPoint(left + 5, middle + 5)]))

    def _paint_frame(self, painter: QPainter, area: QRect, option: Any, card: Card) -> None:
        palette, theme = option.palette, colors()
        chosen = option.state & QStyle.StateFlag.State_Selected
        edge = palette.color(QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.Mid)
        painter.setPen(QPen(edge, 2.0 if chosen else 1.0, Qt.PenStyle.SolidLine if card.first_packet is not None
                            else Qt.PenStyle.DashLine))
        painter.setBrush(theme.rows.get(card.style, palette.color(QPalette.ColorRole.Base)))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.stripes.get(card.style, theme.faint))
        painter.drawRoundedRect(area.left() + 1, area.top() + 1, STRIPE, area.height() - 1, 2, 2)

    def _paint_text(self, painter: QPainter, area: QRect, option: Any, card: Card) -> None:
        text, faint = option.palette.color(QPalette.ColorRole.Text), colors().faint
        metrics, line = option.fontMetrics, option.fontMetrics.lineSpacing()
        icon(card.kind.value).paint(painter, area.left(), area.top() + (line - ICON) // 2 + 1, ICON, ICON)
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        time_room = metrics.horizontalAdvance(card.time) + PAD if card.time else 0
        _line(painter, area.adjusted(ICON + 5, 0, -time_room, 0), 0, line, card.title, text)
        font.setBold(False)
        painter.setFont(font)
        _line(painter, area, 0, line, card.time, faint, Qt.AlignmentFlag.AlignRight)
        font.setBold(card.chosen)
        painter.setFont(font)
        _line(painter, area, 1, line, card.what, text)
        font.setBold(False)
        painter.setFont(font)
        _line(painter, area, 2, line, card.result, faint)


def _line(painter: QPainter, area: QRect, number: int, height: int, text: str, color: QColor,
          side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    painter.setPen(color)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(QRect(area.left(), area.top() + number * height + 1, area.width(), height),
                     side | Qt.AlignmentFlag.AlignVCenter, shown)


class JourneyStrip(QWidget):
    """Shows Cards; Enter or two clicks lead to the packet of one."""
    packet_wanted = Signal(int)         # rows count from 0
    mail_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary, self.stations, self.detail = QLabel(self), QListWidget(self), RichText(self)
        self.summary.setWordWrap(True)
        self.summary.setContentsMargins(10, 6, 10, 4)
        self._set_up_stations()
        self.detail.setAccessibleName(self.tr("The chosen station"))
        self.detail.setPlaceholderText(self.tr("Choose a station to read why it belongs to this mail."))
        self.detail.packet_wanted.connect(self.packet_wanted)
        self.detail.link_chosen.connect(self._link_chosen)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.stations)
        splitter.addWidget(self.detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.summary)
        layout.addWidget(splitter, 1)

    def _set_up_stations(self) -> None:
        stations = self.stations
        stations.setAccessibleName(self.tr("Stations of the mail, in order of time"))
        stations.setFlow(QListView.Flow.LeftToRight)
        stations.setWrapping(True)
        stations.setResizeMode(QListView.ResizeMode.Adjust)
        stations.setMovement(QListView.Movement.Static)
        stations.setUniformItemSizes(True)
        stations.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        stations.setItemDelegate(_CardPainter(stations))
        stations.setToolTip(self.tr("Enter or two clicks lead to the packets"))
        stations.currentItemChanged.connect(lambda item, _before: self._show_detail(item))
        stations.itemActivated.connect(self._go)

    def clear(self) -> None:
        """Shows nothing."""
        self.stations.clear()
        self.summary.clear()
        self.detail.clear()

    def say(self, text: str) -> None:
        """Says something in place of a journey."""
        self.clear()
        self.summary.setText(text)

    def show_cards(self, cards: Sequence[Card], summary: str) -> None:
        """Shows another journey; the chosen mail's own station is current."""
        self.clear()
        self.summary.setText(summary)
        for card in cards:
            # the text is for screen readers and for finding by typing
            item = QListWidgetItem(", ".join(filter(None, (card.title, card.time, card.what, card.result))))
            item.setData(CARD, card)
            self.stations.addItem(item)
        self.stations.setCurrentRow(next((row for row, card in enumerate(cards) if card.chosen), 0))

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        font = self.stations.font()
        font.setPointSizeF(max(self.font().pointSizeF() + larger_by, 4.0))
        for view in (self.stations, self.detail):
            view.setFont(font)

    def _show_detail(self, item: QListWidgetItem | None) -> None:
        self.detail.setHtml(item.data(CARD).detail if item is not None else "")

    def _go(self, item: QListWidgetItem) -> None:
        packet = item.data(CARD).first_packet
        if packet is not None:
            self.packet_wanted.emit(packet - 1)

    def _link_chosen(self, link: str) -> None:
        kind, _, number = link.partition(":")
        if kind == "mail" and number.isdigit():
            self.mail_wanted.emit(int(number))
