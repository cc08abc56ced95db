"""What a display filter says, before it is known what its names are."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes or layers [start, stop); negative numbers count from the end, None is the end itself."""
    start: int
    stop: int | None


@dataclass(frozen=True, slots=True)
class Word:
    """A name, or a value without quotes. `named` where only a name can be meant (`.ip`)."""
    text: str
    column: int = field(compare=False)
    named: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in quotes, or (`character`) a single character."""
    text: str
    column: int = field(compare=False)
    character: bool = False


@dataclass(frozen=True, slots=True)
class Layers:
    """A field in some layers of its protocol only (`ip.src#1`); layers count from 1."""
    of: Word
    ranges: tuple[Range, ...]
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some bytes of a value."""
    of: Operand
    ranges: tuple[Range, ...]
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of values."""
    function: str
    arguments: tuple[Operand, ...]
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers make one: `+ - * / % &`."""
    sign: str
    left: Operand
    right: Operand
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign turned."""
    of: Operand
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """Values are compared: `== != === ~= < <= > >= contains matches`. `quantifier`: any, all, or ""."""
    sign: str
    left: Operand
    right: Operand
    quantifier: str
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A value is in a set of values and ranges (pairs)."""
    of: Operand
    members: tuple[tuple[Operand, Operand | None], ...]
    quantifier: str
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """An operand alone: a field is there, or a number is not zero."""
    of: Operand
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The test does not hold."""
    of: Test


@dataclass(frozen=True, slots=True)
class Joined:
    """Tests joined by `and`, `or`, `xor`."""
    sign: str
    tests: tuple[Test, ...]


Operand: TypeAlias = Word | Quoted | Layers | Slice | Call | Arithmetic | Negative
Test: TypeAlias = Compare | Member | Holds | Not | Joined
