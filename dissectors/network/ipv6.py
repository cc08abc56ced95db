"""IPv6."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Pair, Size, Term
from dissectors.link.arcnet import IP6_PROTOCOL
from dissectors.link.null import IP6_FAMILIES, family_claims
from dissectors.malformed import Malformed
from dissectors.network.ip import DSCP, ECN
from dissectors.numbers.protocols import PROTOCOLS
from dissectors.show import ipv6_text


def _address(name: str, label: str, at: int) -> tuple[Spec, ...]:
    return (Spec(name, f"{label} Address", Kind.IPV6, at, 16),
            Spec("ipv6.addr", "Source or Destination Address", Kind.IPV6, at, 16, hidden=True))


class _Embedded(NamedTuple):
    """What an IPv6 address may hold: other addresses."""
    mac: Spec
    gateway: Spec
    sla: Spec
    teredo_server: Spec
    teredo_port: Spec
    teredo_client: Spec
    isatap: Spec


def _embedded(end: str, label: str) -> _Embedded:
    return _Embedded(
        Spec(f"ipv6.{end}_slaac_mac", f"{label} SLAAC MAC", Kind.ETHER),
        Spec(f"ipv6.{end}_6to4_gw_ipv4", f"{label} 6to4 Gateway IPv4", Kind.IPV4),
        Spec(f"ipv6.{end}_6to4_sla_id", f"{label} 6to4 SLA ID", Kind.UINT),
        Spec(f"ipv6.{end}_ts_ipv4", f"{label} Teredo Server IPv4", Kind.IPV4),
        Spec(f"ipv6.{end}_tc_port", f"{label} Teredo Port", Kind.UINT),
        Spec(f"ipv6.{end}_tc_ipv4", f"{label} Teredo Client IPv4", Kind.IPV4),
        Spec(f"ipv6.{end}_isatap_ipv4", f"{label} ISATAP IPv4", Kind.IPV4))


_SOURCE, _DESTINATION = _embedded("src", "Source"), _embedded("dst", "Destination")


def headline(data: bytes | memoryview, pos: int) -> str:
    """The line of the layer."""
    source, destination = bytes(data[pos + 8:pos + 24]), bytes(data[pos + 24:pos + 40])
    return f"Internet Protocol Version 6, Src: {ipv6_text(source)}, Dst: {ipv6_text(destination)}"


def complete(header: Header, fields: list[Field]) -> None:
    """Adds the addresses that the two addresses hold."""
    data, pos = header.data, header.pos
    if data[pos] >> 4 != 6:
        raise Malformed(f"version {data[pos] >> 4} where 6 is wanted", pos)
    for at, embedded in ((pos + 8, _SOURCE), (pos + 24, _DESTINATION)):
        address = data[at:at + 16]
        if address[:2] == b"\x20\x02" or address[:4] == b"\x20\x01\0\0" or address[9:12] == _ISATAP:
            fields += _inside(address, at, header.source, embedded)
        elif address[11:13] == b"\xff\xfe" and address[8] & 2:
            fields.append(_mac(address, at, header.source, embedded))


_ISATAP = b"\x00\x5e\xfe"


def _mac(address: bytes, at: int, source: int, embedded: _Embedded) -> Field:
    """RFC 4291 appendix A: a MAC address with ff fe in its middle and the universal bit turned over."""
    mac = bytes((address[8] ^ 2,)) + address[9:11] + address[13:16]
    return Field(embedded.mac, mac, at + 8, 8, source, generated=True)


def _inside(address: bytes, at: int, source: int, embedded: _Embedded) -> Iterator[Field]:
    if address[:2] == b"\x20\x02":      # RFC 3056 2: 6to4
        yield Field(embedded.gateway, address[2:6], at + 2, 4, source, generated=True)
        yield Field(embedded.sla, int.from_bytes(address[6:8], "big"), at + 6, 2, source, generated=True)
    elif address[:4] == b"\x20\x01\0\0":      # RFC 4380 4: Teredo, port and client turned over
        yield Field(embedded.teredo_server, address[4:8], at + 4, 4, source, generated=True)
        port = int.from_bytes(address[10:12], "big") ^ 0xFFFF
        yield Field(embedded.teredo_port, port, at + 10, 2, source, generated=True)
        client = bytes(byte ^ 0xFF for byte in address[12:16])
        yield Field(embedded.teredo_client, client, at + 12, 4, source, generated=True)
    if address[11:13] == b"\xff\xfe" and address[8] & 2:
        yield _mac(address, at, source, embedded)
    elif address[8] & 0xFC == 0 and address[9:12] == _ISATAP:      # RFC 5214 6.1: ISATAP
        yield Field(embedded.isatap, address[12:16], at + 12, 4, source, generated=True)


IPV6 = Layout(
    "ipv6", "Internet Protocol Version 6", "RFC 8200 3", (
        Spec("ipv6.version", "Version", Kind.UINT, 0, 1, 0xF0, whole=True),
        Spec("ipv6.tclass", "Traffic Class", Kind.UINT, 0, 4, 0x0FF00000, show=Show.HEX, children=(
            Spec("ipv6.tclass.dscp", "Differentiated Services Codepoint", Kind.UINT, 0, 4, 0x0FC00000, names=DSCP),
            Spec("ipv6.tclass.ecn", "Explicit Congestion Notification", Kind.UINT, 0, 4, 0x00300000, names=ECN))),
        Spec("ipv6.flow", "Flow Label", Kind.UINT, 1, 3, 0x0FFFFF, show=Show.HEX, varies=True),
        Spec("ipv6.plen", "Payload Length", Kind.UINT, 4, 2),
        Spec("ipv6.nxt", "Next Header", Kind.UINT, 6, 1, names=PROTOCOLS),
        Spec("ipv6.hlim", "Hop Limit", Kind.UINT, 7, 1),
        *_address("ipv6.src", "Source", 8),
        *_address("ipv6.dst", "Destination", 24)),
    minimum=40, size=Size(40), total=Size(40, (Term(4, 2),)), next=By("ip.proto", Term(6, 1)),
    addresses=Pair(8, 24, 16), headline=headline, tail=complete,
    claims=(Claim("ethertype", 0x86DD), Claim("ip.version", 6), Claim("ip.proto", 41), Claim("linktype", 229),
            Claim("ip.version.promised", 6), Claim("ppp.protocol", 0x57), Claim("arcnet.protocol", IP6_PROTOCOL),
            *family_claims(IP6_FAMILIES)))
