"""The types of values that filters compare, and how values without quotes become values of a type."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from analyzer.errors import FilterError
from analyzer.filters.syntax import Quoted, Word
from dissectors.fields import Kind, Spec
from dissectors.show import NANO

INTEGERS = frozenset((Kind.UINT, Kind.INT, Kind.BOOL, Kind.FRAME))
TIMES = frozenset((Kind.TIME, Kind.DURATION))
NUMBERS = INTEGERS | TIMES
OCTETS = frozenset((Kind.BYTES, Kind.ETHER))
ADDRESSES = frozenset((Kind.IPV4, Kind.IPV6))
_BYTES = re.compile(r"[0-9a-fA-F]{1,2}(?:([:.-])[0-9a-fA-F]{1,2}(?:\1[0-9a-fA-F]{1,2})*)?")
_QUADS = re.compile(r"[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+")
_WHOLE = re.compile(r"(?:[0-9a-fA-F]{2})+")
_SECONDS = re.compile(r"(-?)([0-9]{0,18})(?:\.([0-9]{1,9})[0-9]*)?")
_MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d",
            "%b %d, %Y %H:%M:%S", "%b %d, %Y %H:%M", "%b %d, %Y")
_FRACTION = re.compile(r"(:[0-9]{2})\.([0-9]{1,9})[0-9]*")
_FALSE, _TRUE = frozenset(("false", "False", "FALSE")), frozenset(("true", "True", "TRUE"))


@dataclass(frozen=True, slots=True)
class Type:
    """What values of a field are.

    `protocol` is the bytes of a whole layer, `bits` how large numbers get (0: not known), `factor` what turns the
    bytes' number into the value, `spec` what the field is, for the names of its numbers.
    """
    kind: Kind
    spec: Spec | None = None
    protocol: bool = False

    @property
    def bits(self) -> int:
        """How many bits the field's number has; 0 where that differs."""
        spec = self.spec
        if spec is None or spec.factor != 1:
            return 0
        return spec.mask.bit_count() if spec.mask else 8 * spec.size

    @property
    def words(self) -> str:
        """What the type is called in messages."""
        return "a protocol" if self.protocol else _WORDS[self.kind]


_WORDS = {Kind.UINT: "a number", Kind.INT: "a number", Kind.FRAME: "a packet's number", Kind.BOOL: "true or false",
          Kind.BYTES: "bytes", Kind.TEXT: "text", Kind.IPV4: "an IPv4 address", Kind.IPV6: "an IPv6 address",
          Kind.ETHER: "an Ethernet address", Kind.TIME: "a time", Kind.DURATION: "a duration", Kind.NONE: "no value"}
PLAIN_BYTES, PLAIN_TEXT, PLAIN_NUMBER = Type(Kind.BYTES), Type(Kind.TEXT), Type(Kind.UINT)


def family(kind: Kind) -> object:
    """Types of one family can be compared."""
    for kinds in (INTEGERS, TIMES, OCTETS):
        if kind in kinds:
            return kinds
    return kind


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the filter. Of an address with a prefix, `mask` says which bits count."""
    value: Any
    mask: int | None = None


def constant(given: Word | Quoted, type_: Type) -> Constant:
    """The value that a word or text stands for where a value of this type is wanted; raises FilterError."""
    if isinstance(given, Quoted) and given.character and type_.kind in INTEGERS:
        return Constant(ord(given.text))
    try:
        if isinstance(given, Quoted):
            return Constant(_from_text(given.text, type_))
        if type_.kind in ADDRESSES:
            return _address(given.text, type_.kind)
        return Constant(_FROM_WORD[type_.kind](given.text, type_))
    except ValueError as fault:
        raise FilterError(str(fault) or f"{given.text} is not {type_.words}", given.column) from None


def _from_text(text: str, type_: Type) -> Any:
    if type_.kind is Kind.TEXT:
        return text
    if type_.kind is Kind.BYTES:
        return octets(text)
    if type_.kind is Kind.TIME:
        return _moment(text, type_)
    if type_.kind in INTEGERS:
        return _named(text, type_)
    raise ValueError(f"{type_.words} is written without quotes")


def octets(text: str) -> bytes:
    """The bytes of a text in quotes; `\\xff` is one byte, other characters are UTF-8."""
    if text.isascii():
        return text.encode()
    return b"".join(bytes([ord(letter)]) if ord(letter) < 256 else letter.encode() for letter in text)


def _named(text: str, type_: Type) -> int:
    spec = type_.spec
    for number, name in (spec.names or {}).items() if spec else ():
        if name.lower() == text.lower():
            return number * (spec.factor if spec else 1)
    raise ValueError(f"{text} is not among the names of the field's values" if spec and spec.names else "")


def _integer(text: str, type_: Type) -> int:
    digits = text.removeprefix("-")
    base = {"0x": 16, "0X": 16, "0b": 2, "0B": 2}.get(digits[:2], 8 if digits[:1] == "0" else 10)
    try:
        number = int(digits[2:] if base in (16, 2) else digits, base) if "_" not in digits else int("")
    except ValueError:
        if type_.spec is not None and type_.spec.names:
            return _named(text, type_)
        raise ValueError(f"{text} is not a number") from None
    if type_.bits and number >> type_.bits:
        raise ValueError(f"{text} is too large for the field, which ends at {(1 << type_.bits) - 1}")
    return -number if text[0] == "-" else number


def _boolean(text: str, type_: Type) -> int:
    if text in _TRUE | _FALSE:
        return int(text in _TRUE)
    return int(bool(_integer(text, Type(Kind.UINT, type_.spec and Spec("", "", names=type_.spec.names)))))


def _octets(text: str, type_: Type) -> bytes:
    found = _BYTES.fullmatch(text)
    if found:
        return bytes(int(part, 16) for part in (text.split(found[1]) if found[1] else [text]))
    if _QUADS.fullmatch(text):
        return bytes.fromhex(text.replace(".", ""))
    if _WHOLE.fullmatch(text):
        return bytes.fromhex(text)
    if re.fullmatch(r"0[xX][0-9a-fA-F]{2}", text):
        return bytes([int(text, 16)])
    if re.fullmatch(r"[0-9a-fA-F]+", text):
        return bytes.fromhex(f"{text[:-1]}0{text[-1]}")    # of an odd number of digits the last one is a byte
    raise ValueError(f"{text} are no bytes")


def _ether(text: str, type_: Type) -> bytes:
    found = _octets(text, type_)
    if len(found) != 6:
        raise ValueError(f"{text} is not an Ethernet address")
    return found


def _address(text: str, kind: Kind) -> Constant:
    made: Callable[[str], IPv4Address | IPv6Address] = IPv4Address if kind is Kind.IPV4 else IPv6Address
    address, slash, prefix = text.partition("/")
    try:
        found = made(address)
    except ValueError:
        raise ValueError(f"{address} is not {_WORDS[kind]}") from None
    bits = found.max_prefixlen
    if not slash:
        return Constant(found.packed)
    if not prefix.isdecimal() or len(prefix) > 3 or int(prefix) > bits:
        raise ValueError(f"a prefix has at most {bits} bits")
    return Constant(found.packed, (1 << bits) - (1 << (bits - int(prefix))))


def _duration(text: str, type_: Type) -> int:
    found = _SECONDS.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        raise ValueError(f"{text} is not a number of seconds")
    nanoseconds = int(found[2] or 0) * NANO + int((found[3] or "0").ljust(9, "0"))
    return -nanoseconds if found[1] else nanoseconds


def _moment(text: str, type_: Type) -> int:
    fraction = _FRACTION.search(text)
    rest = _FRACTION.sub(r"\1", text, count=1).removesuffix("Z").removesuffix("UTC").strip()
    for form in _MOMENTS:
        try:
            found = datetime.strptime(rest, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return int(found.timestamp()) * NANO + int((fraction[2] if fraction else "0").ljust(9, "0"))
    raise ValueError(f"{text} is not a time; write \"2026-07-04 12:34:56.789\"")


def _text(text: str, type_: Type) -> str:
    return text


def _nothing(text: str, type_: Type) -> Any:
    raise ValueError("the field has no value to compare")


_FROM_WORD: dict[Kind, Callable[[str, Type], Any]] = {
    Kind.UINT: _integer, Kind.INT: _integer, Kind.FRAME: _integer, Kind.BOOL: _boolean, Kind.BYTES: _octets,
    Kind.ETHER: _ether, Kind.TEXT: _text, Kind.TIME: _moment, Kind.DURATION: _duration, Kind.NONE: _nothing,
}
