"""What filters keep as whole trees say, packet by packet: the truth for all quicker ways."""
from __future__ import annotations

import numpy as np

from analyzer.analysis import Analysis
from analyzer.columns import Array
from analyzer.filters.program import Program
from analyzer.filters.rows import SPECS, RowFacts
from analyzer.filters.values import Values


def by_trees(analysis: Analysis, program: Program) -> Array:
    """For each packet whether the filter keeps it."""
    facts, asked = RowFacts(analysis), sorted(program.names & SPECS.keys())
    return np.array([
        program.keeps(Values(facts.of(row, asked)).add_tree(analysis.tree(row, show_secrets=True), program.names))
        for row in range(analysis.packets.rows)], bool)
