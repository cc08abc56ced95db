"""What a host looked up in a time, by the name that is asked for: from columns, for captures with many lookups."""
from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_messages import Columns
from analyzer.dns_names import question_names
from dissectors.dns.text import TYPE_NAMES

MOST_LOOKED_AT = 50_000
"""So many lookups of a host are looked at, the last ones of the time."""
ANYONE = None


class Asked:
    """The lookups of one host, or of all, with their queries in [begin, end] (ns); numbers of transactions."""

    def __init__(self, found: Transactions, host: str | None, begin: int, end: int) -> None:
        self._found = found
        messages, asked = found.messages, np.flatnonzero(found.query >= 0)
        query = found.query[asked]
        wanted = (messages.time[query] >= begin) & (messages.time[query] <= end)
        if host is not ANYONE:
            wanted &= np.isin(messages.source[query], found.askers.get(host, ()))
        self.numbers: Array = asked[wanted][-MOST_LOOKED_AT:]

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """By name in lower case, without the final dot."""
        by_name: dict[str, list[int]] = {}
        if len(self.numbers):
            names = question_names(self._found.messages, self._found.columns, self._queries)
            texts = names.text.decode("ascii").split("\n")
            for number, name in zip(self.numbers.tolist(), names.number.tolist(), strict=True):
                by_name.setdefault(texts[name], []).append(number)
        return by_name

    def last(self, names: Iterable[str], *types: str) -> list[int]:
        """The last lookup for each of these names and types."""
        found: list[int] = []
        for name in sorted(names):
            last = {self._type(number): number for number in self.by_name.get(name, ())}
            found += [last[one] for one in types if one in last]
        return found

    def last_of_type(self, *types: str, most: int, before: int) -> list[int]:
        """The last lookups of these types, asked before a time."""
        near = self.numbers[self._found.messages.time[self._queries] <= before].tolist()
        return [number for number in near if self._type(number) in types][-most:]

    @property
    def _queries(self) -> Array:
        queries: Array = self._found.query[self.numbers]
        return queries

    def _type(self, number: int) -> str:
        return TYPE_NAMES[int(self._found.columns.numbers[int(self._found.query[number]), Columns.TYPE])]
