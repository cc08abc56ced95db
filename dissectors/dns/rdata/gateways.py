"""RDATA of gateways: IPSECKEY (RFC 4025) and AMTRELAY (RFC 8777)."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.rdata.reader import take
from dissectors.dns.rdata.shapes import (
    BASE64,
    HEX,
    IP4,
    IP6,
    NAME,
    ROOT,
    U8,
    Part,
    Shape,
    Value,
    domain,
    number,
    unnamed,
)
from dissectors.fields import Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_ROOT = Part(ROOT)
_KEY_ALGORITHMS = {0: "No key is present", 1: "DSA", 2: "RSA", 3: "ECDSA"}
_GATEWAYS = {0: "No Gateway", 1: "IPv4 Gateway", 2: "IPv6 Gateway", 3: "DNS Gateway"}

# RFC 4025 2.1
_PRECEDENCE = number(U8, "dns.ipseckey.gateway_precedence", "Gateway Precedence")
_TYPE = number(U8, "dns.ipseckey.gateway_type", "Gateway Type", names=_GATEWAYS)
_ALGORITHM = number(U8, "dns.ipseckey.gateway_algorithm", "Gateway Algorithm", names=_KEY_ALGORITHMS)
_PUBLIC_KEY = Part(BASE64, Spec("dns.ipseckey.public_key", "Public Key", Kind.BYTES))
_IPSEC_GATEWAYS = (
    _ROOT, Part(IP4, Spec("dns.ipseckey.gateway_ipv4", "IPv4 Gateway", Kind.IPV4, size=4)),
    Part(IP6, Spec("dns.ipseckey.gateway_ipv6", "IPv6 Gateway", Kind.IPV6, size=16)),
    domain("dns.ipseckey.gateway_dns", "DNS Gateway"))

# RFC 8777 4.2
_RELAY_PRECEDENCE = unnamed(U8, "Precedence")
_DISCOVERY = unnamed(U8, "Discovery Optional")
_RELAY_TYPE = unnamed(U8, "Relay Type")
_RELAYS = (_ROOT, unnamed(IP4, "Relay"), unnamed(IP6, "Relay"), unnamed(NAME, "Relay"))
_UNKNOWN_RELAY = unnamed(HEX, "Relay")


def _gateway(kind: int, parts: tuple[Part, ...], rest: Part, octets: Octets, start: int) -> Iterator[Value]:
    """RFC 4025 2.3, RFC 8777 4.2.3: nothing, an address or a name; all that is left where the type is unknown."""
    at = octets.pos
    yield take(parts[kind] if kind < len(parts) else rest, octets, start)
    if kind >= len(parts):
        raise Malformed(f"a gateway of the unknown type {kind}", at)


def _read_ipseckey(octets: Octets, start: int) -> Iterator[Value]:
    yield take(_PRECEDENCE, octets, start)
    kind = take(_TYPE, octets, start)
    yield kind
    yield take(_ALGORITHM, octets, start)
    yield from _gateway(kind.value, _IPSEC_GATEWAYS, _PUBLIC_KEY, octets, start)
    yield take(_PUBLIC_KEY, octets, start)


def _read_amtrelay(octets: Octets, start: int) -> Iterator[Value]:
    yield take(_RELAY_PRECEDENCE, octets, start)
    pos = octets.pos
    both = octets.u8()
    yield Value(_DISCOVERY, both >> 7, pos, 1)
    yield Value(_RELAY_TYPE, both & 0x7F, pos, 1)
    yield from _gateway(both & 0x7F, _RELAYS, _UNKNOWN_RELAY, octets, start)


SHAPES = {
    45: Shape((_PRECEDENCE, _TYPE, _ALGORITHM, *_IPSEC_GATEWAYS, _PUBLIC_KEY), read=_read_ipseckey),
    260: Shape((_RELAY_PRECEDENCE, _DISCOVERY, _RELAY_TYPE, *_RELAYS), read=_read_amtrelay),
}
