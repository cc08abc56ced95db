"""Filters on DNS: leaves about header, question and lookup, answered by columns of messages."""
from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns_pairs import MDNS, ORDINARY
from analyzer.filters.column import Column, answers, itself
from analyzer.filters.flow_columns import NOTHING, RowColumn
from analyzer.filters.lookup_columns import lookup_columns
from analyzer.filters.program import Leaf
from analyzer.filters.record_columns import RecordAnswers
from analyzer.filters.shown_names import ShownNames
from analyzer.filters.steps import Steps
from analyzer.filters.syntax import Holds, Word
from analyzer.filters.values import Values
from analyzer.flows import UDP
from analyzer.services import DNS
from dissectors.dns import header as h
from dissectors.dns.facts import FACTS
from dissectors.dns.tree import UPDATE, describe_flags, describe_question
from dissectors.dns.walk import HEADER

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_COUNTS = {spec.name: spec.at for spec in h.COUNTS}
_QUESTION = {spec.name for spec in (h.QUESTION_NAME, h.QUESTION_NAME_LENGTH, h.QUESTION_LABELS, h.QUESTION_TYPE,
                                    h.QUESTION_CLASS, h.UNICAST_WANTED)}
_FLAGS = {spec.name for spec in h.FIELDS if spec.name.startswith(h.FLAGS.name)}
_FACTS = {spec.name: fact for fact, spec in (*FACTS, ("time", h.TIME))}
_MESSAGES_A_STEP = 5_000


class DnsAnswers:
    """Answers leaves for messages that came whole and alone in a datagram."""

    def __init__(self, analysis: Analysis, plain: Array) -> None:
        self._dns, self._packets = analysis.dns, analysis.packets.rows
        self._messages, columns = self._dns.messages, self._dns.columns
        self._numbers = columns.numbers
        alone = np.bincount(self._messages.row, minlength=self._packets)[self._messages.row] == 1
        self._usable = (alone & (self._messages.transport == UDP) & (self._messages.buffer == 0)
                        & (self._numbers[:, columns.FAULT] == 0) & plain[self._messages.row])
        self._columns = self._known_columns()
        self._facts: dict[str, Array] = {}

    def of(self, leaf: Leaf) -> Steps[tuple[Array, Array] | None]:
        """The rows that can be answered, and for each whether the leaf keeps it; None for other leaves."""
        names = leaf.names
        if names <= self._lookups.keys():
            return (yield from self._of_lookups(leaf))
        if len(names) == 1 and names <= _FACTS.keys():
            return (yield from self._of_facts(leaf, next(iter(names))))
        if names == {"dns"}:
            return self._present() if isinstance(leaf.test, Holds) and isinstance(leaf.test.of, Word) else None
        if not names <= self._columns.keys():
            found = yield from self._records.of(leaf)
            return found and (self._messages.row[found[0]], found[1])
        chosen = self._usable
        if names & _COUNTS.keys():
            # of an update the counts have other names
            chosen = chosen & (self._number("flags") & h.OPCODE.mask != UPDATE << 11)
        if names & _QUESTION:
            chosen = chosen & (self._number(h.COUNTS[0].name) == 1)
        numbers = np.flatnonzero(chosen)
        columns = {name: self._columns[name] for name in sorted(names)}
        answered = yield from answers(leaf, columns, lambda key: self._number(key)[numbers])
        return self._messages.row[numbers], answered

    def _known_columns(self) -> dict[str, Column]:
        found = {h.ID.name: Column(("id",), itself), **{name: Column((name,), itself) for name in _COUNTS}}
        for name in _FLAGS:
            found[name] = Column(("flags", "protocol"), partial(_bits, name))
        found[h.QUESTION_NAME.name] = Column(("name",), lambda name: [self._names.texts[name]])
        found[h.QUESTION_TYPE.name] = Column(("type",), itself)
        for spec in (h.QUESTION_NAME_LENGTH, h.QUESTION_LABELS):
            found[spec.name] = Column(("name",), partial(self._of_name, spec.name))
        for spec in (h.QUESTION_CLASS, h.UNICAST_WANTED):
            found[spec.name] = Column(("class", "protocol"), partial(_of_question, spec.name, b""))
        return found

    def _of_name(self, name: str, number: int) -> list[Any]:
        return _of_question(name, self._names.labels(number), 0, 0)

    @cached_property
    def _made(self) -> dict[str, Callable[[], Array]]:
        """The columns by which fields are told."""
        columns = self._dns.columns
        return {
            "id": lambda: self._numbers[:, columns.ID], "flags": lambda: self._numbers[:, columns.FLAGS],
            "type": lambda: self._numbers[:, columns.TYPE], "class": lambda: self._numbers[:, columns.CLASS],
            "protocol": lambda: self._messages.protocol, "name": self._name_numbers,
            **{name: partial(self._count, at) for name, at in _COUNTS.items()}}

    def _number(self, key: str) -> Array:
        return self._made[key]().astype(np.int64)

    def _count(self, at: int) -> Array:
        """One of the counts of the header."""
        begin = np.where(self._usable, self._messages.start, 0) + at
        found: Array = self._messages.first[begin].astype(np.int64) << 8 | self._messages.first[begin + 1]
        return found

    @cached_property
    def _asking(self) -> Array:
        """The messages with one question."""
        return np.flatnonzero(self._usable & (self._number(h.COUNTS[0].name) == 1))

    @cached_property
    def _names(self) -> ShownNames:
        start = self._messages.start[self._asking].astype(np.int64)
        return ShownNames(self._messages.first, start, start + HEADER)

    def _name_numbers(self) -> Array:
        found = np.zeros(len(self._messages), np.int64)
        found[self._asking] = self._names.number
        return found

    @cached_property
    def _records(self) -> RecordAnswers:
        return RecordAnswers(self._dns, self._usable)

    @cached_property
    def _lookups(self) -> dict[str, RowColumn]:
        return lookup_columns(self._dns)

    def _of_lookups(self, leaf: Leaf) -> Steps[tuple[Array, Array]]:
        """For packets with at most one message, what the row of its transaction says."""
        transaction = np.full(self._packets, -1, np.int64)
        transaction[self._messages.row] = self._dns.transaction
        rows = np.flatnonzero(np.bincount(self._messages.row, minlength=self._packets) <= 1)
        columns = {name: Column((name,), self._lookups[name].values) for name in sorted(leaf.names)}
        answered = yield from answers(leaf, columns, lambda name: np.append(
            self._lookups[name].numbers(), NOTHING)[transaction[rows]])
        return rows, answered

    def _of_facts(self, leaf: Leaf, name: str) -> Steps[tuple[Array, Array]]:
        """What is known of messages beside what stands in them."""
        if not self._facts:
            self._facts = yield from self._all_facts()
        values = self._facts[_FACTS[name]]
        there = np.flatnonzero(values != NOTHING)
        kept = np.full(len(values), leaf.keeps(Values({})))
        kept[there] = yield from answers(leaf, {name: Column((name,), itself)}, lambda key: values[there])
        return self._messages.row[self._usable], kept

    def _all_facts(self) -> Steps[dict[str, Array]]:
        rows = self._messages.row[self._usable]
        found = {fact: np.full(len(rows), NOTHING) for fact in _FACTS.values()}
        for number, row in enumerate(rows.tolist()):
            if number % _MESSAGES_A_STEP == 0:
                yield
            for fact, value in self._dns.facts(row).items():
                if fact in found:
                    found[fact][number] = value
        return found

    def _present(self) -> tuple[Array, Array]:
        numbers = np.flatnonzero(self._usable & (self._messages.protocol == ORDINARY))
        return self._messages.row[numbers], np.ones(len(numbers), bool)


def _of_question(name: str, labels: bytes, class_: int, protocol: int) -> list[Any]:
    """A field of a question, by what it depends on."""
    made = describe_question(0, labels + bytes(3) + class_.to_bytes(2, "big"), labels, protocol == MDNS)
    return [field.value for field in made.children if field.spec.name == name]


def _bits(name: str, flags: int, protocol: int) -> list[Any]:
    """A field of the header's second word."""
    made = describe_flags(flags, DNS[protocol], h.FLAGS.at)
    return [field.value for field in (made, *made.children) if field.spec.name == name]
