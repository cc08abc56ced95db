"""The packet list's model: reads the columns of the packet table for the rows in sight; holds no packets."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.models.lines import LINES_KEPT, NOWHERE, ROLE, Index, Line, RowsModel
from gui.models.listed import Listed
from gui.models.packet_texts import PacketTexts
from gui.models.style import Mark, Style
from gui.packet_columns import DEFAULTS, Align, Column, PacketColumn
from gui.packet_times import Clock, TimeFormat
from gui.text import plain

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from gui.packet_cells import Cells
    from gui.packet_order import Order
    from gui.questions import Texts

_READ = ("time", "length", "source", "destination", "tcp_flags")


class PacketsModel(RowsModel):
    """All packets, or a selection of them in the order of an array of rows.

    `row` is always that of the packet table, `line` that of the list. Infos are worked out elsewhere: `wanted` names
    the rows that were drawn without, `fill` brings them.
    """
    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analysis: Analysis | None = None
        self._listed = Listed()
        self._clock = Clock()
        self._lines: dict[int, Line] = {}
        self._texts = PacketTexts()
        self.columns: tuple[PacketColumn, ...] = DEFAULTS
        self._titles = self._all_titles()
        self.is_colored = True
        self.marked: frozenset[int] = frozenset()
        self.references: frozenset[int] = frozenset()

    # What is listed.

    def show(self, analysis: Analysis | None) -> None:
        """Lists the packets of another analysis."""
        self.beginResetModel()
        self._analysis, self._listed, self._lines = analysis, Listed(), {}
        self._texts.clear()
        self.marked, self.references = frozenset(), frozenset()
        self._clock.refer(())
        self.endResetModel()
        if analysis is not None:
            self.grow(analysis.packets.rows)

    def grow(self, rows: int) -> None:
        """Lists the packets that were read in the meantime."""
        if self._analysis is None or rows <= self._listed.known:
            return
        self._clock.start(self._analysis.packets.column("time"), 9 if self._analysis.capture.nanoseconds else 6)
        self._add(self._listed.grown(rows, self._analysis.packets.column("flow")))

    def keep_more(self, rows: Array) -> None:
        """Lists what a filter keeps now: what it kept before, and packets behind that."""
        self._add(self._listed.filtered(rows))

    def _add(self, grown: Listed) -> None:
        """Lists what is listed now, and more behind it."""
        if self._listed.order is not None and grown.order is None:
            self._list(grown)
            return
        if len(grown) > len(self._listed):
            self.beginInsertRows(NOWHERE, len(self._listed), len(grown) - 1)
            self._listed = grown
            self.endInsertRows()
        else:
            self._listed = grown

    def narrow(self, flow: int, selection: Array, known: int) -> None:
        """Lists the packets of a flow: those among the first `known` rows; later ones are looked up here."""
        rows = self._listed.known
        self._list(self._listed.narrowed(flow, selection, known))
        self.grow(rows)

    def widen(self) -> None:
        """Lists the packets of all flows."""
        if self._listed.flow_rows is not None:
            self._list(self._listed.narrowed(-1, None, self._listed.known))

    def keep(self, rows: Array | None) -> None:
        """Lists only these packets, which a filter keeps; None lists all."""
        if rows is not None or self._listed.kept is not None:
            self._list(self._listed.filtered(rows))

    def set_order(self, order: Order | None) -> None:
        """Lists the packets in another order; None: in that of the capture."""
        self._list(replace(self._listed, order=order))

    def _list(self, listed: Listed) -> None:
        self.beginResetModel()
        self._listed, self._lines = listed, {}      # a time may count from the line before
        self.endResetModel()

    @property
    def listed(self) -> Listed:
        """Which packets stand in which lines."""
        return self._listed

    def row_of(self, line: int) -> int:
        """The packet of a line."""
        return self._listed.row_of(line)

    def line_of(self, row: int) -> int:
        """The line of a packet; -1 where it is not listed."""
        return self._listed.line_of(row)

    def set_columns(self, columns: Sequence[PacketColumn]) -> None:
        """Shows these columns."""
        self.beginResetModel()
        self.columns, self._lines = tuple(columns), {}
        self._titles = self._all_titles()
        self._texts.keep_columns({column.text for column in columns})
        self.endResetModel()

    def own_texts(self) -> list[str]:
        """The texts of the columns that have one of their own."""
        return [column.text for column in self.columns if column.kind is None]

    def mark(self, rows: Collection[int]) -> None:
        """Marks these packets and no others."""
        changed = self.marked ^ frozenset(rows)
        self.marked = frozenset(rows)
        self.redraw(changed)

    def refer(self, rows: Collection[int]) -> None:
        """Counts time from these packets on, each up to the next."""
        self.references = frozenset(rows)
        self._clock.refer(rows)
        self._forget_lines()

    def set_clock(self, form: TimeFormat, digits: int | None) -> None:
        """Writes times in another format."""
        self._clock.form, self._clock.digits = form, digits
        self._forget_lines()

    def _forget_lines(self) -> None:
        self._lines = {}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    # Lines for those who draw many at once.

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop); asks for the infos that are not known."""
        rows = [self.row_of(line) for line in range(first, min(stop, self.rowCount()))]
        if len(self._lines) > LINES_KEPT:
            self._lines = {}
        missing = [row for row in rows if row not in self._lines]
        if missing:
            self._read(missing)
        if unknown := self._texts.unknown(rows, self.own_texts()):
            self.wanted.emit(unknown)
        return [self._lines[row] for row in rows]

    def fill(self, texts: Texts) -> None:
        """Brings protocols and infos of rows."""
        self._texts.add(texts)
        self.redraw(texts)

    def paint(self, styles: dict[int, Style]) -> None:
        """Brings the styles that rules give to rows."""
        changed = [row for row, style in styles.items() if row not in self._lines or self._lines[row].style != style]
        self._texts.add_styles(styles)
        self.redraw(changed)

    def expect(self, styles: Array | None) -> None:
        """Brings the styles of all packets, as far as columns say them; rules say more of those in sight."""
        self._texts.expect(styles)
        self._forget_lines()

    def uncolored(self, lines: range) -> list[int]:
        """The rows of lines, as far as no rule has said their styles."""
        return self._texts.uncolored([self.row_of(line) for line in lines if line < self.rowCount()])

    def fill_own(self, cells: Cells) -> None:
        """Brings what columns with a text of their own say."""
        self.redraw(self._texts.add_cells(cells))

    def redraw(self, rows: Collection[int]) -> None:
        """Has the lines of rows drawn anew."""
        for row in rows:
            self._lines.pop(row, None)
        lines = [line for line in map(self.line_of, rows) if line >= 0]
        if lines:
            self.dataChanged.emit(self.index(min(lines), 0), self.index(max(lines), len(self.columns) - 1))

    def forget_texts(self) -> None:
        """Has texts worked out anew: they were made when a flow was only known in part."""
        self._texts.clear()
        self._forget_lines()

    def _read(self, rows: list[int]) -> None:
        assert self._analysis is not None
        packets = self._analysis.packets
        times, lengths, sources, destinations, flags = (packets.column(name)[rows].tolist() for name in _READ)
        text = packets.addresses.text
        for index, row in enumerate(rows):
            protocol, info = self._texts.text(row)
            usual = (str(row + 1), self._clock.text(row, times[index], self._row_before(row)),
                     text(sources[index]) or "", text(destinations[index]) or "", protocol, str(lengths[index]),
                     info or "")
            self._lines[row] = Line(tuple(
                usual[column.kind] if column.kind is not None else self._own(row, column.text)
                for column in self.columns), self._style(row, protocol, flags[index]),
                Mark.COMMENT if self._analysis.comments.of(row) else None)

    def _own(self, row: int, text: str) -> str:
        cell = self._texts.cell(row, text)
        return cell.text if cell is not None else ""

    def filter_of(self, row: int, column: PacketColumn) -> str:
        """The filter that a cell of a column with a text of its own stands for."""
        cell = self._texts.cell(row, column.text)
        return cell.filter if cell is not None else ""

    def _row_before(self, row: int) -> int:
        """The packet in the line before a packet's; -1 where there is none."""
        line = self._listed.line_of(row)
        return self._listed.row_of(line - 1) if line > 0 else -1

    def _style(self, row: int, protocol: str, flags: int) -> Style:
        if row in self.marked:
            return Style.MARKED
        if not self.is_colored:
            return Style.PLAIN
        return self._texts.style(row, protocol, flags)

    # What Qt asks.

    @property
    def numbers(self) -> Listed:
        return self._listed

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role == ROLE.ToolTipRole and self.columns[index.column()].kind is Column.NUMBER and self._analysis:
            return "\n".join(map(plain, self._analysis.comments.of(self.row_of(index.row())))) or None
        return super().data(index, role)

    def titles(self) -> list[str]:
        return self._titles

    def _all_titles(self) -> list[str]:
        return [self.title(column) for column in self.columns]

    def explanations(self) -> list[str | None]:
        return [column.text or None for column in self.columns]

    def side(self, section: int) -> Align:
        return self.columns[section].align

    def title(self, column: PacketColumn) -> str:
        """What stands above a column."""
        if column.title or column.kind is None:
            return column.title or column.text
        return (self.tr("No."), self.tr("Time"), self.tr("Source"), self.tr("Destination"), self.tr("Protocol"),
                self.tr("Length"), self.tr("Info"))[column.kind]
