"""Sets of values and ranges: `in {…}`, asked in as many steps for many members as for few."""
from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np

from analyzer.columns import Array
from analyzer.filters.known import Known
from analyzer.filters.values import Values

_LEAST, _MOST = -1 << 63, (1 << 63) - 1
"""Between these lie the numbers of a column."""
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


def number_membership(members: Sequence[tuple[Known, Known | None]]) -> Callable[[Array], Array] | None:
    """The same of a column of numbers; None where a member is no constant number."""
    ends = [(low.fixed, (high or low).fixed) for low, high in members]
    pairs = [(low.value, high.value) for low, high in ends
             if low and high and isinstance(low.value, int) and isinstance(high.value, int)]
    if len(pairs) < len(members):
        return None
    # ranges end where a column's numbers do; one that lies behind that is empty
    bounded = _ordered([(max(low, _LEAST), min(high, _MOST)) for low, high in pairs], np.dtype(np.int64))
    larger = _ordered(pairs, np.dtype(object))

    def holds(numbers: Array) -> Array:
        begins, farthest = larger if numbers.dtype == object else bounded
        at = np.searchsorted(begins, numbers, "right")
        found: Array = (at > 0) & (numbers <= farthest[at - 1])
        return found
    return holds


def _ordered(ranges: Iterable[tuple[int, int]], type_: np.dtype[Any]) -> tuple[Array, Array]:
    """Where ranges begin, in order, and the farthest end of each and those before it; there is one more such end."""
    good = np.array(sorted(one for one in ranges if one[0] <= one[1]), type_).reshape(-1, 2)
    return good[:, 0], np.append(np.maximum.accumulate(good[:, 1]), np.array([0], type_))


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
