"""Filters on columns: what a leaf of a filter says of all packets at once, as far as the packet table knows it.

The answer has three values: kept, not kept, not known. Packets with tunnels, fragments, quotations or cut headers have
fields that no column has, so that all but the frame's own fields are not known there; their trees are asked.
"""
from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.filters.asked import Answer, Asked, joined, leaves_of
from analyzer.filters.bits import Bits
from analyzer.filters.byte_columns import containing, spans
from analyzer.filters.byte_values import NAMES
from analyzer.filters.column import Column, answers
from analyzer.filters.header_columns import HeaderColumns
from analyzer.filters.mail_rows import within_emails, without
from analyzer.filters.option_columns import OptionColumns
from analyzer.filters.presence import Presence
from analyzer.filters.program import Leaf, Plan
from analyzer.filters.steps import Steps, finished
from analyzer.filters.syntax import Holds, Test, Word
from analyzer.filters.table_columns import TableColumns
from analyzer.filters.values import Values
from dissectors.link.ethernet import ETHERNET

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.filters.dns_columns import DnsAnswers

MOST_KEPT = 16 << 20
"""Bytes of answers that are kept from one filter to the next."""


def column_answers(analysis: Analysis) -> ColumnAnswers:
    """What answers for all packets that there are now, with what it has found out before."""
    return analysis.engine.kept("filters", lambda: ColumnAnswers(analysis))


def opening(analysis: Analysis, plan: Plan, first: int = 0) -> Steps[Asked]:
    """Works out what columns say of a filter; gives what is left to be asked of the packets from row `first` on."""
    column_answers(analysis).forget()
    for leaf in leaves_of(plan):
        yield from column_answers(analysis).steps(leaf)     # new ones where packets came between two steps
    return column_answers(analysis).open(plan, first)


class ColumnAnswers:
    """Answers leaves of filters for all packets of an analysis.

    Answers are kept, with what trees have said where columns say nothing.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._table, self._count = analysis.packets, analysis.packets.rows
        self.presence = Presence(analysis)
        self._leaves: dict[Test, Answer] = {}
        self._within: dict[str, Bits] = {}
        self._last = "", np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._of_table, self._headers = TableColumns(analysis), HeaderColumns(self._table)
        self._options = OptionColumns(self._table)
        self._columns = self._headers.fields | self._options.fields | self._of_table.fields

    def of(self, plan: Plan) -> Answer:
        """The answer of a whole filter."""
        return joined(plan, self._of_leaves(plan))

    def _of_leaves(self, plan: Plan) -> dict[Test, Answer]:
        return {leaf.test: self.leaf(leaf) for leaf in leaves_of(plan)}

    def open(self, plan: Plan, first: int = 0) -> Asked:
        """What is left to be asked of the packets from row `first` on."""
        found = self._of_leaves(plan)
        rows = np.flatnonzero(~joined(plan, found).known.mask()[first:]) + first
        # those of a flow together, so that its conversation is read once
        return Asked(plan, found, rows[np.argsort(self._table.column("flow")[rows], kind="stable")], first)

    def forget(self) -> None:
        """Drops the oldest answers where they take too much memory."""
        while self._leaves and self._count // 4 * len(self._leaves) > MOST_KEPT:
            self._leaves.pop(next(iter(self._leaves)))

    def leaf(self, leaf: Leaf) -> Answer:
        """The answer of one comparison or test of presence."""
        return finished(self.steps(leaf))

    def steps(self, leaf: Leaf) -> Steps[Answer]:
        """The same in steps."""
        if leaf.test not in self._leaves:
            self._leaves[leaf.test] = yield from self._work_out(leaf)
        return self._leaves[leaf.test]

    def _work_out(self, leaf: Leaf) -> Steps[Answer]:
        """What columns say, and where they say nothing, that a packet without the fields can't be kept (or must)."""
        known = yield from self._absent(leaf.names)
        kept = known & leaf.keeps(Values({}))
        if found := (yield from self._said(leaf, known)):
            rows, answered = found
            kept[rows], known[rows] = answered, True
        return Answer(Bits.of_mask(kept), Bits.of_mask(known))

    def _absent(self, names: frozenset[str]) -> Steps[Array]:
        """The packets that can't have any of these fields."""
        absent = ~self._may_have(names)
        for service in without(names):
            if service not in self._within:
                self._within[service] = Bits.of_mask((yield from within_emails(self._analysis.engine, service)))
            absent |= self._within[service].mask()
        return absent

    def _said(self, leaf: Leaf, absent: Array) -> Steps[tuple[Array, Array] | None]:
        """The rows of which columns, or bytes where they stand, say a leaf's fields, and whether each is kept."""
        if columns := self._columns_of(leaf):
            rows = np.flatnonzero(self._scope({column.protocol for column in columns.values()}) & ~absent)
            return rows, (yield from self._asked(leaf, columns, rows))
        if leaf.searched is not None and leaf.names <= NAMES:
            where = spans(self._table, self.presence.plain, next(iter(leaf.names)))
            return where.rows, (yield from containing(self._table.data, where, leaf.searched))
        if any(name.startswith("dns") for name in leaf.names):
            return (yield from self._dns.of(leaf))
        return None

    @cached_property
    def _dns(self) -> DnsAnswers:
        from analyzer.filters.dns_columns import DnsAnswers
        return DnsAnswers(self._analysis, self.presence.plain)

    def _columns_of(self, leaf: Leaf) -> dict[str, Column]:
        """The columns that say a leaf's fields; none where they do not say all."""
        alone = isinstance(leaf.test, Holds) and isinstance(leaf.test.of, Word)
        columns = self._columns | self._options.presence if alone else self._columns
        found = {name: columns[name] for name in sorted(leaf.names) if name in columns}
        if len(found) < len(leaf.names) or len({column.protocol for column in found.values()}) > 1:
            return {}   # a packet may have one protocol's fields without another's
        # a protocol's bytes stand in no column, only whether it is there
        return found if alone or all(column.keys for column in found.values()) else {}

    def _scope(self, protocols: set[str]) -> Array:
        if not any(protocols):
            return np.ones(self._count, bool)
        return self.presence.bare if ETHERNET.name in protocols else self.presence.plain

    def _asked(self, leaf: Leaf, columns: dict[str, Column], rows: Array) -> Steps[Array]:
        if not any(column.keys for column in columns.values()):
            return np.full(len(rows), leaf.keeps(Values({name: [b""] for name in leaf.names})))
        return (yield from answers(leaf, columns, lambda name: self._key(name, rows)))

    def _key(self, name: str, rows: Array) -> Array:
        if self._headers.knows(name):
            last, of, _ = self._last
            if name != last or not np.array_equal(rows, of):    # many tests of one field read it once
                self._last = name, rows, self._headers.key(name, rows)
            return self._last[2]
        return (self._options if self._options.knows(name) else self._of_table).key(name, rows)

    def _may_have(self, names: frozenset[str]) -> Array:
        """The packets that may have one of these fields."""
        found = np.zeros(self._count, bool)
        for protocol in {self._protocol(name) for name in names}:
            there = self.presence.of(protocol)
            if there is None:
                return np.ones(self._count, bool)
            found |= there
        return found

    def _protocol(self, name: str) -> str:
        column = self._columns.get(name)
        return (column.protocol or name.split(".")[0]) if column else name.split(".")[0]
