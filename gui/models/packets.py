"""The packet list's model: reads the columns of the packet table for the rows in sight; holds no packets."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.models.style import Mark, Style, style_of

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from gui.questions import Texts

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINES_KEPT = 4_096
TEXTS_KEPT = 20_000
ROLE = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, in their order."""
    NUMBER = 0
    TIME = 1
    SOURCE = 2
    DESTINATION = 3
    PROTOCOL = 4
    LENGTH = 5
    INFO = 6


RIGHT = frozenset((Column.NUMBER, Column.TIME, Column.LENGTH))
_READ = ("time", "length", "source", "destination", "tcp_flags")


def header_of(section: int, role: int, titles: Sequence[str], right: Collection[int]) -> Any:
    """What a table's header has for a role: a column's title, and the side on which it stands."""
    if role == ROLE.DisplayRole:
        return titles[section]
    if role == ROLE.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if section in right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
    return None


def _among(rows: Array, others: Array) -> Array:
    """Which rows stand among others too; both are in order."""
    places = np.searchsorted(others, rows)
    found: Array = np.append(others, -1)[places] == rows
    return found


def since_text(time_ns: int, digits: int) -> str:
    """A time since the first packet, in seconds."""
    seconds, rest = divmod(abs(time_ns), 1_000_000_000)
    return f"{'-' if time_ns < 0 else ''}{seconds}.{f'{rest:09d}'[:digits]}"


class Line(NamedTuple):
    """A row as it is drawn; `mark` stands in the column that the table has for it."""
    cells: tuple[str, ...]
    style: Style
    mark: Mark | None = None


class PacketsModel(QAbstractTableModel):
    """All packets, or a selection of them in the order of an array of rows.

    `row` is always that of the packet table, `line` that of the list. Infos are worked out elsewhere: `wanted` names
    the rows that were drawn without, `fill` brings them.
    """
    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analysis: Analysis | None = None
        self._selection: Array | None = None    # the rows that are listed; None for all
        self._flow_rows: Array | None = None
        self._kept: Array | None = None         # the rows that a filter keeps
        self._flow = -1
        self._known = 0         # rows of the packet table that the model has seen
        self._first_time = 0
        self._digits = 6
        self._lines: dict[int, Line] = {}
        self._texts: Texts = {}
        self._asked: set[int] = set()       # rows whose infos were asked for last
        self._styles: dict[int, Style] = {}     # as rules say
        self.is_colored = True
        self.marked: frozenset[int] = frozenset()
        self.references: frozenset[int] = frozenset()
        self._origins: list[int] = []           # the references, in their order

    # What is listed.

    def show(self, analysis: Analysis | None) -> None:
        """Lists the packets of another analysis."""
        self.beginResetModel()
        self._analysis, self._flow, self._known = analysis, -1, 0
        self._selection = self._flow_rows = self._kept = None
        self._lines, self._texts, self._asked, self._styles = {}, {}, set(), {}
        self.marked, self.references, self._origins = frozenset(), frozenset(), []
        self.endResetModel()
        if analysis is not None:
            self.grow(analysis.packets.rows)

    def grow(self, rows: int) -> None:
        """Lists the packets that were read in the meantime."""
        if self._analysis is None or rows <= self._known:
            return
        if self._known == 0:
            self._first_time = int(self._analysis.packets.column("time")[0])
            self._digits = 9 if self._analysis.capture.nanoseconds else 6
        first, self._known = self._known, rows
        if self._selection is None:
            self.beginInsertRows(NOWHERE, first, rows - 1)
            self.endInsertRows()
            return
        if self._flow_rows is None:
            return      # a filter says later which of them it keeps
        new = np.flatnonzero(self._analysis.packets.column("flow")[first:rows] == self._flow) + first
        self._flow_rows = np.concatenate([self._flow_rows, new])
        if len(new) and self._kept is None:
            lines = len(self._selection)
            self.beginInsertRows(NOWHERE, lines, lines + len(new) - 1)
            self._selection = self._flow_rows
            self.endInsertRows()

    def narrow(self, flow: int, selection: Array, known: int) -> None:
        """Lists the packets of a flow: those among the first `known` rows; later ones are looked up here."""
        rows = self._known
        self._flow, self._flow_rows, self._known = flow, selection, known
        self._list()
        self.grow(rows)

    def widen(self) -> None:
        """Lists the packets of all flows."""
        if self._flow_rows is not None:
            self._flow_rows, self._flow = None, -1
            self._list()

    def keep(self, rows: Array | None) -> None:
        """Lists only these packets, which a filter keeps; None lists all."""
        if rows is not None or self._kept is not None:
            self._kept = rows
            self._list()

    def _list(self) -> None:
        """Lists what is both of the flow and kept by the filter."""
        self.beginResetModel()
        kept, of_flow = self._kept, self._flow_rows
        if kept is None or of_flow is None:
            self._selection = of_flow if kept is None else kept
        else:
            self._selection = of_flow[_among(of_flow, kept)]
        self.endResetModel()

    def row_of(self, line: int) -> int:
        """The packet of a line."""
        return line if self._selection is None else int(self._selection[line])

    def line_of(self, row: int) -> int:
        """The line of a packet; -1 where it is not listed."""
        if self._selection is None:
            return row if 0 <= row < self._known else -1
        line = int(np.searchsorted(self._selection, row))
        return line if line < len(self._selection) and self._selection[line] == row else -1

    def line_near(self, row: int) -> int:
        """The line of a packet, or where it is not listed, of the next one; -1 where there is none."""
        line = row if self._selection is None else int(np.searchsorted(self._selection, row))
        return min(line, self.rowCount() - 1)

    def rows_from(self, line: int, step: int) -> Array:
        """The packets that are listed, from a line on, forwards (1) or backwards (-1), around the end to the line."""
        rows = np.arange(self._known) if self._selection is None else self._selection
        ahead = np.concatenate([rows[line + 1:], rows[:line + 1]])
        return ahead if step > 0 else np.concatenate([rows[:max(line, 0)][::-1], rows[max(line, 0):][::-1]])

    def mark(self, rows: Collection[int]) -> None:
        """Marks these packets and no others."""
        changed = self.marked ^ frozenset(rows)
        self.marked = frozenset(rows)
        self._redraw(changed, Column.NUMBER)

    def refer(self, rows: Collection[int]) -> None:
        """Counts time from these packets on, each up to the next."""
        self.references, self._origins, self._lines = frozenset(rows), sorted(rows), {}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, Column.TIME), self.index(self.rowCount() - 1, Column.TIME))

    # Lines for those who draw many at once.

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop); asks for the infos that are not known."""
        rows = [self.row_of(line) for line in range(first, min(stop, self.rowCount()))]
        missing = [row for row in rows if row not in self._lines]
        if missing:
            self._read(missing)
        unknown = [row for row in rows if self._texts.get(row, ("", None))[1] is None]
        if not self._asked.issuperset(unknown):
            self._asked = set(unknown)
            self.wanted.emit(unknown)
        return [self._lines[row] for row in rows]

    def fill(self, texts: Texts) -> None:
        """Brings protocols and infos of rows."""
        if len(self._texts) > TEXTS_KEPT:
            self._texts = {}
        self._texts.update(texts)
        self._redraw(texts, Column.PROTOCOL)

    def paint(self, styles: dict[int, Style]) -> None:
        """Brings the styles that rules give to rows."""
        if len(self._styles) > TEXTS_KEPT:
            self._styles = {}
        changed = [row for row, style in styles.items() if row not in self._lines or self._lines[row].style != style]
        self._styles.update(styles)
        self._redraw(changed, Column.NUMBER)

    def _redraw(self, rows: Collection[int], first: Column) -> None:
        """Has the lines of rows drawn anew, from a column on."""
        for row in rows:
            self._lines.pop(row, None)
        lines = [line for line in map(self.line_of, rows) if line >= 0]
        if lines:
            self.dataChanged.emit(self.index(min(lines), first), self.index(max(lines), Column.INFO))

    def forget_texts(self) -> None:
        """Has infos worked out anew: they were made when a flow was only known in part."""
        self._texts, self._lines, self._asked, self._styles = {}, {}, set(), {}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, Column.INFO))

    def _read(self, rows: list[int]) -> None:
        assert self._analysis is not None
        packets = self._analysis.packets
        if len(self._lines) > LINES_KEPT:
            self._lines = {}
        times, lengths, sources, destinations, flags = (packets.column(name)[rows].tolist() for name in _READ)
        text = packets.addresses.text
        for index, row in enumerate(rows):
            protocol, info = self._texts.get(row, ("", None))
            self._lines[row] = Line((
                str(row + 1), self._time(row, times[index]), text(sources[index]) or "",
                text(destinations[index]) or "", protocol, str(lengths[index]), info or ""),
                self._style(row, protocol, flags[index]))

    def _time(self, row: int, time: int) -> str:
        """The time since the last reference before a packet, or since the first packet."""
        if row in self.references:
            return "*REF*"
        place = bisect_left(self._origins, row)
        assert self._analysis is not None
        origin = self._first_time if not place else int(self._analysis.packets.column("time")[self._origins[place - 1]])
        return since_text(time - origin, self._digits)

    def _style(self, row: int, protocol: str, flags: int) -> Style:
        """As a rule says; until that is known, as the protocol lets expect."""
        if row in self.marked:
            return Style.MARKED
        if not self.is_colored:
            return Style.PLAIN
        return self._styles.get(row) or style_of(protocol, flags)

    # What Qt asks.

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid():
            return 0
        return self._known if self._selection is None else len(self._selection)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        column = Column(index.column())
        if role in (ROLE.DisplayRole, ROLE.ToolTipRole):
            return self.lines(index.row(), index.row() + 1)[0].cells[column]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return header_of(section, role, self._titles(), RIGHT)

    def _titles(self) -> tuple[str, ...]:
        return (self.tr("No."), self.tr("Time"), self.tr("Source"), self.tr("Destination"), self.tr("Protocol"),
                self.tr("Length"), self.tr("Info"))
