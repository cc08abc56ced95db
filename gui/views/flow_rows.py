"""The table of the Flows tab: signs for services, bars behind the bytes, and each flow's bytes over time."""
from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from gui.flow_table import BINS, FlowSort
from gui.icons import sign
from gui.models.flow_rows import RIGHT, FlowRowsModel
from gui.models.lines import Line
from gui.models.style import Style
from gui.theme import colors
from gui.views.row_table import RowTable

SIGNS = {Style.MAIL: "service-mail", Style.DNS: "service-dns", Style.TLS: "service-tls"}
INSET, PALE = 3, 70


class FlowRows(RowTable):
    """Shows a FlowRowsModel."""

    def __init__(self, model: FlowRowsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, RIGHT, parent, mark_column=FlowSort.SERVICE)
        self._flows = model
        self.setObjectName("flow rows")
        self.setAccessibleName(self.tr("Flows"))
        model.dataChanged.connect(lambda _first, _last: self.viewport().update())

    def _paint_grounds(self, painter: QPainter, lines: list[Line], chosen: set[int], height: int) -> None:
        super()._paint_grounds(painter, lines, chosen, height)
        first = max(self.rowAt(0), 0)
        for column, color in ((FlowSort.SENT, colors().client), (FlowSort.RECEIVED, colors().server)):
            self._paint_bars(painter, first, len(lines), column, color, height)
        self._paint_traffic(painter, first, len(lines), chosen, height)

    def _paint_bars(self, painter: QPainter, first: int, count: int, column: FlowSort, color: QColor,
                    height: int) -> None:
        """From the right, where the number stands; the largest of all flows has the whole width."""
        table, area = self._flows.table, self._area(column)
        if table is None or not table.most_bytes or area.width() <= 0:
            return
        pale = QColor(color)
        pale.setAlpha(PALE)
        values = table.bytes_sent if column is FlowSort.SENT else table.bytes_received
        for number in range(count):
            share = int(values[self._flows.flow_of(first + number)]) / table.most_bytes
            width = max(round(area.width() * share), 1) if share else 0
            painter.fillRect(QRect(area.right() - width, number * height + INSET, width, height - 2 * INSET), pale)

    def _paint_traffic(self, painter: QPainter, first: int, count: int, chosen: set[int], height: int) -> None:
        """Columns, each as wide as its part of the capture's time."""
        area = self._area(FlowSort.OVER_TIME)
        if area.width() <= 0:
            return
        width = min(area.width() / BINS, 6.0)
        role = QPalette.ColorRole
        color, ground = self.palette().color(role.Link), self.palette().color(role.Mid)
        marked = self.palette().color(self._group(), role.HighlightedText)
        for number, counts in enumerate(self._flows.traffic(first, first + count)):
            bottom = (number + 1) * height - INSET
            painter.fillRect(QRect(area.left(), bottom, round(width * BINS), 1), ground)
            most = max(counts, default=0)
            for place, value in enumerate(counts):
                if value:
                    tall = max(round((height - 2 * INSET) * value / most), 2)
                    left = area.left() + round(place * width)
                    painter.fillRect(QRect(left, bottom - tall, max(round(width) - 1, 1), tall),
                                     marked if number in chosen else color)

    def _area(self, column: FlowSort) -> QRect:
        """Where a column stands; without width where it is out of sight."""
        header = self.horizontalHeader()
        left = header.sectionViewportPosition(column)
        if header.isSectionHidden(column) or left > self.viewport().width():
            return QRect()
        return QRect(left + INSET, 0, header.sectionSize(column) - 2 * INSET, 0)

    def _paint_marks(self, painter: QPainter, lines: list[Line], pens: list[QColor], chosen: QColor, left: int,
                     height: int) -> None:
        size, ratio = self._mark_size(), self.devicePixelRatioF()
        for number, line in enumerate(lines):
            name = SIGNS.get(self._flows.kind_of(line), "service-other")
            painter.drawPixmap(left, number * height + (height - size) // 2,
                               sign(name, pens[number].name(), size, ratio))
