"""RDATA of private types that are seen on the wire: Microsoft's WINS and WINS-R, and XPF."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.rdata.forms import unknown_text
from dissectors.dns.rdata.reader import take
from dissectors.dns.rdata.shapes import IP4, IP6, LOCAL, U8, U16, U32, Part, Shape, Value, domain, number
from dissectors.fields import Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets


def _settings(name: str) -> tuple[Part, ...]:
    """[MS-DNSP] 2.2.2.2.4.15: how names are looked up in WINS."""
    return (Part(LOCAL, Spec(f"dns.{name}.local_flag", "Local Flag", Kind.BOOL, 0, 4, 1)),
            number(U32, f"dns.{name}.lookup_timeout", "Lookup timeout"),
            number(U32, f"dns.{name}.cache_timeout", "Cache timeout"))


_LOOKUP = (*_settings("wins"), number(U32, "dns.wins.nb_wins_servers", "Number of WINS servers"))
_SERVER = Part(IP4, Spec("dns.wins.wins_server", "WINS Server Address", Kind.IPV4, size=4))
_REVERSE = (*_settings("winsr"), domain("dns.winsr.name_result_domain", "Name Result Domain"))

# draft-bellis-dnsop-xpf 5
_VERSION = Part(U8, Spec("dns.xpf.ip_version", "IP Version", size=1))
_PROTOCOL = number(U8, "dns.xpf.protocol", "Protocol")
_ENDS = {4: (Part(IP4, Spec("dns.xpf.source_ipv4", "IPv4 Source", Kind.IPV4, size=4)),
             Part(IP4, Spec("dns.xpf.destination_ipv4", "IPv4 Destination", Kind.IPV4, size=4))),
         6: (Part(IP6, Spec("dns.xpf.source_ipv6", "IPv6 Source", Kind.IPV6, size=16)),
             Part(IP6, Spec("dns.xpf.destination_ipv6", "IPv6 Destination", Kind.IPV6, size=16)))}
_PORTS = (number(U16, "dns.xpf.sport", "Source port"), number(U16, "dns.xpf.dport", "Destination port"))


def _read_wins(octets: Octets, start: int) -> Iterator[Value]:
    count = 0
    for part in _LOOKUP:
        value = take(part, octets, start)
        count = value.value
        yield value
    while count and octets.left:
        yield take(_SERVER, octets, start)
        count -= 1


def _read_xpf(octets: Octets, start: int) -> Iterator[Value]:
    version = take(_VERSION, octets, start)
    yield version
    yield take(_PROTOCOL, octets, start)
    if version.value not in _ENDS:
        raise Malformed("addresses of an unknown version of IP", version.pos)
    for part in _ENDS[version.value] + _PORTS:
        yield take(part, octets, start)


def _text(octets: Octets, start: int, write_name: Callable[[bytes], str]) -> str:
    """RFC 3597 5: types for private use have no other form."""
    return unknown_text(octets.rest())


SHAPES = {
    65281: Shape((*_LOOKUP, _SERVER), read=_read_wins, text=_text),
    65282: Shape(_REVERSE, text=_text),
    65422: Shape((_VERSION, _PROTOCOL, *_ENDS[4], *_ENDS[6], *_PORTS), read=_read_xpf, text=_text),
}
