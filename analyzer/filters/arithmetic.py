"""Arithmetic of filters: what may be calculated with, and what comes out."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, TypeVar

from analyzer.errors import FilterError
from analyzer.filters.known import Known
from analyzer.filters.syntax import Arithmetic
from analyzer.filters.types import ADDRESSES, INTEGERS, NUMBERS, OCTETS, family
from analyzer.filters.vectors import SIGNS

Side = TypeVar("Side")
MOST_VALUES = 1_024
"""What is calculated with several values of two sides has at most so many results in a packet."""
_BITS = INTEGERS | OCTETS | ADDRESSES


def check_arithmetic(operand: Arithmetic, left: Known, right: Known) -> None:
    """Raises FilterError where the two can't be calculated with."""
    allowed = _BITS if operand.sign == "&" else NUMBERS if operand.sign in "+-" else INTEGERS
    for side in (left, right):
        if side.type.kind not in allowed or side.type.protocol:
            raise FilterError(f"{side.type.words} can't be calculated with by {operand.sign}", operand.column)
    if family(left.type.kind) != family(right.type.kind):
        raise FilterError(f"{left.type.words} and {right.type.words} can't be calculated together", operand.column)


def pairs(left: Sequence[Side], right: Sequence[Side], column: int) -> Iterable[tuple[Side, Side]]:
    """Each value of one side with each of the other; raises FilterError where these are very many."""
    if min(len(left), len(right)) > 1 and len(left) * len(right) > MOST_VALUES:
        raise FilterError(f"a packet has more than {MOST_VALUES} results of this calculation", column)
    return product(left, right)


def _and(left: Any, right: Any) -> Any:
    if isinstance(left, bytes):
        return bytes(one & other for one, other in zip(left, right, strict=False))
    return left & right


def result(sign: str, left: Any, right: Any) -> Any:
    """What a sign makes of two values; None where there is no result."""
    if sign == "&":
        return _and(left, right)
    return None if sign in "/%" and not right else SIGNS[sign](left, right)
