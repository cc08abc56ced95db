"""Filters on options of TCP: headers with the same options are asked once."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.filters.column import Column
from dissectors.header import Header
from dissectors.kernel import kernel
from dissectors.transport.options import KIND, LENGTH, OPTIONS, TCP_OPTIONS, read_options
from dissectors.transport.tcp import TCP

if TYPE_CHECKING:
    from analyzer.table import PacketTable

_PRESENCE = "is there"
"""What a key says that tells headers apart by the options that they have, not by what these say."""


@kernel
def hash_options(data, begin, stop, told, seed, keys):  # type: ignore[no-untyped-def]
    """For each header whose options stand in [begin, stop) a number of 62 bits of their kinds and lengths, and of the
    octets of those kinds that are `told` apart (RFC 9293 3.1: all but kinds 0 and 1 have a length)."""
    for i in range(len(begin)):
        at, end = begin[i] + 0, stop[i] + 0
        low, high = (seed ^ 0x2545F491) & 0x7FFFFFFF, seed & 0x7FFFFFFF
        while at < end:
            kind, size = data[at] + 0, 1
            if kind > 1:
                size = data[at + 1] + 0 if at + 1 < end else 0
            good = kind <= 1 or (size >= 2 and at + size <= end)
            octets = size
            if not good or (told[kind] == 0 and size > 2):
                octets = 2 if good else 1
            for octet in range(at, at + octets):
                low = ((low ^ data[octet]) * 16777619) & 0x7FFFFFFF
                high = ((high + data[octet]) * 1000003 + low) & 0x7FFFFFFF
            at = at + size if good else end
        keys[i] = high * 0x80000000 + low


class OptionColumns:
    """The fields of options that stand in no other protocol's, and the columns that say them.

    Attributes:
        fields: by the names for filters.
        presence: the same where only presence is asked for.
    """

    def __init__(self, table: PacketTable) -> None:
        self._table = table
        self._kinds = _kinds()
        self._first: dict[str, Array] = {}
        self.fields = {name: self._column(name, name) for name in self._kinds}
        self.presence = {name: self._column(name, _PRESENCE) for name in (*self._kinds, OPTIONS.name)}

    def _column(self, name: str, key: str) -> Column:
        return Column((key,), partial(self._values, name, key), TCP.name)

    def knows(self, key: str) -> bool:
        """Whether a column is one of options."""
        return key in self._kinds or key == _PRESENCE

    def key(self, key: str, rows: Array) -> Array:
        """For each packet the number of its options among the different ones that there are."""
        column = self._table.column
        offset = column("offset")[rows].astype(np.int64)
        header, stop = offset + column("transport_at")[rows], offset + column("payload_at")[rows]
        told, keys = np.zeros(256, np.uint8), np.zeros(len(rows), np.int64)
        told[list(self._kinds.get(key, ()))] = 1
        hash_options.for_work(len(rows))(self._table.data, header + TCP.minimum, stop, told, random_seed(), keys)
        _, first, found = np.unique(keys, return_index=True, return_inverse=True)
        self._first[key] = np.stack([header[first], stop[first]], 1)
        return found.astype(np.int64)

    def _values(self, name: str, key: str, number: int) -> list[Any]:
        """The values of a field in the headers whose options have a number."""
        begin, stop = self._first[key][number].tolist()
        size = stop - begin
        if size <= TCP.minimum:
            return []
        header = Header(TCP, self._table.data[begin:stop].tobytes(), 0, size, size, size)
        found, pending = [], [read_options(header, TCP.minimum)]
        while pending:
            field = pending.pop()
            if field.spec.name == name:
                found.append(field.value)
            pending += field.children[::-1]
        return found


def _kinds() -> dict[str, Iterable[int]]:
    """By the names of fields, the kinds of options that have such a field in a fixed place."""
    found: dict[str, set[int]] = defaultdict(set)
    for kind, option in TCP_OPTIONS.options.items():
        for spec in (option.spec, *option.fields):
            found[spec.name].add(kind)
    return {KIND.name: (), LENGTH.name: (), **found}
