"""Numbers of many packets at once: filters calculate with them and compare them, exact as with one packet's numbers."""
from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from analyzer.columns import Array

_ROOM = 1 << 63
"""Numbers from here on, or as far below zero, are no longer those of the processor."""


class Vector(NamedTuple):
    """A number of each packet; `there` says which packets have it."""
    numbers: Array
    there: Any = np.True_


Columns: TypeAlias = Mapping[str, Sequence[Array]]
"""By the names of fields, a column for each value that a packet has."""
Vectors: TypeAlias = Callable[[Columns], list[Vector]]
"""An operand: a vector for each value that a packet may have."""


def vector(number: int) -> Vector:
    """A constant."""
    return Vector(np.asarray(number))


def calculated(sign: str, left: Vector, right: Vector) -> Vector:
    """What `+ - * / % &` make of two vectors, in Python's numbers where others are too small."""
    one, other, there = left.numbers, right.numbers, left.there & right.there
    if sign in "/%":
        there = there & (other != 0)
        other = np.where(other == 0, 1, other)
    if _REACH[sign](_size(one), _size(other)) >= _ROOM:
        one, other = one.astype(object), other.astype(object)
    return Vector(np.asarray(SIGNS[sign](one, other)), there)


def magnitude(of: Vector) -> Vector:
    """Numbers without their signs."""
    numbers = of.numbers if _size(of.numbers) < _ROOM else of.numbers.astype(object)
    return Vector(np.asarray(abs(numbers)), of.there)


def compared(relation: Callable[[Any, Any], Any], left: Vectors, right: Vectors, quantifier: str,
             columns: Columns) -> Array:
    """For each packet whether any, or all, of the values on the left stand so to those on the right."""
    second = right(columns)
    return _decided([(relation(one.numbers, other.numbers), one.there & other.there)
                     for one in left(columns) for other in second], quantifier)


def contained(holds: Callable[[Array], Array], of: Vectors, quantifier: str, columns: Columns) -> Array:
    """For each packet whether any, or all, of the values hold."""
    return _decided([(holds(one.numbers), one.there) for one in of(columns)], quantifier)


def present(columns: Columns) -> Array:
    """That each packet has the field, of which these are all values."""
    return np.ones(len(next(iter(columns.values()))[0]), bool)


def _decided(answers: Iterable[tuple[Array, Any]], quantifier: str) -> Array:
    """What answers for values come to where these are there; of none neither any nor all do."""
    some: Any = np.False_
    kept: Any = np.bool_(quantifier == "all")
    for holds, there in answers:
        some = some | there
        kept = kept & (holds | ~there) if quantifier == "all" else kept | (holds & there)
    found: Array = kept & some
    return found


def _size(numbers: Array) -> int:
    return max(abs(int(numbers.min())), abs(int(numbers.max()))) if numbers.size else 0


def _quotient(one: Any, other: Any) -> Any:
    """Rounds towards zero; Python's own division, down."""
    floor = one // other
    return floor + ((floor < 0) & (one % other != 0))


SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_, "/": _quotient,
    "%": lambda one, other: one - _quotient(one, other) * other,
}
"""What a sign makes of two numbers, or of vectors of them."""
_REACH: dict[str, Callable[[int, int], int]] = {
    "+": operator.add, "-": operator.add, "*": operator.mul, "&": max, "/": max, "%": max}
"""How far from zero a result may be, or what it is made of."""
