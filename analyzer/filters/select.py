"""Applies a filter to all packets of a capture: columns first, trees for the packets that these leave open."""
from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.columns import Array
from analyzer.filters.asked import Asked
from analyzer.filters.byte_values import ByteValues
from analyzer.filters.catalog import Catalog
from analyzer.filters.columns import column_answers, opening
from analyzer.filters.program import Program
from analyzer.filters.rows import SPECS, RowFacts
from analyzer.filters.steps import finished
from analyzer.filters.values import Values
from analyzer.packet_source import Facts, packet_trees, payload_trees
from analyzer.services import DNS
from analyzer.workers import MANY_TREES, TREES_AT_ONCE, over
from dissectors.registry import Registry

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


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


def select(analysis: Analysis, program: Program, first: int = 0,
           progress: Callable[[float], object] = lambda done: None) -> Array:
    """The rows of the packets that the filter keeps, in order, from row `first` on."""
    asked = finished(opening(analysis, program.plan, first))
    answers = OpenAnswers(analysis, asked)
    groups = [asked.rows[start:start + TREES_AT_ONCE] for start in range(0, len(asked.rows), TREES_AT_ONCE)]
    large = len(asked.rows) >= MANY_TREES
    if large:
        names = frozenset[str]().union(*(leaf.names for leaf in asked.leaves))
        analysis.prepare_trees(dns=_ask_dns(names) and bool(column_answers(analysis).presence.dns[asked.rows].any()))
    for number, (group, found) in enumerate(zip(groups, over(answers.packed, groups, large), strict=True), 1):
        asked.learn(group, found)
        progress(number / len(groups))
    return asked.kept()


def _ask_dns(names: frozenset[str]) -> bool:
    """Whether names may want to know of DNS transactions, which are much work."""
    return any(name.split(".")[0] in DNS for name in names)


class PacketValues:
    """What names of filters stand for, packet by packet."""

    def __init__(self, analysis: Analysis, names: frozenset[str]) -> None:
        self._names = names
        self._asked = sorted(names & SPECS.keys())
        self._of_tree = names - SPECS.keys()
        self._facts = RowFacts(analysis)
        presence = column_answers(analysis).presence
        self._bytes = ByteValues(analysis.packets, presence.plain)
        self._partly = presence.plain if presence.are_payload(self._of_tree) else np.zeros(0, bool)
        facts: Facts = analysis.dns_facts if _ask_dns(names) else lambda row, nth: {}
        self._whole = functools.cache(functools.partial(packet_trees, analysis.engine, facts))
        self._payload = functools.cache(functools.partial(payload_trees, analysis.engine, facts))

    def of(self, row: int, show_secrets: bool) -> Values:
        """The values of the names in a packet."""
        facts: dict[str, list[Any]] = self._facts.of(row, self._asked)
        if self._of_tree and show_secrets and self._bytes.say(row, self._of_tree):
            return Values(facts | self._bytes.of(row, self._of_tree))
        values = Values(facts)
        if self._of_tree:
            trees = self._payload if row < len(self._partly) and self._partly[row] else self._whole
            values.add_tree(trees(show_secrets)(row), self._names)
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


class OpenAnswers:
    """Answers leaves for packets, each as far as it is not known."""

    def __init__(self, analysis: Analysis, asked: Asked) -> None:
        self._leaves, self._known = asked.leaves, asked.answers()
        self._values = functools.cache(lambda names: PacketValues(analysis, names))

    def packed(self, rows: Array) -> bytes:
        """For each packet a byte a leaf: whether the packet stays by it."""
        found = bytearray()
        for row in rows.tolist():
            open_ = [row not in answer.known for answer in self._known]
            names = frozenset[str]().union(*(leaf.names for leaf, one in zip(self._leaves, open_, strict=True) if one))
            values = self._values(names).of(row, show_secrets=True)
            found += bytes(leaf.keeps(values) if one else row in answer.kept
                           for leaf, one, answer in zip(self._leaves, open_, self._known, strict=True))
        return bytes(found)
