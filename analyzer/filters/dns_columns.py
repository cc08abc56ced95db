"""Filters on DNS: leaves about header and question, asked once for each different header and question.

What is asked is a message made of that header and question alone, so that its fields are those of the tree.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.dns import PROTOCOLS
from analyzer.filters.flow_columns import NOTHING, RowColumn
from analyzer.filters.lookup_columns import lookup_columns
from analyzer.filters.program import Leaf
from analyzer.filters.syntax import Compare, Holds, Word
from analyzer.filters.values import Values
from analyzer.flows import UDP
from analyzer.trees import Tree
from dissectors.dns.walk import HEADER
from dissectors.fields import Layer
from dissectors.kernel import kernel
from dissectors.octets import Octets
from dissectors.registry import Context

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

UPDATE = 5
"""The opcode whose counts have other names."""
_COUNTS = {"dns.count.queries": 4, "dns.count.answers": 6, "dns.count.auth_rr": 8, "dns.count.add_rr": 10}
"""Where the counts stand in the header (RFC 1035 4.1.1)."""
_QUESTION = frozenset(("dns.qry.name", "dns.qry.name.len", "dns.count.labels", "dns.qry.type", "dns.qry.class",
                       "dns.qry.qu"))
_MANY = 20


@kernel
def question_keys(data, start, size, seed, keys, stops):  # type: ignore[no-untyped-def]
    """For each message a number of 62 bits that tells its first question from others by its very octets, and where
    that question ends, from the message's start; 0 where it is not written out (a compression pointer)."""
    for i in range(len(start)):
        first, stop = start[i], start[i] + size[i]
        pos = first + 12
        while pos < stop and data[pos] != 0 and data[pos] < 64:
            pos += data[pos] + 1
        end = pos + 5
        if end > stop or data[pos] != 0:
            stops[i] = 0
            continue
        low, high = (seed ^ 0x2545F491) & 0x7FFFFFFF, seed & 0x7FFFFFFF
        for at in range(first + 12, end):
            low = ((low ^ data[at]) * 16777619) & 0x7FFFFFFF
            high = ((high + data[at]) * 1000003 + low) & 0x7FFFFFFF
        keys[i] = high * 0x80000000 + low
        stops[i] = end - first


class DnsAnswers:
    """Answers leaves for messages that came whole and alone in a datagram."""

    def __init__(self, analysis: Analysis, plain: Array) -> None:
        self._analysis = analysis
        self._messages = analysis.dns.messages
        columns = analysis.dns.columns
        self._numbers = columns.numbers
        one = self._alone(analysis.packets.rows)
        self._usable = (one & (self._messages.transport == UDP) & (self._messages.buffer == 0)
                        & (self._numbers[:, columns.FAULT] == 0) & plain[self._messages.row])

    def _alone(self, rows: int) -> Array:
        found: Array = np.bincount(self._messages.row, minlength=rows)[self._messages.row] == 1
        return found

    def of(self, leaf: Leaf) -> tuple[Array, Array] | None:
        """The rows that can be answered, and for each whether the leaf keeps it; None for other leaves."""
        names = leaf.names
        if names <= self._lookups.keys():
            return self._of_lookups(leaf)
        if names == {"dns"}:
            return self._present() if isinstance(leaf.test, Holds) and isinstance(leaf.test.of, Word) else None
        if not all(name in _QUESTION or name in _COUNTS or name == "dns.id" or name.startswith("dns.flags")
                   for name in names):
            return None
        chosen = self._usable.copy()
        keys: list[Array] = []
        if names & _QUESTION:
            chosen &= self._with_one_question
            keys.append(self._question[0])
        if any(name.startswith("dns.flags") for name in names) or names & _COUNTS.keys():
            keys.append(self._flags)
        if names & _COUNTS.keys():
            chosen &= (self._flags >> 11 & 0xF) != UPDATE
            keys += [self._count(at) for name, at in _COUNTS.items() if name in names]
        if "dns.id" in names:
            keys.append(self._numbers[:, self._analysis.dns.columns.ID].astype(np.int64))
        numbers = np.flatnonzero(chosen)
        if names == {"dns.id"} and leaf.fixed is not None and isinstance(leaf.test, Compare):
            return self._messages.row[numbers], leaf.compare_column(keys[0][numbers])
        return self._messages.row[numbers], self._each(leaf, numbers, [key[numbers] for key in keys])

    @cached_property
    def _lookups(self) -> dict[str, RowColumn]:
        return lookup_columns(self._analysis.dns)

    def _of_lookups(self, leaf: Leaf) -> tuple[Array, Array]:
        """For packets with at most one message, what the row of its transaction says."""
        from analyzer.filters.column import combinations
        dns, packets = self._analysis.dns, self._analysis.packets.rows
        transaction = np.full(packets, -1, np.int64)
        transaction[self._messages.row] = dns.transaction
        rows = np.flatnonzero(np.bincount(self._messages.row, minlength=packets) <= 1)
        columns = {name: self._lookups[name] for name in sorted(leaf.names)}
        keys = [np.append(column.numbers(), NOTHING)[transaction[rows]] for column in columns.values()]
        first, inverse = combinations(keys)
        found = zip(*(key[first].tolist() for key in keys), strict=True)
        answers = np.fromiter((leaf.keeps(Values({
            name: column.values(number) for (name, column), number in zip(columns.items(), one, strict=True)}))
            for one in found), bool, len(first))
        return rows, answers[inverse]

    def _present(self) -> tuple[Array, Array]:
        numbers = np.flatnonzero(self._usable & (self._messages.protocol == 0))
        return self._messages.row[numbers], np.ones(len(numbers), bool)

    def _each(self, leaf: Leaf, numbers: Array, keys: list[Array]) -> Array:
        from analyzer.filters.column import combinations
        first, inverse = combinations([*keys, self._messages.protocol[numbers]])
        answers = np.fromiter((leaf.keeps(self._values(number, leaf.names)) for number in numbers[first].tolist()),
                              bool, len(first))
        return answers[inverse]

    def _values(self, number: int, names: frozenset[str]) -> Values:
        """The fields of a message that has this one's header, and its question where that is asked for."""
        start = int(self._messages.start[number])
        data = self._messages.first
        octets = data[start:start + HEADER].tobytes()
        asked = bool(names & _QUESTION)
        known: dict[str, list[Any]] = {
            name: [int.from_bytes(octets[at:at + 2], "big")] for name, at in _COUNTS.items() if name in names}
        octets = octets[:4] + bytes((0, asked, 0, 0, 0, 0, 0, 0))
        if asked:
            octets += data[start + HEADER:start + int(self._question[1][number])].tobytes()
        dissector = self._analysis.registry.get(PROTOCOLS[int(self._messages.protocol[number])])
        assert dissector is not None
        context = Context("udp")
        record = dissector.parse(Octets(octets, 0, len(octets)), context)
        layer = Layer(dissector.name, "", 0, len(octets), 0, list(dissector.describe(record, context)))
        return Values(known).add_tree(Tree(0, [layer], [octets]), names - _COUNTS.keys())

    @cached_property
    def _flags(self) -> Array:
        found: Array = self._numbers[:, self._analysis.dns.columns.FLAGS].astype(np.int64)
        return found

    def _count(self, at: int) -> Array:
        """One of the counts of the header."""
        begin = np.where(self._usable, self._messages.start, 0) + at
        found: Array = self._messages.first[begin].astype(np.int64) << 8 | self._messages.first[begin + 1]
        return found

    @cached_property
    def _with_one_question(self) -> Array:
        found: Array = self._usable & (self._count(4) == 1) & (self._question[1] > 0)
        return found

    @cached_property
    def _question(self) -> tuple[Array, Array]:
        """What tells the questions apart, and where they end."""
        count = len(self._messages)
        keys, stops = np.zeros(count, np.int64), np.zeros(count, np.int64)
        size = np.where(self._usable, self._messages.size, 0).astype(np.int64)
        start = np.where(self._usable, self._messages.start, 0)
        write: Callable[..., None] = question_keys.for_work(count * _MANY)
        write(self._messages.first, start, size, random_seed(), keys, stops)
        return keys, stops
