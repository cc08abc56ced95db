"""Filters on the records of DNS messages: what stands in fixed places of them, read from all messages at once."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.dns_messages import entries_of
from analyzer.dns_pairs import MDNS
from analyzer.filters.data_types import types_with
from analyzer.filters.program import Leaf
from analyzer.filters.shown_names import ShownNames
from analyzer.filters.steps import Steps
from analyzer.filters.values import Values
from dissectors.dns import header as h
from dissectors.dns.rdata import SHAPES
from dissectors.dns.rdata.shapes import BITMAP, IP4, IP6, OLD_BITMAP
from dissectors.dns.text import OPT, SRV
from dissectors.dns.walk import CLASS, ENTRY, NAME, QUESTION, RDATA, RDATA_STOP, SECTION, TTL, TYPE

if TYPE_CHECKING:
    from analyzer.dns import Transactions

_AT_ONCE = 20_000
"""Messages whose records are in memory."""
ADDRESSES = {part.spec.name: (kind, size) for kind, shape in SHAPES.items() if len(shape.parts) == 1
             for part in shape.parts if part.spec and (size := {IP4: 4, IP6: 16}.get(part.code, 0))}
"""Fields of data that are nothing but an address: type and size of these."""
BITMAPS = [kind for kind, shape in SHAPES.items() if any(part.code in (BITMAP, OLD_BITMAP) for part in shape.parts)]
"""Types whose data list types, in the field that says a record's own."""


class _Records(NamedTuple):
    """Some messages' records: the message of each, as a number among these; what the walk said of each; the bytes."""
    message: Array
    entry: Array
    data: Array
    start: Array

    def where(self, chosen: Array) -> _Records:
        """Some of them."""
        return _Records(self.message[chosen], self.entry[chosen], self.data, self.start)


class RecordAnswers:
    """Answers leaves with one field of records; of other fields of their data, for messages that can't have them."""

    def __init__(self, dns: Transactions, usable: Array) -> None:
        self._dns, self._usable = dns, usable
        self._values: dict[str, Callable[[_Records], list[Any]]] = {
            h.RECORD_TYPE.name: lambda records: records.entry[:, TYPE].tolist(),
            h.RECORD_CLASS.name: lambda records: records.entry[:, CLASS].tolist(),
            h.RECORD_TTL.name: lambda records: records.entry[:, TTL].tolist(),
            h.RECORD_LENGTH.name: lambda records: (records.entry[:, RDATA_STOP] - records.entry[:, RDATA]).tolist(),
            h.RECORD_NAME.name: _names,
        }

    def of(self, leaf: Leaf) -> Steps[tuple[Array, Array] | None]:
        """The messages that can be answered, and for each whether the leaf keeps it; None for other leaves."""
        name = next(iter(leaf.names))
        answer = partial(self._part, leaf, name)
        if len(leaf.names) != 1 or (name not in self._values and name not in ADDRESSES):
            types = types_with(leaf.names)
            if types is None:
                return None
            answer = partial(self._without, leaf, sorted(types))
        parts = []
        for at in range(0, len(self._numbers), _AT_ONCE):
            parts.append(answer(self._numbers[at:at + _AT_ONCE]))
            yield
        if not parts:
            return None
        messages, answers = (np.concatenate(found) for found in zip(*parts, strict=True))
        return messages, answers

    def _without(self, leaf: Leaf, types: Sequence[int], numbers: Array) -> tuple[Array, Array]:
        """The messages that have no record of these types, and so none of the leaf's fields."""
        records = self._records(numbers)
        there = np.zeros(len(numbers), bool)
        there[records.message[np.isin(records.entry[:, TYPE], types)]] = True
        chosen = numbers[~there]
        return chosen, np.full(len(chosen), leaf.keeps(Values({})))

    @cached_property
    def _numbers(self) -> Array:
        return np.flatnonzero(self._usable)

    def _part(self, leaf: Leaf, name: str, numbers: Array) -> tuple[Array, Array]:
        records = self._records(numbers)
        if name in ADDRESSES:
            kind, size = ADDRESSES[name]
            records = records.where(records.entry[:, TYPE] == kind)
            odd = records.entry[:, RDATA_STOP] - records.entry[:, RDATA] != size
        else:
            odd = np.isin(records.entry[:, TYPE], BITMAPS if name == h.RECORD_TYPE.name else ())
        usable = np.ones(len(numbers), bool)
        usable[records.message[odd]] = False
        if name == h.RECORD_CLASS.name:     # RFC 6762 10.2: its first bit is none of the class
            usable &= self._dns.messages.protocol[numbers] != MDNS
        records = records.where(usable[records.message])
        answers = _asked(leaf, name, records, self._values.get(name) or _addresses, len(numbers))
        return numbers[usable], answers[usable]

    def _records(self, numbers: Array) -> _Records:
        messages = self._dns.messages
        entries, offsets = entries_of(messages, self._dns.columns, numbers)
        table = entries.reshape(-1, ENTRY)
        owner = np.repeat(np.arange(len(numbers)), np.diff(offsets))
        chosen = table[:, SECTION] != QUESTION
        return _Records(owner[chosen], table[chosen], messages.first, messages.start[numbers])


def _asked(leaf: Leaf, name: str, records: _Records, values: Callable[[_Records], list[Any]], count: int) -> Array:
    """For each message whether the leaf keeps it; the same values are asked for once."""
    without = {h.RECORD_CLASS.name: (OPT,), h.RECORD_TTL.name: (OPT,), h.RECORD_NAME.name: (SRV,)}.get(name, ())
    records = records.where(~np.isin(records.entry[:, TYPE], without))
    answers = np.full(count, leaf.keeps(Values({})))
    found = values(records)
    owners, begins = np.unique(records.message, return_index=True)
    known: dict[tuple[Any, ...], bool] = {}
    for owner, begin, end in zip(owners.tolist(), begins.tolist(), [*begins[1:].tolist(), len(found)], strict=False):
        own = tuple(found[begin:end])
        answer = known.get(own)
        if answer is None:
            answer = known[own] = leaf.keeps(Values({name: own}))
        answers[owner] = answer
    return answers


def _addresses(records: _Records) -> list[bytes]:
    if not len(records.entry):
        return []
    size = int(records.entry[0, RDATA_STOP] - records.entry[0, RDATA])
    octets = records.data[records.entry[:, RDATA, None] + np.arange(size)].tobytes()
    return [octets[at:at + size] for at in range(0, len(octets), size)]


def _names(records: _Records) -> list[str]:
    names = ShownNames(records.data, records.start[records.message], np.ascontiguousarray(records.entry[:, NAME]))
    texts = names.texts
    return [texts[number] for number in names.number.tolist()]
