"""Shapes: the RDATA of a record type as a table of parts, which one reader and one text-writing kernel follow."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.octets import Octets

# Codes of parts: how the octets are read and how their presentation form is written.
U8, U16, U32, NAME, IP4, IP6, STRING, STRINGS, TAG, QUOTED, HEX, BASE64, SALT, BASE32, TYPE, TIME, BITMAP, DIGEST, \
    OPAQUE, EUI, LOCATOR, BARE_HEX, U48, U64, LENGTH8, LENGTH16, SIZED64, PORTS, OLD_BITMAP, SUFFIX, ROOT, LOCAL, \
    PARAMETERS, SPECIAL = range(1, 35)
"""U8 U16 U32 U48 U64: a number. NAME: a domain name. IP4 IP6: an address. STRING: a character-string, STRINGS: such to
the end, TAG: such without quotes, QUOTED: the rest as one string between quotes. HEX BASE64: the rest in that form.
SALT: octets after their count, in hex, `-` for none. BASE32: octets after their count (RFC 5155 3.3). TYPE: a record
type's name. TIME: a date (RFC 4034 3.2). BITMAP: types to the end (RFC 4034 4.1.2). DIGEST: the rest in hex, of the
size that the octet before tells (RFC 4034 A.2). OPAQUE: the rest as RFC 3597 5 writes it. EUI: octets with `-` between
(RFC 7043). LOCATOR: eight octets as four numbers (RFC 6742). BARE_HEX: the rest as `0x…` (RFC 1706). LENGTH8 LENGTH16:
a number that is not written. SIZED64: the rest in base64, `""` for none. PORTS: the bits that are set, to the end (RFC
1035 3.4.2). OLD_BITMAP: the same as types (RFC 2535 5.2). SUFFIX: the rest as the end of an address (RFC 2874 3.1.1).
ROOT: no octets, written as a dot. LOCAL: the last bit of four octets.
PARAMETERS: service parameters to the end (RFC 9460 2.1). SPECIAL: a function of its own reads it."""

Mnemonics = Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of RDATA.

    Attributes:
        code: how it is read and written.
        spec: its field, without a name where Wireshark shows none.
        length: the field of the length octet before a string.
        size: how many octets an EUI has.
        mnemonics: what is written in place of numbers.
    """
    code: int
    spec: Spec | None = None
    length: Spec | None = None
    size: int = 0
    mnemonics: Mnemonics | None = None


class Value(NamedTuple):
    """A part of RDATA as it was found; `pos` is where its content stands, behind a length octet."""
    part: Part
    value: Any
    pos: int
    size: int


Describe = Callable[[Octets, int], Iterator[Field]]
"""Fields of RDATA for the tree: (octets within the RDATA, start of the message)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The RDATA of one type.

    Attributes:
        parts: what it consists of, in order; all that it may have, where `read` is given.
        headline: added to the record's line in the tree, `{0}`… being the shown parts.
        read: reads the parts where some depend on others: (octets within the RDATA, start of the message).
        check: raises Malformed where the values break the type's rules.
        text: writes the presentation form where parts do not say it (SPECIAL): (octets within the RDATA, start of
            the message, what writes names).
        describe: gives the tree's fields where parts do not say them.
    """
    parts: tuple[Part, ...]
    headline: str = ""
    read: Callable[[Octets, int], Iterator[Value]] | None = None
    check: Callable[[list[Value]], None] | None = None
    text: Callable[[Octets, int, Callable[[bytes], str]], str] | None = None
    describe: Describe | None = None


SPECIAL_PART = Part(SPECIAL)


def number(code: int, name: str, label: str, **more: Any) -> Part:
    """A part that is a number."""
    return Part(code, Spec(name, label, size=1 if code == U8 else 2 if code == U16 else 4, **more))


def domain(name: str, label: str) -> Part:
    """A part that is a domain name."""
    return Part(NAME, Spec(name, label, Kind.TEXT))


def octets_to_end(code: int, name: str, label: str) -> Part:
    """A part that is all octets that are left."""
    return Part(code, Spec(name, label, Kind.BYTES))


def string(code: int, name: str, label: str, length: str = "", length_label: str = "") -> Part:
    """A part that is a character-string (or several)."""
    return Part(code, Spec(name, label, Kind.TEXT), Spec(length, length_label, size=1) if length else None)


def hexadecimal(code: int, name: str, label: str, **more: Any) -> Part:
    """A number that the tree shows in hexadecimal."""
    return number(code, name, label, show=Show.HEX, **more)


def unnamed(code: int, label: str, *, size: int = 0, mnemonics: Mnemonics | None = None) -> Part:
    """A part for which Wireshark has no field: a line of the tree without a name."""
    return Part(code, Spec("", label, Kind.NONE), None, size, mnemonics)


BITMAP_PART = Part(BITMAP)
