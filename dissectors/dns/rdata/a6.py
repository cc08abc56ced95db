"""RDATA of A6: the end of an address, and who knows the rest (RFC 2874)."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.rdata.reader import take, take_sized
from dissectors.dns.rdata.shapes import SUFFIX, U8, Part, Shape, Value, domain, number
from dissectors.fields import Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_PREFIX_LENGTH = number(U8, "dns.a6.prefix_len", "Prefix len")
_SUFFIX = Part(SUFFIX, Spec("dns.a6.address_suffix", "Address Suffix", Kind.IPV6))
_PREFIX_NAME = domain("dns.a6.prefix_name", "Prefix name")


def _read(octets: Octets, start: int) -> Iterator[Value]:
    """RFC 2874 3.1.1: a suffix unless the prefix is all, a name unless it is nothing."""
    length = take(_PREFIX_LENGTH, octets, start)
    yield length
    if length.value > 128:
        raise Malformed("a prefix longer than an address", length.pos)
    if length.value < 128:
        yield take_sized(_SUFFIX, octets, (128 - length.value + 7) // 8)
    if length.value:
        yield take(_PREFIX_NAME, octets, start)


SHAPES = {38: Shape((_PREFIX_LENGTH, _SUFFIX, _PREFIX_NAME), read=_read)}
