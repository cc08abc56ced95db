"""The table for people: as wide as the screen, columns give way where it is narrow, cells are cut and never wrapped."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from analyzer.export.visible import cut, cut_middle, encoded, padded, visible, width
from analyzer.rows import Row

SAMPLE = 400
"""So many rows say how wide the columns are; the others follow, so that a million rows need no room."""
BATCH = 1_000
"""Lines a write."""
_LONGEST = 1_000
"""Characters of a cell that are looked at; no screen shows more."""
_SMALLEST = 4
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"

Write = Callable[[bytes], object]


class Screen(NamedTuple):
    """What the table is drawn on."""
    width: int = 160
    colour: bool = False

    def bold(self, text: str) -> str:
        """Text that stands out."""
        return f"{_BOLD}{text}{_PLAIN}" if self.colour and text else text


class Shown(NamedTuple):
    """A column as people see it.

    Attributes:
        header: above it.
        text: its cell in a row.
        number: aligned to the right, and never cut.
        least: columns of the screen to which it gives way; 0 where it always has its full width.
        rank: 0 where it is always there; the column of the highest rank is left out first.
        middle: cut in the middle, since the end matters.
    """
    header: str
    text: Callable[[Row], str]
    number: bool = False
    least: int = 0
    rank: int = 0
    middle: bool = False


class View(NamedTuple):
    """A table: its columns, and what is said where it has no rows."""
    columns: Sequence[Shown]
    empty: str


def write_table(rows: Iterable[Row], view: View, screen: Screen, write: Write) -> None:
    """Writes a table with its header; the widths go by the first rows."""
    cells = ([visible(column.text(row)[:_LONGEST]) for column in view.columns] for row in rows)
    sample = list(islice(cells, SAMPLE))
    if not sample:
        write(encoded(view.empty + "\n"))
        return
    natural = [max(width(column.header), *(width(line[index]) for line in sample))
               for index, column in enumerate(view.columns)]
    gap = 2 if screen.width >= 100 else 1
    layout = fit(view.columns, natural, screen.width, gap)
    header = line([column.header for column in view.columns], view.columns, layout, screen.width, " " * gap)
    write(encoded(screen.bold(header) + "\n"))
    lines = _lines(_chained(sample, cells), view.columns, layout, screen.width, gap)
    while batch := list(islice(lines, BATCH)):
        write(encoded("\n".join(batch) + "\n"))


def _lines(rows: Iterable[list[str]], columns: Sequence[Shown], layout: Layout, room: int, gap: int) -> Iterator[str]:
    for cells in rows:
        layout = widened(layout, cells, columns, room, gap)
        yield line(cells, columns, layout, room, " " * gap)


def _chained(sample: list[list[str]], rest: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from sample
    sample.clear()
    yield from rest


Layout = list[tuple[int, int]]
"""Index of a column, and how wide it is; in order."""


def fit(columns: Sequence[Shown], natural: Sequence[int], room: int, gap: int) -> Layout:
    """Which columns are shown, and how wide: all of them if there is room; else those of high rank go, and those that
    can give way share what is left."""
    least = [min(full, column.least or full) for column, full in zip(columns, natural, strict=True)]
    shown = list(range(len(columns)))
    while sum(least[i] + gap for i in shown) - gap > room and any(columns[i].rank for i in shown):
        shown.remove(max(reversed(shown), key=lambda i: columns[i].rank))
    widths = {i: least[i] for i in shown}
    spare = room - sum(width + gap for width in widths.values()) + gap
    elastic = [i for i in shown if columns[i].least]
    _spread(widths, {i: natural[i] for i in elastic}, spare)
    _squeeze(widths, elastic, -spare)
    return [(i, widths[i]) for i in shown]


def _spread(widths: dict[int, int], wanted: dict[int, int], spare: int) -> None:
    """Gives room away, always to the narrowest column that wants some."""
    while spare > 0:
        hungry = [i for i in wanted if widths[i] < wanted[i]]
        if not hungry:
            return
        widths[min(hungry, key=widths.__getitem__)] += 1
        spare -= 1


def _squeeze(widths: dict[int, int], elastic: Sequence[int], missing: int) -> None:
    """Takes room away below the least, always from the widest column."""
    while missing > 0:
        widest = max(elastic, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= _SMALLEST:
            return
        widths[widest] -= 1
        missing -= 1


def line(cells: Sequence[str], columns: Sequence[Shown], layout: Layout, room: int, gap: str) -> str:
    """A line of a table."""
    parts = []
    for index, size in layout:
        column, text = columns[index], cells[index]
        if not column.number:
            text = (cut_middle if column.middle else cut)(text, size)
        parts.append(padded(text, size, column.number))
    return cut(gap.join(parts).rstrip(), room)


def widened(layout: Layout, cells: Sequence[str], columns: Sequence[Shown], room: int, gap: int) -> Layout:
    """The layout from a line on that may have longer numbers than those before it: other columns give way to them,
    where there is no room."""
    if all(len(cells[index]) <= size for index, size in layout if columns[index].number):
        return layout
    widths = {index: max(size, width(cells[index])) if columns[index].number else size for index, size in layout}
    _squeeze(widths, [index for index in widths if columns[index].least], sum(widths.values()) + gap * len(widths) - gap
             - room)
    return list(widths.items())
