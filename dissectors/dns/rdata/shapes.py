"""Shapes: the RDATA of a record type as a table of parts, which one reader and one text-writing kernel follow."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.octets import Octets

# Codes of parts: how the octets are read and how their presentation form is written.
U8, U16, U32, NAME, IP4, IP6, STRING, STRINGS, TAG, QUOTED, HEX, BASE64, SALT, BASE32, TYPE, TIME, BITMAP, EUI, \
    LOCATOR, BARE_HEX, OPAQUE, SPECIAL = range(1, 23)
"""U8 U16 U32: a number. NAME: a domain name. IP4 IP6: an address. STRING: a character-string, STRINGS: such to the
end, TAG: such without quotes, QUOTED: the rest as one string between quotes. HEX BASE64: the rest in that form.
SALT: octets after their count, in hex, `-` for none. BASE32: octets after their count (RFC 5155 3.3). TYPE: a record
type's name. TIME: a date (RFC 4034 3.2). BITMAP: types to the end (RFC 4034 4.1.2). EUI: octets with `-` between
(RFC 7043). LOCATOR: eight octets as four numbers (RFC 6742). BARE_HEX: the rest as `0x…` (RFC 1706). OPAQUE: the rest
as RFC 3597 5 writes it. SPECIAL: a function of its own reads it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of RDATA.

    Attributes:
        code: how it is read and written.
        spec: its field; None where Wireshark shows none.
        length: the field of the length octet before a string.
        size: how many octets an EUI has.
    """
    code: int
    spec: Spec | None = None
    length: Spec | None = None
    size: int = 0


Describe = Callable[[Octets, int], Iterator[Field]]
"""Fields of RDATA for the tree: (octets within the RDATA, start of the message)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The RDATA of one type.

    Attributes:
        parts: what it consists of, in order.
        headline: added to the record's line in the tree, `{0}`… being the shown parts.
        text: writes the presentation form where parts do not say it (SPECIAL): (octets within the RDATA, start of
            the message, what writes names).
        describe: gives the tree's fields where parts do not say them.
    """
    parts: tuple[Part, ...]
    headline: str = ""
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


BITMAP_PART = Part(BITMAP)
