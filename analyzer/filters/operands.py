"""The parts of a filter that have values: fields, slices, functions, arithmetic."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analyzer.errors import FilterError
from analyzer.filters.arithmetic import check_arithmetic, pairs, result
from analyzer.filters.catalog import Catalog
from analyzer.filters.functions import called
from analyzer.filters.known import Known, plain
from analyzer.filters.syntax import Arithmetic, Call, Layers, Negative, Operand, Quoted, Range, Slice, Word
from analyzer.filters.types import ADDRESSES, INTEGERS, NUMBERS, OCTETS, PLAIN_BYTES, Type, constant
from analyzer.filters.values import Values
from analyzer.filters.vectors import Vector, Vectors, calculated, vector
from dissectors.fields import Kind


class Operands:
    """Turns operands into what reads their values; `names` collects the fields that are needed."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.names: set[str] = set()

    def is_open(self, operand: Operand) -> bool:
        """Whether an operand has no type of its own: a word or a text that takes the other side's."""
        if isinstance(operand, Quoted):
            return True
        if isinstance(operand, Arithmetic):
            return self.is_open(operand.left) and self.is_open(operand.right)
        return isinstance(operand, Word) and not operand.named and self._catalog.find(operand.text) is None

    def of_type(self, operand: Operand, wanted: Type) -> Known:
        """An operand where a value of a type is wanted."""
        if not self.is_open(operand):
            return self.known(operand)
        if isinstance(operand, Arithmetic):
            return self._arithmetic(operand, wanted)
        assert isinstance(operand, Word | Quoted)
        value = constant(operand, wanted)
        fixed = [vector(value.value)] if wanted.kind in NUMBERS else None
        return Known(wanted, lambda values: (value.value,), operand.column, value,
                     vectors=(lambda columns: fixed) if fixed else None)

    def known(self, operand: Operand) -> Known:
        """An operand that has a type of its own; raises FilterError for others."""
        if isinstance(operand, Word):
            return self._field(operand)
        if isinstance(operand, Quoted):
            raise FilterError("a field or a function is expected here, not a text", operand.column)
        if isinstance(operand, Layers):
            return self._in_layers(operand)
        if isinstance(operand, Slice):
            return self._slice(operand)
        if isinstance(operand, Call):
            return called(self, operand)
        if isinstance(operand, Negative):
            return self._negative(operand)
        return self._arithmetic(operand, None)

    def _type_of(self, word: Word) -> Type:
        found = self._catalog.find(word.text)
        if found is None:
            alike = self._catalog.alike(word.text)
            near = f"; did you mean {' or '.join(alike)}?" if alike else ""
            raise FilterError(f"{word.text} is neither a field nor a protocol{near}", word.column)
        self.names.add(word.text)
        return found

    def _field(self, word: Word) -> Known:
        name, type_ = word.text, self._type_of(word)
        return Known(type_, lambda values: values.of(name), word.column,
                     vectors=(lambda columns: list(map(Vector, columns[name]))) if type_.kind in NUMBERS else None)

    def _in_layers(self, operand: Layers) -> Known:
        name, ranges = operand.of.text, operand.ranges
        return Known(self._type_of(operand.of), lambda values: values.in_layers(name, ranges), operand.column)

    def _slice(self, operand: Slice) -> Known:
        of = self.known(operand.of)
        if of.type.kind not in OCTETS | ADDRESSES | {Kind.TEXT}:
            raise FilterError(f"{of.type.words} has no bytes to choose from", operand.column)
        read, ranges = of.read, operand.ranges

        def cut(values: Values) -> Iterator[bytes]:
            for value in read(values):
                found = _cut(value.encode() if isinstance(value, str) else value, ranges)
                if found is not None:
                    yield found
        return Known(PLAIN_BYTES, lambda values: list(cut(values)), operand.column)

    def _negative(self, operand: Negative) -> Known:
        of = self.known(operand.of)
        if of.type.kind not in INTEGERS | {Kind.DURATION}:
            raise FilterError(f"{of.type.words} has no sign", operand.column)
        read, vectors, zero = of.read, of.vectors, vector(0)
        return Known(Type(of.type.kind), lambda values: [-value for value in read(values)], operand.column,
                     vectors=vectors and (lambda columns: [calculated("-", zero, one) for one in vectors(columns)]))

    def _arithmetic(self, operand: Arithmetic, wanted: Type | None) -> Known:
        if wanted is not None:
            left, right = self.of_type(operand.left, wanted), self.of_type(operand.right, wanted)
        elif self.is_open(operand.left):
            if self.is_open(operand.right):
                raise FilterError("a field or a function is expected on one side", operand.column)
            right = self.known(operand.right)
            left = self.of_type(operand.left, right.type)
        else:
            left = self.known(operand.left)
            right = self.of_type(operand.right, plain(left.type))
        check_arithmetic(operand, left, right)
        sign, first, second = operand.sign, left.read, right.read
        vectors = _together(operand, left.vectors, right.vectors) if left.vectors and right.vectors else None

        def results(values: Values) -> list[Any]:
            found = (result(sign, one, other) for one, other in pairs(first(values), second(values), operand.column))
            return [value for value in found if value is not None]
        return Known(plain(left.type), results, operand.column, vectors=vectors)


def _together(operand: Arithmetic, left: Vectors, right: Vectors) -> Vectors:
    """A calculation with vectors."""
    return lambda columns: [calculated(operand.sign, one, other)
                            for one, other in pairs(left(columns), right(columns), operand.column)]


def _cut(value: bytes, ranges: Sequence[Range]) -> bytes | None:
    """The bytes of the ranges, one after the other; None where the value is too short."""
    parts = []
    for one in ranges:
        start = one.start if one.start >= 0 else len(value) + one.start
        stop = len(value) if one.stop is None else one.stop if one.start >= 0 else len(value) + one.stop
        if start < 0 or start >= len(value) or stop > len(value):
            return None
        parts.append(value[start:stop])
    return b"".join(parts)
