"""Statistics of a capture: bars and counts, each with the filter of what it stands for; plain Python without Qt."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

import numpy as np

from gui.filter_texts import quoted
from gui.models.style import Style

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from gui.dns_table import DnsTable

TIME_BARS, TOP_NAMES = 60, 100
DECADES = range(3, 11)
"""Powers of ten, in nanoseconds, that latencies are sorted into: from a microsecond to ten seconds."""
BARS_A_DECADE = 3
_KINDS = ((Style.DNS, ("dns", "mdns", "llmnr")), (Style.MAIL, ("smtp", "pop", "imap")))


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts side by side, one upon the other by style; bar n is from `edges[n]` to `edges[n + 1]`, in ns. `field` is
    what a filter compares with the edges."""
    edges: list[int]
    counts: dict[Style, list[int]]
    field: str

    def total(self, bar: int) -> int:
        """How many there are in a bar."""
        return sum(counts[bar] for counts in self.counts.values())

    def filter_text(self, bar: int) -> str:
        """The filter for what a bar stands for."""
        from dissectors.show import duration_text
        first, stop = (duration_text(edge) for edge in self.edges[bar:bar + 2])
        return f"{self.field} >= {first} && {self.field} < {stop}"


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a table: what there is, how often, how many bytes (0 where that is not counted), and its filter."""
    name: str
    count: int
    size: int
    filter_text: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is shown of a capture; without DNS all from `lookups` on is empty."""
    packets: int
    over_time: Bars
    protocols: list[Count]
    lookups: int = 0
    latency: Bars | None = None
    names: tuple[Count, ...] = ()
    rcodes: tuple[Count, ...] = ()


def statistics(analysis: Analysis) -> Iterator[Statistics]:
    """First what packets say, then with what lookups say."""
    from analyzer.summary import protocols
    from gui.dns_table import dns_table
    over_time = _over_time(analysis)
    counts = [Count(name, one["packets"], one["bytes"], _of_protocol(analysis, name)) for name, one in
              protocols(analysis.engine).items()]
    counts.sort(key=lambda one: -one.count)
    found = Statistics(analysis.packets.rows, over_time, counts)
    yield found
    if len(analysis.services.flows_of("dns", "mdns", "llmnr")):
        table = dns_table(analysis.dns)
        yield Statistics(found.packets, over_time, counts, len(table), _latency(table), tuple(_names(table)),
                         tuple(_rcodes(table)))


def _of_protocol(analysis: Analysis, name: str) -> str:
    """The filter of a protocol; of one that flows speak, for all packets that carry a part of it."""
    if name in analysis.services.names:
        return f"_ws.col.protocol == {quoted(name.upper())}"
    return name if name != "unknown" else '_ws.col.protocol == "Unknown"'


def _over_time(analysis: Analysis) -> Bars:
    """Packets over time, by kind."""
    column = analysis.packets.column
    times = column("time") - column("time")[:1]
    last = int(times.max()) if len(times) else 0
    width = round_up(max(last, 1) // TIME_BARS + 1)
    bars = last // width + 1
    place = np.clip(times // width, 0, bars - 1)
    services = np.append(analysis.services.numbers(), -1)[column("flow")]
    rest, counts = np.ones(len(times), bool), {}
    for style, names in _KINDS:
        wanted = [number for number, name in enumerate(analysis.services.names) if name in names]
        chosen = np.isin(services, wanted)
        counts[style] = np.bincount(place[chosen], minlength=bars).tolist()
        rest &= ~chosen
    counts[Style.PLAIN] = np.bincount(place[rest], minlength=bars).tolist()
    return Bars([number * width for number in range(bars + 1)], counts, "frame.time_relative")


def round_up(least: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50, …"""
    power: int = 10 ** (len(str(least)) - 1)
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _latency(table: DnsTable) -> Bars:
    """Lookups by latency; the first and the last bar have what lies beyond them."""
    edges = [round(10 ** (power + part / BARS_A_DECADE)) for power in DECADES for part in range(BARS_A_DECADE)]
    known = table.latency[table.latency >= 0]
    place = np.clip(np.searchsorted(edges, known, "right") - 1, 0, len(edges) - 2)
    counts: Array = np.bincount(place, minlength=len(edges) - 1)
    used = np.flatnonzero(counts)
    first, stop = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 1)
    return Bars(edges[first:stop + 1], {Style.DNS: counts[first:stop].tolist()}, "dns.latency")


def _names(table: DnsTable) -> Iterator[Count]:
    """The names that are asked for most often."""
    counts = np.bincount(table.names.number, minlength=len(table.names.ends)).tolist()
    totals: dict[bytes, int] = defaultdict(int)     # a name stands once for each type that is asked for
    for octets, count in zip(table.names.text.split(b"\n"), counts, strict=False):
        totals[octets] += count
    for octets, count in nlargest(TOP_NAMES, totals.items(), key=lambda one: one[1]):
        name = octets.decode("ascii", "replace") or "."
        written = "dns.qry.name == \"<Root>\"" if name == "." else f"lower(dns.qry.name) == {quoted(name)}"
        yield Count(name, count, 0, written)


def _rcodes(table: DnsTable) -> Iterator[Count]:
    """The response codes of lookups that have a response."""
    from dissectors.dns.text import RCODE_NAMES
    present, counts = np.unique(table.rcode[table.response >= 0], return_counts=True)
    for code, count in sorted(zip(present.tolist(), counts.tolist(), strict=True), key=lambda one: -one[1]):
        yield Count(RCODE_NAMES[code], count, 0, f"dns.flags.response == 1 && dns.flags.rcode == {code & 15}")
