"""Display filters that the window writes: for a field, a cell of a table, and joined to the filter that is there."""
from __future__ import annotations

from enum import Enum
from typing import Any

from dissectors.fields import Field, Kind, Layer, Spec
from dissectors.mail.trees import MASK
from dissectors.show import form

LONGEST_TEXT, LONGEST_BYTES = 2_000, 64
"""Longer values are not compared: whether the field is there is asked instead."""
_ESCAPED = {"\\": "\\\\", '"': '\\"'}
_PLAIN = frozenset((Kind.INT, Kind.FRAME, Kind.BOOL, Kind.IPV4, Kind.IPV6, Kind.ETHER, Kind.DURATION))


class How(Enum):
    """How a filter is joined to the one that is there, as Wireshark's menus have it."""
    SELECTED = "selected"
    NOT = "not"
    AND = "and"
    OR = "or"
    AND_NOT = "and not"
    OR_NOT = "or not"


def joined(present: str, new: str, how: How) -> str:
    """The filter that is there and a new one in one."""
    new = new if how in (How.SELECTED, How.AND, How.OR) else f"!({new})"
    if how in (How.SELECTED, How.NOT) or not present:
        return new
    sign = "&&" if how in (How.AND, How.AND_NOT) else "||"
    return f"({present}) {sign} {_in_brackets(new)}"


def _in_brackets(text: str) -> str:
    return text if text.startswith("!(") else f"({text})"


def quoted(text: str) -> str:
    """A text as a value in a filter; "" where it can't be written in a line or is too long."""
    if len(text) > LONGEST_TEXT:
        return ""
    found = "".join(_ESCAPED.get(letter) or (letter if letter.isprintable() else _hex(letter)) for letter in text)
    return f'"{found}"' if "\0" not in found else ""


def _hex(letter: str) -> str:
    """An escape for a letter that a line does not show; a zero where there is none."""
    return f"\\x{ord(letter):02x}" if ord(letter) < 0x100 else "\0"


def of_item(item: Layer | Field, data: bytes) -> str:
    """The filter for packets with this protocol, or with this field and its value; a line of the tree without a name is
    known by its bytes in the frame, `data`. "" where there is none."""
    if isinstance(item, Layer):
        return item.name
    spec = item.spec
    if not spec.name:
        octets = data[item.pos:item.pos + item.size] if item.source == 0 else b""
        return f"frame[{item.pos}:{len(octets)}] == {value}" if (value := _octets(octets)) else ""
    value = "" if spec.secret else _value(item, spec)
    return f"{spec.name} == {value}" if value else spec.name


def _value(item: Field, spec: Spec) -> str:
    """A field's value as filters take it; "" where only its presence can be asked."""
    value: Any = item.value
    if spec.kind is Kind.TEXT:
        return quoted(value) if MASK not in value else ""
    if spec.kind is Kind.BYTES:
        return _octets(value)
    if spec.kind is Kind.TIME:
        return quoted(form(spec).show(item))
    if spec.kind is Kind.UINT or spec.kind in _PLAIN:
        return form(spec).show(item)
    return ""


def _octets(octets: bytes) -> str:
    return octets.hex(":") if 0 < len(octets) <= LONGEST_BYTES and MASK.encode() not in octets else ""
