"""Counts as bars, each with its words and the filter of what it stands for."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dissectors.show import duration_text

if TYPE_CHECKING:
    from analyzer.columns import Array

MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a table: what there is, how often, how many bytes (0 where that is not counted), and its filter.
    `depth`: how far it stands below the first lines."""
    name: str
    count: int
    size: int
    filter_text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts side by side, one upon the other by what they are of.

    Attributes:
        edges: bar n is from `edges[n]` to `edges[n + 1]`: nanoseconds or bytes; of things that have names, their
            places.
        series: the counts of all bars, by what they are of.
        filters: for each bar the filter of what it stands for, "" for none.
        names: of the bars; none where the edges say what a bar is.
    """
    edges: Sequence[int]
    series: dict[str, list[int]]
    filters: Sequence[str]
    names: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.edges) - 1

    def total(self, bar: int) -> int:
        """How many there are in a bar."""
        return sum(counts[bar] for counts in self.series.values())

    @property
    def most(self) -> int:
        """What the highest bar has."""
        return max(map(self.total, range(len(self))), default=0)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Packets and bytes over time in many narrow bins, of `width` ns each, from the first packet on; by protocol."""
    width: int
    packets: dict[str, Array]
    octets: dict[str, Array]

    @property
    def bins(self) -> int:
        """How many there are."""
        return max(map(len, self.packets.values()), default=0)

    def bars(self, first_ns: int, stop_ns: int, by_bytes: bool) -> Bars:
        """What is seen of a span of time: bins, or several of them together."""
        first, stop = max(first_ns // self.width, 0), min(-(-stop_ns // self.width), self.bins)
        together = next(step for step in _steps() if (stop - first) <= step * MOST_BARS)
        first, stop = first // together * together, max(-(-stop // together) * together, first + 1)
        edges = [number * self.width for number in range(first, stop + 1, together)]
        if len(edges) < 2:
            edges.append(stop * self.width)
        series = {}
        for name, counts in (self.octets if by_bytes else self.packets).items():
            part = counts[first:stop]
            padded = [*part.tolist(), *[0] * (-len(part) % together)]
            series[name] = [sum(padded[at:at + together]) for at in range(0, len(padded), together)]
        filters = [between("frame.time_relative", *edges[bar:bar + 2]) for bar in range(len(edges) - 1)]
        return Bars(edges, {name: counts + [0] * (len(filters) - len(counts)) for name, counts in series.items()},
                    filters)


def _steps() -> Sequence[int]:
    return [factor * 10 ** power for power in range(9) for factor in (1, 2, 5)]


def between(field: str, first: int, stop: int) -> str:
    """The filter for values in [first, stop), in ns."""
    return f"{field} >= {duration_text(first)} && {field} < {duration_text(stop)}"


def round_up(least: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50, …"""
    power: int = 10 ** (len(str(least)) - 1)
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
