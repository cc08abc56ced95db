"""Functions of filters: `len`, `count`, `upper` and others."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analyzer.errors import FilterError
from analyzer.filters.known import Known, plain
from analyzer.filters.syntax import Arithmetic, Call, Negative
from analyzer.filters.types import INTEGERS, OCTETS, PLAIN_NUMBER, PLAIN_TEXT, Type, family
from analyzer.filters.values import Values
from analyzer.filters.vectors import magnitude
from dissectors.fields import Kind
from dissectors.show import ether_text, ipv4_text, ipv6_text

if TYPE_CHECKING:
    from analyzer.filters.operands import Operands


def called(operands: Operands, call: Call) -> Known:
    """What a call gives; raises FilterError."""
    if call.function not in _CALLS:
        raise FilterError(f"there is no function {call.function}; there are {', '.join(sorted(_CALLS))}", call.column)
    return _CALLS[call.function](operands, call)


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
        type_ = plain(operands.known(first).type)
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
    vectors = of.vectors
    return replace(_each(plain(of.type), abs)(of, call),
                   vectors=vectors and (lambda columns: [magnitude(one) for one in vectors(columns)]))


_CALLS: dict[str, Callable[[Operands, Call], Known]] = {
    "abs": _absolute, "count": _count, "len": _length, "lower": _case(str.lower), "max": _extreme(max),
    "min": _extreme(min), "string": _string, "upper": _case(str.upper),
}
