"""The Program: all Layouts as one table of numbers, which the scan kernel walks for every packet."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analyzer.columns import Array
from dissectors.layout import By, Layout, Size, Term

# A term takes five numbers: at, size (below 0: little-endian), mask, shift, factor.
TERM = 5
MINIMUM = 0
SIZE = 1                        # a constant and three terms
SIZE_TERMS = 3
TOTAL = SIZE + 1 + SIZE_TERMS * TERM    # whether there is one, a constant and two terms
TOTAL_TERMS = 2
NEXT = TOTAL + 2 + TOTAL_TERMS * TERM   # table (-1: none), a fixed number, a term
ADDRESSES = NEXT + 2 + TERM     # source, destination, size (0: none)
PORTS = ADDRESSES + 3           # source, destination, size (0: none)
FRAGMENT = PORTS + 3            # a term; size 0: none
TRANSPORT = FRAGMENT + TERM
WIDTH = TRANSPORT + 1

NOTHING = -1
MANY = 256
"""From so many numbers on, a dispatch table has a place for every number up to its largest."""


class Program:
    """Layouts in numbers.

    Attributes:
        layouts: the Layouts; their index is their number in `plan` and in the tables.
        plan: int64, WIDTH numbers a layout.
        tables: int64, all dispatch tables behind each other: a number and its layout an entry, which stands at the
            number modulo the table's size.
        bounds: int64, for each table its start in `tables` and its size in entries.
    """

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self.layouts = tuple(layouts)
        self._numbers = {name: number for number, name in enumerate(_table_names(layouts))}
        self.plan = np.array([self._row(layout) for layout in layouts], np.int64).reshape(-1)
        claims: dict[str, dict[int, int]] = {name: {} for name in self._numbers}
        for index, layout in enumerate(layouts):
            for table, number in layout.claims:
                claims[table].setdefault(number, index)
        parts = [_entries(claims[name]) for name in self._numbers]
        starts = np.cumsum([0] + [len(part) for part in parts])
        self.tables = np.concatenate(parts)
        self.bounds = np.array([n for i, part in enumerate(parts) for n in (starts[i], len(part) // 2)], np.int64)

    def find(self, table: str, number: int) -> int:
        """The layout under a number of a table, or NOTHING."""
        if table not in self._numbers:
            return NOTHING
        start, size = self.bounds[2 * self._numbers[table]:][:2].tolist()
        found, layout = self.tables[start + 2 * (number % size):][:2].tolist()
        return int(layout) if found == number else NOTHING

    def _row(self, layout: Layout) -> list[int]:
        total = layout.total
        row = [layout.minimum, *_size(layout.size, SIZE_TERMS)]
        row += [1, *_size(total, TOTAL_TERMS)] if total else [0] * (2 + TOTAL_TERMS * TERM)
        row += self._next(layout.next)
        row += [layout.addresses.source, layout.addresses.destination, layout.addresses.size] if layout.addresses \
            else [0, 0, 0]
        row += [layout.ports.source, layout.ports.destination, layout.ports.size] if layout.ports else [0, 0, 0]
        row += _term(layout.fragment)
        row.append(int(layout.transport))
        assert len(row) == WIDTH
        return row

    def _next(self, by: By | None) -> list[int]:
        if by is None:
            return [NOTHING, 0, *_term(None)]
        return [self._numbers.get(by.table, NOTHING), by.fixed, *_term(by.term)]


def _table_names(layouts: Iterable[Layout]) -> list[str]:
    return sorted({table for layout in layouts for table, _ in layout.claims})


def _term(term: Term | None) -> list[int]:
    if term is None:
        return [0] * TERM
    whole = (1 << 8 * term.size) - 1
    return [term.at, -term.size if term.little else term.size, term.mask or whole, term.shift, term.factor]


def _size(size: Size, most: int) -> list[int]:
    assert len(size.terms) <= most
    terms: list[Term | None] = [*size.terms, *[None] * (most - len(size.terms))]
    return [size.constant, *(number for term in terms for number in _term(term))]


def _entries(numbers: dict[int, int]) -> Array:
    """A table in which no two numbers stand at the same place: of the smallest such size, if it has few."""
    size = len(numbers) if len(numbers) < MANY else max(numbers) + 1
    while len({number % size for number in numbers}) < len(numbers):
        size += 1
    entries = np.full(2 * size, NOTHING, np.int64)
    for number, layout in numbers.items():
        entries[2 * (number % size):][:2] = number, layout
    return entries
