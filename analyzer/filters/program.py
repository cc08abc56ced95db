"""A filter made ready: asks one packet's values whether the packet is kept."""
from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from analyzer.columns import Array
from analyzer.errors import FilterError
from analyzer.filters.catalog import Catalog
from analyzer.filters.expressions import Expression
from analyzer.filters.known import Known
from analyzer.filters.members import membership, number_membership
from analyzer.filters.operands import Operands
from analyzer.filters.parser import parse
from analyzer.filters.syntax import Compare, Holds, Joined, Member, Not, Operand, Quoted, Test, Word
from analyzer.filters.types import OCTETS, PLAIN_TEXT, Type, family
from analyzer.filters.values import Values
from analyzer.filters.vectors import Columns, compared, contained, present, vector
from dissectors.fields import Kind

Keeps = Callable[[Values], bool]
OfColumns = Callable[[Columns], Array]
Relation = Callable[[Any, Any], Any]

_SIGNS: dict[str, Relation] = {
    "==": operator.eq, "===": operator.eq, "!=": operator.ne, "~=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}
_OF_ALL = frozenset(("!=", "==="))
"""What must hold for all values; the other comparisons want one that does."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison or test of presence; `names` are the fields that it asks for. `of_columns` says it of many
    packets, where it is about numbers alone; `searched` are the bytes, if any, that it looks for in those of its
    one field."""
    keeps: Keeps
    names: frozenset[str]
    test: Compare | Member | Holds
    of_columns: OfColumns | None = None
    searched: bytes | None = None


@dataclass(frozen=True, slots=True)
class Inverse:
    """What does not hold."""
    of: Plan

    def keeps(self, values: Values) -> bool:
        """Whether the packet stays."""
        return not self.of.keeps(values)


@dataclass(frozen=True, slots=True)
class Parts:
    """Plans joined by `and`, `or`, `xor`."""
    sign: str
    parts: tuple[Plan, ...]

    def keeps(self, values: Values) -> bool:
        """Whether the packet stays."""
        if self.sign == "and":
            return all(part.keeps(values) for part in self.parts)
        if self.sign == "or":
            return any(part.keeps(values) for part in self.parts)
        return sum(part.keeps(values) for part in self.parts) % 2 == 1


Plan: TypeAlias = Leaf | Inverse | Parts


class Program:
    """A filter of trees: `keeps` says whether a packet with these values stays; `names` are the fields that it asks
    for, `plan` its parts."""

    def __init__(self, text: str, catalog: Catalog) -> None:
        names: set[str] = set()
        self.plan = _planned(parse(text), catalog, names)
        self.names = frozenset(names)
        self.keeps = self.plan.keeps


def _planned(test: Test, catalog: Catalog, names: set[str]) -> Plan:
    """The plan of a test; the fields that it asks for come to `names`."""
    if isinstance(test, Not):
        return Inverse(_planned(test.of, catalog, names))
    if isinstance(test, Joined):
        return Parts(test.sign, tuple(_planned(one, catalog, names) for one in test.tests))
    leaf = _LeafMaker(catalog).leaf(test)
    names |= leaf.names
    return leaf


class _LeafMaker:
    """Makes one leaf."""

    def __init__(self, catalog: Catalog) -> None:
        self._operands = Operands(catalog)
        self._of_columns: OfColumns | None = None
        self._searched: bytes | None = None

    def leaf(self, test: Compare | Member | Holds) -> Leaf:
        """The leaf of a test."""
        keeps = self._keeps(test)
        return Leaf(keeps, frozenset(self._operands.names), test, self._of_columns, self._searched)

    def _keeps(self, test: Compare | Member | Holds) -> Keeps:
        if isinstance(test, Holds):
            return self._holds(test)
        return self._member(test) if isinstance(test, Member) else self._compare(test)

    def _holds(self, test: Holds) -> Keeps:
        of = self._operands.known(test.of)
        if of.function:
            raise FilterError("a function's result is to be compared with something", test.column)
        read, zero = of.read, vector(0)
        if isinstance(test.of, Word) and of.vectors:
            self._of_columns = present
        if isinstance(test.of, Word) or hasattr(test.of, "ranges"):
            return lambda values: bool(read(values))
        if of.vectors:
            self._of_columns = partial(compared, operator.ne, of.vectors, lambda columns: [zero], "any")
        return lambda values: any(any(value) if isinstance(value, bytes) else value for value in read(values))

    def _compare(self, test: Compare) -> Keeps:
        left = self._left(test.left, test.sign)
        if test.sign == "matches":
            return self._matches(left, test.right, test.quantifier)
        contains = test.sign == "contains"
        if contains:
            _check_contains(left)
        right = self._operands.of_type(test.right, _searched(left.type) if contains else left.type)
        _check_alike(left, right)
        holds = _contained if contains else _SIGNS[test.sign]
        quantifier = test.quantifier or ("all" if test.sign in _OF_ALL else "any")
        if left.vectors and right.vectors:
            self._of_columns = partial(compared, holds, left.vectors, right.vectors, quantifier)
        if contains and isinstance(test.left, Word) and right.fixed is not None and left.type.kind in OCTETS:
            self._searched = right.fixed.value or None
        return _quantified(left, right, holds, quantifier)

    def _left(self, operand: Operand, sign: str) -> Known:
        if self._operands.is_open(operand):
            column = operand.column
            if isinstance(operand, Word):
                self._operands.known(operand)   # says which names are like it
            raise FilterError(f"left of {sign} there must be a field or a function", column)
        return self._operands.known(operand)

    def _matches(self, left: Known, right: Operand, quantifier: str) -> Keeps:
        if left.type.kind not in (Kind.TEXT, Kind.BYTES):
            raise FilterError(f"matches takes text or bytes, not {left.type.words}", left.column)
        if not isinstance(right, Quoted) or right.character:
            raise FilterError("matches takes a regular expression in double quotes", right.column)
        found, read = Expression(right, left.type).found, left.read
        decide = all if quantifier == "all" else any
        return lambda values: bool(given := read(values)) and decide(found(value) for value in given)

    def _member(self, test: Member) -> Keeps:
        of = self._left(test.of, "in")
        members: list[tuple[Known, Known | None]] = []
        for low, high in test.members:
            pair = [self._operands.of_type(one, of.type) for one in (low, high) if one is not None]
            for one in pair:
                _check_alike(of, one)
            members.append((pair[0], pair[1] if high is not None else None))
        if of.vectors and (numbers := number_membership(members)):
            self._of_columns = partial(contained, numbers, of.vectors, test.quantifier)
        read, holds, decide = of.read, membership(members), all if test.quantifier == "all" else any
        return lambda values: bool(given := read(values)) and decide(holds(value, values) for value in given)


def _searched(type_: Type) -> Type:
    """What is looked for in values of a type."""
    return PLAIN_TEXT if type_.kind is Kind.TEXT else Type(Kind.BYTES)


def _check_contains(left: Known) -> None:
    if left.type.kind not in OCTETS | {Kind.TEXT}:
        raise FilterError(f"contains takes text or bytes, not {left.type.words}", left.column)


def _check_alike(left: Known, right: Known) -> None:
    if Kind.NONE in (left.type.kind, right.type.kind):
        raise FilterError("the field has no value to compare", left.column)
    if family(left.type.kind) != family(right.type.kind):
        raise FilterError(f"{left.type.words} can't be compared with {right.type.words}", right.column)


def _quantified(left: Known, right: Known, holds: Relation, quantifier: str) -> Keeps:
    first, second = left.read, right.read
    fixed = right.fixed
    decide = all if quantifier == "all" else any
    if fixed is not None:
        test = _against(holds, fixed.value, fixed.mask)
        return lambda values: bool(given := first(values)) and decide(test(value) for value in given)

    def keeps(values: Values) -> bool:
        given, other = first(values), second(values)
        return bool(given and other) and decide(holds(one, another) for one in given for another in other)
    return keeps


def _against(holds: Relation, value: Any, mask: int | None) -> Callable[[Any], bool]:
    """A test of one value against a constant; of an address only the bits of the mask count."""
    if mask is None:
        return lambda given: holds(given, value)
    masked = int.from_bytes(value, "big") & mask
    return lambda given: holds(int.from_bytes(given, "big") & mask, masked)


def _contained(given: Any, searched: Any) -> bool:
    if isinstance(given, str) and isinstance(searched, bytes):
        given = given.encode()
    elif isinstance(given, bytes) and isinstance(searched, str):
        searched = searched.encode()
    return searched in given
