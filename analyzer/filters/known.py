"""What is known of a part of a filter that has values: its type, and what reads it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.filters.types import Constant, Type
from analyzer.filters.values import Values
from analyzer.filters.vectors import Vectors

Read = Callable[[Values], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """An operand whose type is known: what it gives for a packet. `fixed` is the constant that it is, if it is one;
    `vectors` gives it for many packets, where it is made of numbers alone."""
    type: Type
    read: Read
    column: int
    fixed: Constant | None = None
    function: bool = False
    vectors: Vectors | None = None


def plain(type_: Type) -> Type:
    """The type of what is worked out of a field: its numbers have no names and no limit."""
    return Type(type_.kind)
