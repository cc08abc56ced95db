"""Reads RDATA along its shape: values with their places, and the presentation form."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dissectors.dns.name import name_text, plain_text, read_name, string_text
from dissectors.dns.rdata import shapes as s
from dissectors.dns.rdata.forms import base32_text, base64_text, ip4_text, ip6_text, time_text, unknown_text
from dissectors.dns.rdata.parameters import parameters_text, read_parameters
from dissectors.dns.rdata.shapes import NAME, Part, Shape, Value
from dissectors.dns.text import TYPE_NAMES
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_DIGEST_SIZES = {0: 1, 1: 20, 2: 32, 3: 32, 4: 48}
"""How many octets digests have (https://www.iana.org/assignments/ds-rr-types); type 0 stands for none (RFC 8078 4)."""


def take(part: Part, octets: Octets, start: int) -> Value:
    """The next part; `start` is where the message starts.

    Raises:
        Malformed: where the octets are none of this kind.
    """
    pos = octets.pos
    value = _READERS[part.code](octets, start, part)
    if part.code in _COUNTED:
        pos += 1
    return Value(part, value, pos, octets.pos - pos)


def take_sized(part: Part, octets: Octets, size: int) -> Value:
    """A part of so many octets.

    Raises:
        Malformed: where fewer are left.
    """
    with octets.within(size):
        return take(part, octets, 0)


def read_values(shape: Shape, octets: Octets, start: int, values: list[Value] | None = None) -> list[Value]:
    """The parts of the RDATA that `octets` is bounded to; `start` is where the message starts. They are added to
    `values`, where those before a fault are found too.

    Raises:
        Malformed: where the octets are fewer or more than the parts, or break the type's rules.
    """
    values = [] if values is None else values
    if shape.read is None:
        for part in shape.parts:
            values.append(take(part, octets, start))
    else:
        for value in shape.read(octets, start):
            values.append(value)
    if octets.left:
        raise Malformed("octets are left in the data of a record", octets.pos)
    if values and values[-1].part.code == s.DIGEST:
        _check_digest(*values[-2:])
    if shape.check:
        shape.check(values)
    return values


def values_text(values: Iterable[Value], write_name: Callable[[bytes], str] = name_text) -> str:
    """The presentation form of parts."""
    return " ".join([text for text in (value_text(value, write_name) for value in values) if text])


def value_text(value: Value, write_name: Callable[[bytes], str] = name_text) -> str:
    """The presentation form of a part."""
    part, content = value.part, value.value
    if part.code == NAME:
        return write_name(content)
    if part.mnemonics is not None:
        return part.mnemonics.get(content) or str(content)
    return _WRITERS[part.code](content)


class Bitmap(NamedTuple):
    """A set of types as it was found; each type with the position of its octet."""
    octets: bytes
    types: list[tuple[int, int]]


def _bitmap(octets: Octets, start: int, part: Part) -> Bitmap:
    """RFC 4034 4.1.2."""
    begin, last = octets.pos, -1
    types = []
    while octets.left:
        window = octets.u8()
        size = octets.u8()
        if window <= last or not 1 <= size <= 32:
            raise Malformed("a window of a type bitmap that is out of order or of a wrong size", octets.pos - 2)
        last = window
        pos = octets.pos
        bitmap = octets.take(size)
        if not bitmap[-1]:
            raise Malformed("a window of a type bitmap that ends with zeros", octets.pos - 1)
        types += [(window * 256 + bit, pos + bit // 8) for bit in _bits(bitmap)]
    return Bitmap(bytes(octets.data[begin:octets.pos]), types)


def _bits(bitmap: bytes) -> list[int]:
    """The numbers of the bits that are set, from the highest of the first octet on."""
    return [index * 8 + bit for index, octet in enumerate(bitmap) for bit in range(8) if octet & (0x80 >> bit)]


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


def _hash(octets: Octets, start: int, part: Part) -> bytes:
    """RFC 5155 3.1.6: never empty."""
    found = _counted(octets, start, part)
    if not found:
        raise Malformed("a hash without octets", octets.pos)
    return found


def _check_digest(kind: Value, digest: Value) -> None:
    wanted = _DIGEST_SIZES.get(kind.value, digest.size)
    if digest.size != wanted:
        raise Malformed(f"a digest of {digest.size} octets that has to have {wanted}", digest.pos)


def _old_bitmap(octets: Octets, start: int, part: Part) -> Bitmap:
    pos, bitmap = octets.pos, octets.rest()
    return Bitmap(bitmap, [(bit, pos + bit // 8) for bit in _bits(bitmap)])


def _types_text(bitmap: Bitmap) -> str:
    return " ".join([TYPE_NAMES[number] for number, _ in bitmap.types])


def _sized(size: int) -> Callable[[Octets, int, Part], int]:
    return lambda octets, start, part: octets.uint(size)


_COUNTED = frozenset({s.STRING, s.TAG, s.SALT, s.BASE32})
_READERS: dict[int, Callable[[Octets, int, Part], Any]] = {
    s.U8: lambda octets, start, part: octets.u8(), s.U16: _sized(2), s.U32: _sized(4), s.U48: _sized(6),
    s.U64: _sized(8), s.LENGTH8: _sized(1), s.LENGTH16: _sized(2), s.TYPE: _sized(2), s.TIME: _sized(4),
    s.LOCAL: lambda octets, start, part: octets.u32() & 1,
    s.IP4: lambda octets, start, part: octets.take(4),
    s.IP6: lambda octets, start, part: octets.take(16),
    s.EUI: lambda octets, start, part: octets.take(part.size),
    s.LOCATOR: lambda octets, start, part: octets.take(8),
    s.SUFFIX: lambda octets, start, part: octets.rest().rjust(16, b"\0"),
    s.BITMAP: _bitmap, s.PARAMETERS: lambda octets, start, part: read_parameters(octets),
    s.OLD_BITMAP: _old_bitmap,
    s.ROOT: lambda octets, start, part: None,
    NAME: _name, s.STRINGS: _strings, s.BASE32: _hash,
    s.STRING: _counted, s.TAG: _counted, s.SALT: _counted,
    s.QUOTED: _rest, s.HEX: _rest, s.DIGEST: _rest, s.BASE64: _rest, s.BARE_HEX: _rest, s.OPAQUE: _rest,
    s.SIZED64: _rest, s.PORTS: _rest,
}
_WRITERS: dict[int, Callable[[Any], str]] = {
    s.U8: str, s.U16: str, s.U32: str, s.U48: str, s.U64: str, s.IP4: ip4_text, s.IP6: ip6_text, s.SUFFIX: ip6_text,
    s.STRING: string_text, s.TAG: plain_text, s.QUOTED: string_text, s.HEX: bytes.hex, s.DIGEST: bytes.hex,
    s.OPAQUE: unknown_text, s.TIME: time_text, s.BASE32: base32_text,
    s.STRINGS: lambda strings: " ".join([string_text(octets) for _, octets in strings]),
    s.BASE64: base64_text, s.SIZED64: lambda octets: base64_text(octets) or '""',
    s.SALT: lambda octets: octets.hex() or "-",
    s.TYPE: lambda number: TYPE_NAMES[number],
    s.PARAMETERS: parameters_text, s.BITMAP: _types_text, s.OLD_BITMAP: _types_text,
    s.PORTS: lambda bitmap: " ".join(map(str, _bits(bitmap))),
    s.EUI: lambda octets: octets.hex("-"),
    s.LOCATOR: lambda octets: octets.hex(":", 2),
    s.BARE_HEX: lambda octets: "0x" + octets.hex(),
    s.LENGTH8: lambda number: "", s.LENGTH16: lambda number: "", s.ROOT: lambda nothing: ".",
}
