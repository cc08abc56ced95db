"""Arithmetic of filters: what may be calculated with, and what comes out."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analyzer.errors import FilterError
from analyzer.filters.known import Known
from analyzer.filters.syntax import Arithmetic
from analyzer.filters.types import ADDRESSES, INTEGERS, OCTETS, TIMES, family

_BITS = INTEGERS | OCTETS | ADDRESSES


def check_arithmetic(operand: Arithmetic, left: Known, right: Known) -> None:
    """Raises FilterError where the two can't be calculated with."""
    allowed = _BITS if operand.sign == "&" else INTEGERS | TIMES if operand.sign in "+-" else INTEGERS
    for side in (left, right):
        if side.type.kind not in allowed or side.type.protocol:
            raise FilterError(f"{side.type.words} can't be calculated with by {operand.sign}", operand.column)
    if family(left.type.kind) != family(right.type.kind):
        raise FilterError(f"{left.type.words} and {right.type.words} can't be calculated together", operand.column)


def _and(left: Any, right: Any) -> Any:
    if isinstance(left, bytes):
        return bytes(one & other for one, other in zip(left, right, strict=False))
    return left & right


def _quotient(left: int, right: int) -> int | None:
    """Rounds towards zero; nothing where there is no quotient."""
    if not right:
        return None
    return left // right if (left < 0) == (right < 0) else -(-left // right)


def _remainder(left: int, right: int) -> int | None:
    quotient = _quotient(left, right)
    return None if quotient is None else left - quotient * right


SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right, "-": lambda left, right: left - right,
    "*": lambda left, right: left * right, "/": _quotient, "%": _remainder, "&": _and,
}
"""What a sign makes of two values; None where there is no result."""
