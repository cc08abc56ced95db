"""Applies a filter to all packets of a capture: columns first, trees for the packets that these leave open."""
from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.filters.catalog import Catalog
from analyzer.filters.columns import ColumnAnswers
from analyzer.filters.program import Program
from analyzer.filters.rows import SPECS, RowFacts
from analyzer.filters.values import Values
from analyzer.workers import over
from dissectors.registry import Registry

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_BATCH = 200
_LARGE = 4_000
"""From so many trees on, several processors share the work."""


@functools.lru_cache(maxsize=2)
def catalog(registry: Registry) -> Catalog:
    """The names that filters may use with these dissectors."""
    return Catalog(registry)


def compiled(text: str, registry: Registry) -> Program:
    """A filter made ready.

    Raises:
        FilterError: with the column where it can't be understood.
    """
    return Program(text, catalog(registry))


def select(analysis: Analysis, program: Program, first: int = 0) -> Array:
    """The rows of the packets that the filter keeps, in order, from row `first` on."""
    answer = ColumnAnswers(analysis).of(program.plan)
    kept = answer.kept.copy()
    open_rows = np.flatnonzero(~answer.known[first:]) + first
    kept[open_rows[by_trees(analysis, program, open_rows)]] = True
    return np.flatnonzero(kept[first:]) + first


class PacketValues:
    """What names of filters stand for, packet by packet."""

    def __init__(self, analysis: Analysis, names: frozenset[str]) -> None:
        self._analysis, self._names = analysis, names
        self._asked = sorted(names & SPECS.keys())
        self._needs_tree = bool(names - SPECS.keys())
        self._facts = RowFacts(analysis)

    def of(self, row: int, show_secrets: bool) -> Values:
        """The values of the names in a packet."""
        values = Values(self._facts.of(row, self._asked))
        if self._needs_tree:
            values.add_tree(self._analysis.tree(row, show_secrets), self._names)
        return values


class TreeAnswers:
    """Answers filters packet by packet, as the trees say."""

    def __init__(self, analysis: Analysis, *programs: Program) -> None:
        self._programs = programs
        self._values = PacketValues(analysis, frozenset[str]().union(*(program.names for program in programs)))

    def values(self, row: int) -> Values:
        """What the filters ask for of a packet."""
        return self._values.of(row, show_secrets=True)

    def keeps(self, row: int) -> bool:
        """Whether a packet stays by all filters."""
        values = self.values(row)
        return all(program.keeps(values) for program in self._programs)


def by_trees(analysis: Analysis, program: Program, rows: Array) -> Array:
    """Which of these rows are kept, as their trees say."""
    answers = TreeAnswers(analysis, program)
    numbers = rows.tolist()
    groups = [numbers[start:start + _BATCH] for start in range(0, len(numbers), _BATCH)]
    large = len(numbers) >= _LARGE
    if large:
        analysis.prepare_trees()
    found = over(lambda group: [answers.keeps(row) for row in group], groups, large)
    return np.array([one for group in found for one in group], bool)
