"""RDATA of APL: lists of address prefixes (RFC 3123)."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.rdata.forms import ip4_text, ip6_text
from dissectors.dns.rdata.reader import take
from dissectors.dns.rdata.shapes import HEX, U8, U16, Part, Shape, Value, number
from dissectors.fields import Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_FAMILIES = {1: "IPv4", 2: "IPv6"}
# RFC 3123 4: bits of a prefix in each family
_BITS = {1: 32, 2: 128}

_FAMILY = number(U16, "dns.apl.address_family", "Address Family", names=_FAMILIES)
_PREFIX = number(U8, "dns.apl.coded_prefix", "Prefix Length")
_NEGATION = Part(U8, Spec("dns.apl.negation", "Negation Flag", Kind.BOOL, 0, 1, 0x80, names={
    1: "Yes", 0: "No"}))
_LENGTH = Part(U8, Spec("dns.apl.afdlength", "Address Length", Kind.UINT, 0, 1, 0x7F))
_ADDRESS = Part(HEX, Spec("dns.apl.afdpart.data", "Address", Kind.BYTES))
_ADDRESSES = {1: Part(HEX, Spec("dns.apl.afdpart.ipv4", "Address", Kind.IPV4)),
              2: Part(HEX, Spec("dns.apl.afdpart.ipv6", "Address", Kind.IPV6))}


def _read_item(octets: Octets, start: int) -> Iterator[Value]:
    family = take(_FAMILY, octets, start)
    yield family
    prefix = take(_PREFIX, octets, start)
    yield prefix
    pos = octets.pos
    both = octets.u8()
    yield Value(_NEGATION, both >> 7, pos, 1)
    yield Value(_LENGTH, both & 0x7F, pos, 1)
    pos = octets.pos
    address = octets.take(both & 0x7F)
    whole = _BITS.get(family.value, 0) // 8 or len(address)
    if len(address) > whole or prefix.value > _BITS.get(family.value, 255):
        raise Malformed("an address prefix longer than addresses of its family", pos)
    yield Value(_ADDRESSES.get(family.value, _ADDRESS), address.ljust(whole, b"\0"), pos, len(address))
    if address.endswith(b"\0"):
        # RFC 3123 4.1: trailing zero octets are not sent
        raise Malformed("an address prefix that ends with zeros", octets.pos - 1)


def _read(octets: Octets, start: int) -> Iterator[Value]:
    while octets.left:
        yield from _read_item(octets, start)


def _text(octets: Octets, start: int, write_name: Callable[[bytes], str]) -> str:
    """RFC 3123 5: `[!]family:address/prefix`."""
    items = []
    while octets.left:
        family, prefix, negation, _, address = _read_item(octets, start)
        write = {1: ip4_text, 2: ip6_text}.get(family.value, bytes.hex)
        items.append(f"{'!' if negation.value else ''}{family.value}:{write(address.value)}/{prefix.value}")
    return " ".join(items)


SHAPES = {42: Shape((_FAMILY, _PREFIX, _NEGATION, _LENGTH, _ADDRESS, *_ADDRESSES.values()), read=_read, text=_text)}
