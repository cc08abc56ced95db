"""The packet list: a row a packet; its columns can be chosen, moved, made wider and aligned."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from gui.models.packets import PacketsModel
from gui.packet_columns import Column, PacketColumn
from gui.related import Strand
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
        self._packets = model
        self.setObjectName("packets")
        self.setAccessibleName(self.tr("Packets"))
        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.header_menu_wanted.emit(
            header.logicalIndexAt(at), header.mapToGlobal(at)))
        self._align()

    def _paint_strands(self, painter: QPainter, lines: range, chosen: set[int], height: int) -> None:
        """A bracket from the first to the last packet of the chosen one's flow, as Wireshark has it."""
        left = self.horizontalHeader().sectionPosition(self.horizontalHeader().logicalIndex(0))
        at = left - self.horizontalHeader().offset() + STRIPE + PADDING // 2
        usual = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for number, strand in enumerate(self._packets.strands(lines.start, lines.stop)):
            if strand is Strand.APART:
                continue
            color = self.palette().color(QPalette.ColorRole.HighlightedText) if number in chosen else usual
            painter.setPen(QPen(color, 1, Qt.PenStyle.DotLine if strand is Strand.BESIDE else Qt.PenStyle.SolidLine))
            top, middle = number * height, number * height + height // 2
            painter.drawLine(at, middle if strand is Strand.FIRST else top,
                             at, middle if strand is Strand.LAST else top + height)
            if strand in (Strand.FIRST, Strand.LAST):
                painter.drawLine(at, middle, at + PADDING // 2, middle)

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
