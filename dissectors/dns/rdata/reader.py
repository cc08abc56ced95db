"""Reads RDATA along its shape: values with their places, and the presentation form."""
from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dissectors.dns.name import name_text, plain_text, read_name, string_text
from dissectors.dns.rdata.shapes import (
    BARE_HEX,
    BASE32,
    BASE64,
    BITMAP,
    EUI,
    HEX,
    IP4,
    IP6,
    LOCATOR,
    NAME,
    OPAQUE,
    QUOTED,
    SALT,
    STRING,
    STRINGS,
    TAG,
    TIME,
    TYPE,
    U8,
    U16,
    U32,
    Part,
    Shape,
)
from dissectors.dns.text import TYPE_NAMES
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_EPOCH = datetime(1970, 1, 1)
_BASE32HEX = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")


class Value(NamedTuple):
    """A part of RDATA as it was found; `pos` is where its content stands, behind a length octet."""
    part: Part
    value: Any
    pos: int
    size: int


def read_values(shape: Shape, octets: Octets, start: int) -> list[Value]:
    """The parts of the RDATA that `octets` is bounded to; `start` is where the message starts.

    Raises:
        Malformed: where the octets are fewer or more than the parts.
    """
    values = []
    for part in shape.parts:
        pos = octets.pos
        value = _READERS[part.code](octets, start, part)
        if part.code in _COUNTED:
            pos += 1
        values.append(Value(part, value, pos, octets.pos - pos))
    if octets.left:
        raise Malformed("octets are left in the data of a record", octets.pos)
    return values


def values_text(values: list[Value], write_name: Callable[[bytes], str] = name_text) -> str:
    """The presentation form of parts."""
    texts = [write_name(value.value) if value.part.code == NAME else _WRITERS[value.part.code](value.value)
             for value in values]
    return " ".join([text for text in texts if text])


def unknown_text(rdata: bytes) -> str:
    """RFC 3597 5: data of an unknown type, or such as their type does not allow."""
    return f"\\# {len(rdata)} {rdata.hex()}" if rdata else "\\# 0"


def read_bitmap(octets: Octets) -> list[tuple[int, int]]:
    """RFC 4034 4.1.2: the types of a bitmap, each with the position of its octet."""
    types = []
    last = -1
    while octets.left:
        window = octets.u8()
        size = octets.u8()
        if window <= last or not 1 <= size <= 32:
            raise Malformed("a window of a type bitmap that is out of order or of a wrong size", octets.pos - 2)
        last = window
        pos = octets.pos
        for index, bits in enumerate(octets.take(size)):
            types += [(window * 256 + index * 8 + bit, pos + index) for bit in range(8) if bits & (0x80 >> bit)]
    return types


def ip6_text(address: bytes) -> str:
    """RFC 5952 4, with 5 for addresses that hold one of IPv4."""
    groups = [int.from_bytes(address[i:i + 2], "big") for i in range(0, 16, 2)]
    best, best_size = -1, 1
    at = 0
    while at < 8:
        size = 0
        while at + size < 8 and not groups[at + size]:
            size += 1
        if size > best_size:
            best, best_size = at, size
        at += size + 1
    if best == 0 and (best_size == 6 or (best_size == 5 and groups[5] == 0xFFFF)):
        return ("::ffff:" if best_size == 5 else "::") + ip4_text(address[12:])
    words = [f"{group:x}" for group in groups]
    if best < 0:
        return ":".join(words)
    return ":".join(words[:best]) + "::" + ":".join(words[best + best_size:])


def ip4_text(address: bytes) -> str:
    """Four numbers with dots."""
    return f"{address[0]}.{address[1]}.{address[2]}.{address[3]}"


def base32_text(octets: bytes) -> str:
    """RFC 4648 7, in lower case and without padding, as RFC 5155 3.3 wants it."""
    return base64.b32encode(octets).translate(_BASE32HEX).decode().rstrip("=")


def time_text(seconds: int) -> str:
    """RFC 4034 3.2: YYYYMMDDHHmmSS."""
    return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y%m%d%H%M%S")


def _name(octets: Octets, start: int, part: Part) -> bytes:
    name, octets.pos = read_name(octets.data, octets.pos, start, octets.end)
    return name


def _counted(octets: Octets, start: int, part: Part) -> bytes:
    return octets.take(octets.u8())


def _strings(octets: Octets, start: int, part: Part) -> list[tuple[int, bytes]]:
    strings: list[tuple[int, bytes]] = []
    while octets.left or not strings:
        pos = octets.pos
        strings.append((pos, octets.take(octets.u8())))
    return strings


def _rest(octets: Octets, start: int, part: Part) -> bytes:
    return octets.rest()


_COUNTED = frozenset({STRING, TAG, SALT, BASE32})
_READERS: dict[int, Callable[[Octets, int, Part], Any]] = {
    U8: lambda octets, start, part: octets.u8(),
    U16: lambda octets, start, part: octets.u16(),
    U32: lambda octets, start, part: octets.u32(),
    TYPE: lambda octets, start, part: octets.u16(),
    TIME: lambda octets, start, part: octets.u32(),
    IP4: lambda octets, start, part: octets.take(4),
    IP6: lambda octets, start, part: octets.take(16),
    EUI: lambda octets, start, part: octets.take(part.size),
    LOCATOR: lambda octets, start, part: octets.take(8),
    BITMAP: lambda octets, start, part: read_bitmap(octets),
    NAME: _name, STRINGS: _strings,
    STRING: _counted, TAG: _counted, SALT: _counted, BASE32: _counted,
    QUOTED: _rest, HEX: _rest, BASE64: _rest, BARE_HEX: _rest, OPAQUE: _rest,
}
_WRITERS: dict[int, Callable[[Any], str]] = {
    U8: str, U16: str, U32: str, IP4: ip4_text, IP6: ip6_text, STRING: string_text, TAG: plain_text,
    QUOTED: string_text, HEX: bytes.hex, OPAQUE: unknown_text, TIME: time_text, BASE32: base32_text,
    STRINGS: lambda strings: " ".join([string_text(octets) for _, octets in strings]),
    BASE64: lambda octets: base64.b64encode(octets).decode(),
    SALT: lambda octets: octets.hex() or "-",
    TYPE: lambda number: TYPE_NAMES[number],
    BITMAP: lambda types: " ".join([TYPE_NAMES[number] for number, _ in types]),
    EUI: lambda octets: octets.hex("-"),
    LOCATOR: lambda octets: octets.hex(":", 2),
    BARE_HEX: lambda octets: "0x" + octets.hex(),
}
