"""A field as columns have it, and a leaf of a filter asked once for each combination of values that there is."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.filters.program import Leaf, OfColumns
from analyzer.filters.steps import Steps
from analyzer.filters.values import Values
from analyzer.filters.vectors import Columns

_ROWS_A_STEP, _VALUES_A_STEP = 1 << 13, 1_000
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


def itself(*values: int) -> list[int]:
    """The numbers are the values."""
    return list(values)


def answers(leaf: Leaf, columns: Mapping[str, Column], key: Callable[[str], Array]) -> Steps[Array]:
    """For each row whether a leaf keeps it, whose fields these are; `key` gives the columns, all of the same length."""
    keys = {name: key(name) for name in dict.fromkeys(name for column in columns.values() for name in column.keys)}
    if leaf.of_columns and all(column.values is itself for column in columns.values()):
        fields = {field: [keys[name] for name in column.keys] for field, column in columns.items()}
        return (yield from _of_columns(leaf.of_columns, fields))
    first, inverse = combinations(list(keys.values()))
    values = {name: numbers[first].tolist() for name, numbers in keys.items()}
    found = np.zeros(len(first), bool)
    for row in range(len(first)):
        if row % _VALUES_A_STEP == 0:
            yield
        found[row] = leaf.keeps(Values({
            field: column.values(*(values[name][row] for name in column.keys)) for field, column in columns.items()}))
    return found[inverse]


def _of_columns(said: OfColumns, fields: Columns) -> Steps[Array]:
    """What is said of rows, some at a time: calculations with several values take much memory."""
    count = len(next(iter(fields.values()))[0])
    found = np.zeros(count, bool)
    for start in range(0, count, _ROWS_A_STEP):
        part = slice(start, start + _ROWS_A_STEP)
        found[part] = said({field: [column[part].astype(np.int64) for column in columns]
                            for field, columns in fields.items()})
        yield
    return found


def combinations(keys: Sequence[Array]) -> tuple[Array, Array]:
    """Where each different combination of keys stands first, and for each row which one it has."""
    inverse, count = _numbered(keys[0])
    for key in keys[1:]:
        numbers, more = _numbered(key)
        inverse, count = _numbered(inverse.astype(np.int64) * more + numbers)
    first = np.zeros(count, np.int64)
    first[inverse[::-1]] = np.arange(len(inverse) - 1, -1, -1, dtype=np.int32)
    return first, inverse


def _numbered(key: Array) -> tuple[Array, int]:
    """For each row the number of its value among the values that there are, and how many these are."""
    if len(key) and int(key.min()) >= 0 and int(key.max()) < _DENSE * len(key):
        there = np.zeros(int(key.max()) + 1, np.int32)
        there[key] = 1
        return (np.cumsum(there, dtype=np.int32) - 1)[key], int(there.sum())
    values, numbers = np.unique(key, return_inverse=True)
    return numbers.astype(np.int32), len(values)
