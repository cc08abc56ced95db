"""Sets of values and ranges: `in {…}`, asked in as many steps for many members as for few."""
from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any, TypeAlias

from analyzer.filters.operands import Known
from analyzer.filters.values import Values

Holds: TypeAlias = Callable[[Any, Values], bool]


def membership(members: Iterable[tuple[Known, Known | None]]) -> Holds:
    """Whether a value is a member, or in a range from the first to the last of a pair."""
    single: set[Any] = set()
    masked: dict[int, set[int]] = defaultdict(set)
    ranges: list[tuple[Any, Any]] = []
    others: list[Holds] = []
    for low, high in members:
        if low.fixed is None or (high is not None and high.fixed is None):
            others.append(_in_fields(low, high))
        elif high is not None:
            assert high.fixed is not None
            ranges.append((low.fixed.value, high.fixed.value))
        elif low.fixed.mask is None:
            single.add(low.fixed.value)
        else:
            masked[low.fixed.mask].add(int.from_bytes(low.fixed.value, "big") & low.fixed.mask)
    tests = [*([lambda value, values: value in single] if single else ()), *([_in_networks(masked)] if masked else ()),
             *([_in_ranges(ranges)] if ranges else ()), *others]
    return tests[0] if len(tests) == 1 else lambda value, values: any(test(value, values) for test in tests)


def _in_networks(masked: dict[int, set[int]]) -> Holds:
    def holds(value: Any, values: Values) -> bool:
        number = int.from_bytes(value, "big")
        return any(number & mask in networks for mask, networks in masked.items())
    return holds


def _in_ranges(ranges: list[tuple[Any, Any]]) -> Holds:
    """In order of where they begin, each with the farthest end of those up to it."""
    ranges.sort()
    begins = [begin for begin, _ in ranges]
    ends = list(accumulate((end for _, end in ranges), max))

    def holds(value: Any, values: Values) -> bool:
        at = bisect_right(begins, value)
        return at > 0 and bool(value <= ends[at - 1])
    return holds


def _in_fields(low: Known, high: Known | None) -> Holds:
    """A member that is a field or is worked out of fields."""
    first = low.read
    if high is None:
        return lambda value, values: value in first(values)
    last = high.read
    return lambda value, values: any(one <= value for one in first(values)) and any(
        value <= one for one in last(values))
