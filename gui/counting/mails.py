"""Counts of emails: how large they are, and at which hours they were transferred."""
from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gui.counting.bars import Bars

HOURS = 24
MOST_NUMBERS = 200
"""So many emails a filter names."""
NANO = 10 ** 9


@dataclass(frozen=True, slots=True)
class Emails:
    """What is counted of the emails of a capture."""
    count: int
    sizes: Bars
    hours: Bars


def emails(rows: Iterable[dict[str, Any]]) -> Emails:
    """Counts them."""
    found = [(int(row["size"]), _hour(row["time"]), int(row["first_packet"])) for row in rows]
    return Emails(len(found), _sizes([(size, packet) for size, _, packet in found]),
                  _bars(range(HOURS + 1), [(hour, packet) for _, hour, packet in found],
                        [f"{hour:02d}" for hour in range(HOURS)]))


def _hour(when: Any) -> int:
    """The hour of the day here, of ns since 1970."""
    return time.localtime(int(when) // NANO).tm_hour


def _sizes(found: list[tuple[int, int]]) -> Bars:
    """From the size of the smallest to that of the largest, in steps of 1, 2 and 5."""
    steps = [factor * 10 ** power for power in range(12) for factor in (1, 2, 5)]
    smallest, largest = (min(found)[0], max(found)[0]) if found else (0, 0)
    used = [step for step, after in pairwise(steps) if after > smallest and step <= largest] or [1]
    edges = [*used, next(step for step in steps if step > used[-1])]
    return _bars(edges, found)


def _bars(edges: Iterable[int], found: list[tuple[int, int]], names: list[str] | None = None) -> Bars:
    """Bars of values with the packets at which they begin."""
    edges = list(edges)
    packets = [[packet for value, packet in found if max(value, edges[0]) in range(first, stop)]
               for first, stop in pairwise(edges)]
    filters = [f"frame.number in {{{', '.join(map(str, some[:MOST_NUMBERS]))}}}" if some else "" for some in packets]
    return Bars(edges, {"mail": list(map(len, packets))}, filters, names or ())
