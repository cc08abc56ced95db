"""A field as columns have it, and a leaf of a filter asked once for each combination of values that there is."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.filters.program import Leaf
from analyzer.filters.values import Values

_DENSE = 4
"""A column is numbered without sorting where its largest number is at most so many times its length."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a table has it: `keys` name the columns that say it, `values` makes its values of one row of them.

    `protocol` is what a packet must have for the field to be there.
    """
    keys: tuple[str, ...]
    values: Callable[..., list[Any]]
    protocol: str = ""


def itself(value: int) -> list[int]:
    """The number is the value."""
    return [value]


def answers(leaf: Leaf, columns: Mapping[str, Column], key: Callable[[str], Array]) -> Array:
    """For each row whether a leaf keeps it, whose fields these are; `key` gives the columns, all of the same length."""
    names = list(dict.fromkeys(name for column in columns.values() for name in column.keys))
    if len(names) == 1 and leaf.of_numbers and all(column.values is itself for column in columns.values()):
        return leaf.of_numbers(key(names[0]))
    keys = {name: key(name) for name in names}
    first, inverse = combinations(list(keys.values()))
    values = {name: numbers[first].tolist() for name, numbers in keys.items()}
    found = np.zeros(len(first), bool)
    for row in range(len(first)):
        found[row] = leaf.keeps(Values({
            field: column.values(*(values[name][row] for name in column.keys)) for field, column in columns.items()}))
    return found[inverse]


def combinations(keys: Sequence[Array]) -> tuple[Array, Array]:
    """Where each different combination of keys stands first, and for each row which one it has."""
    inverse, count = _numbered(keys[0])
    for key in keys[1:]:
        numbers, more = _numbered(key)
        inverse, count = _numbered(inverse * more + numbers)
    first = np.zeros(count, np.int64)
    first[inverse[::-1]] = np.arange(len(inverse) - 1, -1, -1)
    return first, inverse


def _numbered(key: Array) -> tuple[Array, int]:
    """For each row the number of its value among the values that there are, and how many these are."""
    if len(key) and int(key.min()) >= 0 and int(key.max()) < _DENSE * len(key):
        there = np.zeros(int(key.max()) + 1, np.int64)
        there[key] = 1
        return (np.cumsum(there) - 1)[key], int(there.sum())
    values, numbers = np.unique(key, return_inverse=True)
    return numbers.astype(np.int64), len(values)
