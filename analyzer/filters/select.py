"""Applies a filter to all packets of a capture: columns first, trees for the packets that these leave open."""
from __future__ import annotations

from collections.abc import Sequence
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


def compiled(text: str, registry: Registry) -> Program:
    """A filter made ready.

    Raises:
        FilterError: with the column where it can't be understood.
    """
    return Program(text, Catalog(registry))


def select(analysis: Analysis, program: Program) -> Array:
    """The rows of the packets that the filter keeps, in order."""
    answer = ColumnAnswers(analysis).of(program.plan)
    kept = answer.kept.copy()
    open_rows = np.flatnonzero(~answer.known)
    kept[open_rows[by_trees(analysis, program, open_rows)]] = True
    return np.flatnonzero(kept)


def by_trees(analysis: Analysis, program: Program, rows: Array) -> Array:
    """Which of these rows are kept, as their trees say."""
    names, asked = program.names, sorted(program.names & SPECS.keys())
    facts = RowFacts(analysis)
    needs_tree = bool(names - SPECS.keys())

    def keep(group: Sequence[int]) -> list[bool]:
        found = []
        for row in group:
            values = Values(facts.of(row, asked))
            if needs_tree:
                values.add_tree(analysis.tree(row, show_secrets=True), names)
            found.append(program.keeps(values))
        return found
    numbers = rows.tolist()
    groups = [numbers[start:start + _BATCH] for start in range(0, len(numbers), _BATCH)]
    large = len(numbers) >= _LARGE
    if large:
        analysis.prepare_trees()
    return np.array([one for group in over(keep, groups, large) for one in group], bool)
