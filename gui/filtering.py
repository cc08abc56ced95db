"""Filtering: what the window asks of display filters, in steps, for a Worker; plain Python without Qt."""
from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from analyzer.filters.asked import Asked
    from analyzer.filters.steps import Steps
    from dissectors.registry import Registry

STEP_SECONDS = 0.04
"""So long packets are asked one by one, before somebody else's question may go first."""


@dataclass(frozen=True, slots=True)
class FieldName:
    """A name that filters may use."""
    name: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a filter while it is typed: a fault with its column (from 1), or a doubt, or neither."""
    text: str
    fault: str = ""
    column: int = 0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter keeps of the first `known` packets: their rows, and for each flow whether it has one of them."""
    text: str
    rows: Array
    flows: Array
    known: int


def names(registry: Registry) -> Iterator[list[FieldName]]:
    """All names that filters may use, in order of the alphabet."""
    from analyzer.filters.select import catalog
    yield [FieldName(row["name"], row["type"], row["label"]) for row in catalog(registry).rows()]


def verdict(text: str, registry: Registry) -> Verdict:
    """Whether a filter can be understood."""
    from analyzer.errors import FilterError
    from analyzer.filters.doubts import doubt
    from analyzer.filters.select import compiled
    try:
        compiled(text, registry)
        return Verdict(text, doubt=doubt(text))
    except FilterError as fault:
        return Verdict(text, str(fault).partition(": ")[2], fault.column)


def checked(text: str, registry: Registry) -> Iterator[Verdict]:
    """Looks at a filter while it is typed."""
    yield verdict(text, registry)


def filtered(analysis: Analysis, text: str, first: int = 0) -> Iterator[float | Filtered]:
    """Applies a filter to the packets from row `first` on: how far it is, from 0 to 1, and at last what it keeps;
    raises FilterError."""
    from analyzer.filters.columns import opening
    from analyzer.filters.select import compiled
    program = compiled(text, analysis.registry)
    asked = yield from _in_steps(opening(analysis, program.plan, first))
    known = analysis.packets.rows
    yield 0.0
    yield from _ask_trees(analysis, asked)
    rows = asked.kept()
    flows = np.zeros(len(analysis.flows) + 1, bool)
    flows[analysis.packets.column("flow")[rows]] = True
    yield Filtered(text, rows, flows[:-1], known)


def joined(before: Filtered, more: Filtered) -> Filtered:
    """What a filter keeps of the packets that were there before, and of those that came since."""
    flows = more.flows.copy()
    flows[:len(before.flows)] |= before.flows
    return Filtered(more.text, np.concatenate([before.rows, more.rows]), flows, more.known)


def _in_steps(opening: Steps[Asked]) -> Generator[float, None, Asked]:
    """Works out what columns say; how much is left is not known before that is done."""
    while True:
        try:
            next(opening)
        except StopIteration as end:
            asked: Asked = end.value
            return asked
        yield 0.0


def _ask_trees(analysis: Analysis, asked: Asked) -> Iterator[float]:
    """Asks the packets that columns say nothing of; what they say is kept also if somebody else goes first for good."""
    from analyzer.filters.select import OpenAnswers
    answers, done = OpenAnswers(analysis, asked), 0
    while done < len(asked.rows):
        end, begin, said = time.monotonic() + STEP_SECONDS, done, b""
        while done < len(asked.rows) and (done == begin or time.monotonic() < end):
            said += answers.packed(asked.rows[done:done + 1])
            done += 1
        asked.learn(asked.rows[begin:done], said)
        yield done / len(asked.rows)
