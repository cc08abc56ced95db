"""The parts of a filter that have values: fields, slices, functions, arithmetic."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.errors import FilterError
from analyzer.filters.catalog import Catalog
from analyzer.filters.syntax import Arithmetic, Call, Layers, Negative, Operand, Quoted, Range, Slice, Word
from analyzer.filters.types import (
    ADDRESSES,
    INTEGERS,
    OCTETS,
    PLAIN_BYTES,
    PLAIN_NUMBER,
    PLAIN_TEXT,
    TIMES,
    Constant,
    Type,
    constant,
    family,
)
from analyzer.filters.values import Values
from dissectors.fields import Kind
from dissectors.show import ether_text, ipv4_text, ipv6_text

Read = Callable[[Values], Sequence[Any]]
_BITS = INTEGERS | OCTETS | ADDRESSES


@dataclass(frozen=True, slots=True)
class Known:
    """An operand whose type is known: what it gives for a packet. `fixed` is the constant that it is, if it is one."""
    type: Type
    read: Read
    column: int
    fixed: Constant | None = None
    function: bool = False


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
        return Known(wanted, lambda values: (value.value,), operand.column, value)

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
            return _CALLS[operand.function](self, operand) if operand.function in _CALLS else _no_function(operand)
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
        name = word.text
        return Known(self._type_of(word), lambda values: values.of(name), word.column)

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
        read = of.read
        return Known(Type(of.type.kind), lambda values: [-value for value in read(values)], operand.column)

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
            right = self.of_type(operand.right, _plain(left.type))
        _check_arithmetic(operand, left, right)
        calculate, first, second = _SIGNS[operand.sign], left.read, right.read

        def results(values: Values) -> Iterator[Any]:
            for one in first(values):
                for other in second(values):
                    found = calculate(one, other)
                    if found is not None:
                        yield found
        return Known(_plain(left.type), lambda values: list(results(values)), operand.column)


def _plain(type_: Type) -> Type:
    """The type of what is worked out of a field: its numbers have no names and no limit."""
    return Type(type_.kind)


def _check_arithmetic(operand: Arithmetic, left: Known, right: Known) -> None:
    allowed = _BITS if operand.sign == "&" else INTEGERS | TIMES if operand.sign in "+-" else INTEGERS
    for side in (left, right):
        if side.type.kind not in allowed or side.type.protocol:
            raise FilterError(f"{side.type.words} can't be calculated with by {operand.sign}", operand.column)
    if family(left.type.kind) != family(right.type.kind):
        raise FilterError(f"{left.type.words} and {right.type.words} can't be calculated together", operand.column)


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


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right, "-": lambda left, right: left - right,
    "*": lambda left, right: left * right, "/": _quotient, "%": _remainder, "&": _and,
}


def _no_function(call: Call) -> Known:
    raise FilterError(f"there is no function {call.function}; there are {', '.join(sorted(_CALLS))}", call.column)


def _only(operands: Operands, call: Call) -> Known:
    """The one argument of a function."""
    if len(call.arguments) != 1:
        raise FilterError(f"{call.function} takes one argument", call.column)
    argument = call.arguments[0]
    if operands.is_open(argument) or isinstance(argument, Call | Arithmetic | Negative):
        raise FilterError(f"{call.function} takes a field", call.column)
    return operands.known(argument)


def _each(type_: Type, change: Callable[[Any], Any]) -> Callable[[Known, Call], Known]:
    def made(of: Known, call: Call) -> Known:
        read = of.read
        return Known(type_, lambda values: [change(value) for value in read(values)], call.column, function=True)
    return made


def _case(change: Callable[[str], str]) -> Callable[[Operands, Call], Known]:
    def made(operands: Operands, call: Call) -> Known:
        of = _only(operands, call)
        if of.type.kind is not Kind.TEXT:
            raise FilterError(f"{call.function} takes a field with text, not {of.type.words}", call.column)
        return _each(PLAIN_TEXT, change)(of, call)
    return made


def _length(operands: Operands, call: Call) -> Known:
    of = _only(operands, call)
    octets = (of.type.bits + 7) // 8 or 4

    def length(value: Any) -> int:
        return len(value.encode() if isinstance(value, str) else value) if isinstance(value, str | bytes) else octets
    return _each(PLAIN_NUMBER, length)(of, call)


def _count(operands: Operands, call: Call) -> Known:
    read = _only(operands, call).read

    def counted(values: Values) -> list[int]:
        number = len(read(values))
        return [number] if number else []
    return Known(PLAIN_NUMBER, counted, call.column, function=True)


_TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.UINT: str, Kind.INT: str, Kind.FRAME: str, Kind.IPV4: ipv4_text, Kind.IPV6: ipv6_text, Kind.ETHER: ether_text}


def _string(operands: Operands, call: Call) -> Known:
    of = _only(operands, call)
    if of.type.kind not in _TEXTS:
        raise FilterError(f"string makes no text of {of.type.words}", call.column)
    return _each(PLAIN_TEXT, _TEXTS[of.type.kind])(of, call)


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[[Operands, Call], Known]:
    def made(operands: Operands, call: Call) -> Known:
        first = next((one for one in call.arguments if not operands.is_open(one)), None)
        if first is None:
            raise FilterError(f"{call.function} takes at least one field", call.column)
        type_ = _plain(operands.known(first).type)
        parts = [operands.of_type(argument, type_) for argument in call.arguments]
        for part in parts:
            if family(part.type.kind) != family(type_.kind) or type_.kind in OCTETS | {Kind.NONE}:
                raise FilterError(f"{call.function} can't compare {part.type.words} with {type_.words}", part.column)

        def chosen(values: Values) -> list[Any]:
            found = [value for part in parts for value in part.read(values)]
            return [choose(found)] if found else []
        return Known(type_, chosen, call.column, function=True)
    return made


def _absolute(operands: Operands, call: Call) -> Known:
    if len(call.arguments) != 1 or operands.is_open(call.arguments[0]):
        raise FilterError("abs takes one field", call.column)
    of = operands.known(call.arguments[0])
    if of.type.kind not in INTEGERS | {Kind.DURATION}:
        raise FilterError(f"abs takes a number, not {of.type.words}", call.column)
    return _each(_plain(of.type), abs)(of, call)


_CALLS: dict[str, Callable[[Operands, Call], Known]] = {
    "abs": _absolute, "count": _count, "len": _length, "lower": _case(str.lower), "max": _extreme(max),
    "min": _extreme(min), "string": _string, "upper": _case(str.upper),
}
