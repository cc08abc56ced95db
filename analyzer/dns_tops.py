"""What stands out in a capture's DNS: names, clients and servers, worked out from columns."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_messages import Columns
from analyzer.dns_pairs import ORDINARY
from analyzer.seconds import Nanoseconds
from dissectors.dns.name import name_text, read_name
from dissectors.dns.text import TYPE_NAMES
from dissectors.dns.walk import HEADER

Row = dict[str, Any]
MOST = 10
LATENCY_BITS = 44
"""Room for a latency in ns beside the number of a server: almost five hours, more than any query waits."""
_LONGEST = (1 << LATENCY_BITS) - 1


def tops(found: Transactions) -> dict[str, list[Row]]:
    """The names and clients with most queries, and the servers that were slowest and that left most unanswered.

    Of mDNS and LLMNR the names and clients count too; a group that is asked is no server.
    """
    asked = np.flatnonzero(found.query >= 0)
    queries = found.query[asked]
    servers = _Servers(found, asked[found.messages.protocol[queries] == ORDINARY])
    return {
        "top_names": list(_names(found, queries)),
        "top_clients": [{"client": found.messages.address_text(int(found.messages.source[queries[place]])),
                         "queries": count} for place, count in _most(found.messages.source[queries])],
        "slowest_servers": list(servers.slowest()), "unanswered_servers": list(servers.silent())}


def quantile(ordered: Array, share: float) -> Nanoseconds | None:
    """The smallest latency that this share of them does not exceed."""
    count = len(ordered)
    return Nanoseconds(int(ordered[max(int(np.ceil(share * count)) - 1, 0)])) if count else None


def _most(values: Array) -> list[tuple[int, int]]:
    """Where the most frequent values stand first, with their counts; those of equal counts in order of these places."""
    different, counts = np.unique(values, return_counts=True)
    least = np.partition(counts, -MOST)[-MOST] if len(counts) > MOST else 0
    # where they stand first takes a slower sort, which the rare ones are spared
    places = np.flatnonzero(np.isin(values, different[counts >= least]))
    _, first, counts = np.unique(values[places], return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))[:MOST]
    return list(zip(places[first[order]].tolist(), counts[order].tolist(), strict=True))


def _names(found: Transactions, queries: Array) -> Iterator[Row]:
    """The questions that are asked most; each is read once."""
    queries = queries[found.columns.numbers[queries, Columns.READ] > 0]
    for place, count in _most(found.columns.question[queries]):
        number = int(queries[place])
        yield {"name": _question_name(found, number),
               "type": TYPE_NAMES[int(found.columns.numbers[number, Columns.TYPE])], "queries": count}


def _question_name(found: Transactions, number: int) -> str:
    data = found.messages.octets(number)
    return name_text(read_name(data, HEADER, 0, len(data))[0])


class _Servers:
    """Figures of all servers, a place each: how many queries they got, how many they left unanswered, how long the
    other ones took."""

    def __init__(self, found: Transactions, asked: Array) -> None:
        messages, query, response = found.messages, found.query[asked], found.response[asked]
        server = messages.destination[query].astype(np.int64)
        answered = response >= 0
        latency = messages.time[response[answered]] - messages.time[query[answered]]
        self._address_text = messages.address_text
        self._address, self._queries = np.unique(server, return_counts=True)
        # one sort brings the latencies of each server together, in order
        keys = np.sort(server[answered] << LATENCY_BITS | np.clip(latency, 0, _LONGEST))
        self._begin, self._end = np.searchsorted(keys, [self._address << LATENCY_BITS,
                                                        self._address + 1 << LATENCY_BITS])
        self._latency = keys & _LONGEST
        self._unanswered = self._queries - (self._end - self._begin)

    def slowest(self) -> Iterator[Row]:
        """Those of which 95 % of the answers took longest."""
        some = np.flatnonzero(self._end > self._begin)
        count = self._end[some] - self._begin[some]
        p95 = self._latency[self._begin[some] + np.ceil(0.95 * count).astype(np.int64) - 1]
        return map(self._row, some[np.argsort(-p95, kind="stable")[:MOST]].tolist())

    def silent(self) -> Iterator[Row]:
        """Those that left most queries unanswered."""
        order = np.argsort(-self._unanswered, kind="stable")[:MOST]
        return map(self._row, order[self._unanswered[order] > 0].tolist())

    def _row(self, place: int) -> Row:
        times = self._latency[self._begin[place]:self._end[place]]
        return {"server": self._address_text(int(self._address[place])), "queries": int(self._queries[place]),
                "unanswered": int(self._unanswered[place]), "median": quantile(times, 0.5),
                "p95": quantile(times, 0.95), "max": quantile(times, 1)}
