"""Counts of DNS transactions: latencies, types, response codes, names."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from gui.counting.bars import Bars, Count, between
from gui.dns_table import NO_TYPE
from gui.filter_texts import quoted

if TYPE_CHECKING:
    from analyzer.columns import Array
    from gui.dns_table import DnsTable

TOP_NAMES, MOST_TYPES = 100, 12
DECADES = range(3, 11)
"""Powers of ten, in nanoseconds, that latencies are sorted into: from a microsecond to ten seconds."""
BARS_A_DECADE = 3


@dataclass(frozen=True, slots=True)
class Lookups:
    """What is counted of the transactions of a capture."""
    count: int
    latency: Bars
    types: Bars
    rcodes: Bars
    names: list[Count]


def lookups(table: DnsTable) -> Lookups:
    """Counts them."""
    return Lookups(len(table), _latency(table), _types(table), _rcodes(table), list(_names(table)))


def _latency(table: DnsTable) -> Bars:
    """Lookups by latency; the first and the last bar have what lies beyond them."""
    edges = [round(10 ** (power + part / BARS_A_DECADE)) for power in DECADES for part in range(BARS_A_DECADE)]
    known = table.latency[table.latency >= 0]
    place = np.clip(np.searchsorted(edges, known, "right") - 1, 0, len(edges) - 2)
    counts: Array = np.bincount(place, minlength=len(edges) - 1)
    used = np.flatnonzero(counts)
    first, stop = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 0)
    edges = edges[first:stop + 1]
    return Bars(edges, {"dns": counts[first:stop].tolist()},
                [between("dns.latency", *edges[bar:bar + 2]) for bar in range(stop - first)])


def _types(table: DnsTable) -> Bars:
    """Lookups by the type that is asked for."""
    found = [(table.kind_name(kind), count, f"dns.qry.type == {kind}") for kind, count in table.kinds
             if kind != NO_TYPE]
    return named(found[:MOST_TYPES])


def _rcodes(table: DnsTable) -> Bars:
    """Lookups that have a response, by its code."""
    from dissectors.dns.text import RCODE_NAMES
    present, counts = np.unique(table.rcode[table.response >= 0], return_counts=True)
    found = sorted(zip(present.tolist(), counts.tolist(), strict=True), key=lambda one: -one[1])
    return named([(RCODE_NAMES[code], count, f"dns.flags.response == 1 && dns.flags.rcode == {code & 15}")
                  for code, count in found])


def named(found: list[tuple[str, int, str]]) -> Bars:
    """Bars of names, counts and filters."""
    return Bars(range(len(found) + 1), {"dns": [count for _, count, _ in found]},
                [text for _, _, text in found], [name for name, _, _ in found])


def _names(table: DnsTable) -> Iterator[Count]:
    """The names that are asked for most often."""
    counts = np.bincount(table.names.number, minlength=len(table.names.ends)).tolist()
    totals: dict[bytes, int] = defaultdict(int)     # a name stands once for each type that is asked for
    for octets, count in zip(table.names.text.split(b"\n"), counts, strict=False):
        totals[octets] += count
    for octets, count in nsmallest(TOP_NAMES, totals.items(), key=lambda one: (-one[1], one[0])):
        name = octets.decode("ascii", "replace") or "."
        written = "dns.qry.name == \"<Root>\"" if name == "." else f"lower(dns.qry.name) == {quoted(name)}"
        yield Count(name, count, 0, written)
