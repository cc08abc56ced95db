"""The packet list: a row a packet; its columns can be chosen, moved, made wider and aligned."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from gui.icons import mark
from gui.models.packets import PacketsModel
from gui.models.style import Mark
from gui.packet_columns import Column, PacketColumn
from gui.related import Related, Strand
from gui.theme import colors
from gui.views.header_style import PADDING, STRIPE
from gui.views.row_table import SAMPLE_LINES, RowTable

LEAST = {Column.NUMBER: "1000000", Column.TIME: "1000.000000", Column.SOURCE: "255.255.255.255",
         Column.DESTINATION: "255.255.255.255", Column.PROTOCOL: "ICMPv6", Column.LENGTH: "65535"}
LEAST_OWN = "x" * 16


class PacketList(RowTable):
    """Shows the packets that the model lists."""
    header_menu_wanted = Signal(int, QPoint)    # for a column, and where on the screen

    def __init__(self, model: PacketsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, (), parent)
        self._packets, self._related = model, Related()
        self.setObjectName("packets")
        self.setAccessibleName(self.tr("Packets"))
        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.header_menu_wanted.emit(
            header.logicalIndexAt(at), header.mapToGlobal(at)))
        self._align()

    def relate(self, related: Related) -> None:
        """Shows what has to do with the chosen packet."""
        self._related = related
        self.viewport().update()

    def sign(self, line: int) -> Mark | None:
        """The sign of a packet that has to do with the chosen one."""
        return self._related.marks.get(self._packets.row_of(line))

    def strand(self, line: int) -> Strand:
        """Where a line stands to the flow of the chosen packet."""
        if self._packets.listed.order is not None:
            return Strand.APART
        return self._related.strand(self._packets.row_of(line))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        sight, height = self.lines_in_sight(), self.verticalHeader().defaultSectionSize()
        lines = range(sight.start, min(sight.stop, self._packets.rowCount()))
        painter, chosen = QPainter(self.viewport()), set(self._selected(lines.start, lines.stop))
        for line in lines:
            area = QRect(0, self.rowViewportPosition(line), self.viewport().width(), height)
            self._paint_strand(painter, self.strand(line), area, line in chosen)
            self._paint_sign(painter, line, area, line in chosen)
        painter.end()

    def _paint_strand(self, painter: QPainter, strand: Strand, area: QRect, is_chosen: bool) -> None:
        """A bracket from the first to the last packet of the chosen one's flow, as Wireshark has it."""
        if strand is Strand.APART:
            return
        role = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.PlaceholderText
        style = Qt.PenStyle.DotLine if strand is Strand.BESIDE else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self.palette().color(role), 1, style))
        at, middle = STRIPE + PADDING // 2 - self.horizontalHeader().offset(), area.top() + area.height() // 2
        painter.drawLine(at, middle if strand is Strand.FIRST else area.top(),
                         at, middle if strand is Strand.LAST else area.top() + area.height())
        if strand in (Strand.FIRST, Strand.LAST):
            painter.drawLine(at, middle, at + PADDING // 2, middle)

    def _paint_sign(self, painter: QPainter, line: int, area: QRect, is_chosen: bool) -> None:
        """Where no comment has its place."""
        found, column, header = self.sign(line), self._mark_column, self.horizontalHeader()
        if found is None or column < 0 or header.isSectionHidden(column) or self._packets.lines(line, line + 1)[0].mark:
            return
        color = self.palette().color(QPalette.ColorRole.HighlightedText) if is_chosen else colors().marks[found]
        size, left = self._mark_size(), header.sectionViewportPosition(column) + PADDING
        left += STRIPE if header.visualIndex(column) == 0 else 0
        painter.drawPixmap(left, area.top() + (area.height() - size) // 2,
                           mark(found, color.name(), size, self.devicePixelRatioF()))

    def fit(self, anew: bool = False) -> None:
        """Sets the width of the columns: as it was chosen, or (`anew`, or where it was not) as their texts need it."""
        least = {place: LEAST.get(column.kind, "") if column.kind is not None else LEAST_OWN
                 for place, column in enumerate(self._packets.columns)}
        self.fit_columns(least)
        for place, column in enumerate(self._packets.columns):
            if column.width and not anew:
                self.setColumnWidth(place, column.width)

    def fit_column(self, kind: Column) -> None:
        """Makes a column as wide as the first lines need it."""
        for place, column in enumerate(self._packets.columns):
            if column.kind is kind:
                texts = [LEAST.get(kind, ""), *(line.cells[place] for line in self._packets.lines(0, SAMPLE_LINES))]
                self.setColumnWidth(place, max(map(self.fontMetrics().horizontalAdvance, texts)) + 3 * PADDING)

    def show_columns(self, columns: Sequence[PacketColumn]) -> None:
        """Shows these columns, in this order and as wide as they say; what is chosen stays."""
        line, at = self.current_line(), self.verticalScrollBar().value()
        self._packets.set_columns(columns)
        self._align()
        header = self.horizontalHeader()
        for place in range(len(columns)):
            header.moveSection(header.visualIndex(place), place)
        self.fit()
        self.go_to(line)
        self.verticalScrollBar().setValue(at)

    def order(self) -> list[int]:
        """The columns as they stand from left to right."""
        header = self.horizontalHeader()
        return [header.logicalIndex(place) for place in range(header.count())]

    def _align(self) -> None:
        self._mark_column = next((place for place, column in enumerate(self._packets.columns)
                                  if column.kind is Column.NUMBER), -1)
        self.aligned = {place: column.align for place, column in enumerate(self._packets.columns)}
