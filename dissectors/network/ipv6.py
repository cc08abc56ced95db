"""IPv6 and its extension headers."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Pair, Size, Term
from dissectors.link.null import IP6_FAMILIES, family_claims
from dissectors.network.ip import DSCP, ECN
from dissectors.numbers.protocols import PROTOCOLS


def _address(name: str, label: str, at: int) -> tuple[Spec, ...]:
    return (Spec(name, f"{label} Address", Kind.IPV6, at, 16),
            Spec("ipv6.addr", "Source or Destination Address", Kind.IPV6, at, 16, hidden=True))


IPV6 = Layout(
    "ipv6", "Internet Protocol Version 6", "RFC 8200 3", (
        Spec("ipv6.version", "Version", Kind.UINT, 0, 1, 0xF0),
        Spec("ipv6.tclass", "Traffic Class", Kind.UINT, 0, 4, 0x0FF00000, show=Show.HEX, children=(
            Spec("ipv6.tclass.dscp", "Differentiated Services Codepoint", Kind.UINT, 0, 4, 0x0FC00000, names=DSCP),
            Spec("ipv6.tclass.ecn", "Explicit Congestion Notification", Kind.UINT, 0, 4, 0x00300000, names=ECN))),
        Spec("ipv6.flow", "Flow Label", Kind.UINT, 1, 3, 0x0FFFFF, show=Show.HEX),
        Spec("ipv6.plen", "Payload Length", Kind.UINT, 4, 2),
        Spec("ipv6.nxt", "Next Header", Kind.UINT, 6, 1, names=PROTOCOLS),
        Spec("ipv6.hlim", "Hop Limit", Kind.UINT, 7, 1),
        *_address("ipv6.src", "Source", 8),
        *_address("ipv6.dst", "Destination", 24)),
    minimum=40, size=Size(40), total=Size(40, (Term(4, 2),)), next=By("ip.proto", Term(6, 1)),
    addresses=Pair(8, 24, 16),
    claims=(Claim("ethertype", 0x86DD), Claim("ip.version", 6), Claim("ip.proto", 41), Claim("linktype", 229),
            Claim("ppp.protocol", 0x57), *family_claims(IP6_FAMILIES)))


def _extension(name: str, label: str, source: str, protocol: int, fields: tuple[Spec, ...] = ()) -> Layout:
    """RFC 8200 4.1: next header, length in units of 8 bytes beyond the first 8, and what is the header's own."""
    return Layout(
        name, label, source, (
            Spec(f"{name}.nxt", "Next Header", Kind.UINT, 0, 1, names=PROTOCOLS),
            Spec(f"{name}.len", "Length", Kind.UINT, 1, 1), *fields),
        minimum=8, size=Size(8, (Term(1, 1, 0, 8),)), next=By("ip.proto", Term(0, 1)),
        claims=(Claim("ip.proto", protocol),))


HOP_BY_HOP = _extension("ipv6.hopopts", "IPv6 Hop-by-Hop Option", "RFC 8200 4.3", 0)
DESTINATION = _extension("ipv6.dstopts", "Destination Options for IPv6", "RFC 8200 4.6", 60)
ROUTING = _extension("ipv6.routing", "Routing Header for IPv6", "RFC 8200 4.4", 43, (
    Spec("ipv6.routing.type", "Type", Kind.UINT, 2, 1),
    Spec("ipv6.routing.segleft", "Segments Left", Kind.UINT, 3, 1)))
MOBILITY = _extension("mipv6", "Mobile IPv6", "RFC 6275 6.1.1", 135)
SHIM6 = _extension("shim6", "Shim6 Protocol", "RFC 5533 5.1", 140)
FRAGMENT = Layout(
    "ipv6.fraghdr", "Fragment Header for IPv6", "RFC 8200 4.5", (
        Spec("ipv6.fraghdr.nxt", "Next header", Kind.UINT, 0, 1, names=PROTOCOLS),
        Spec("ipv6.fraghdr.reserved_octet", "Reserved octet", Kind.UINT, 1, 1, show=Show.HEX),
        Spec("ipv6.fraghdr.offset", "Offset", Kind.UINT, 2, 2, 0xFFF8),
        Spec("ipv6.fraghdr.reserved_bits", "Reserved bits", Kind.UINT, 2, 2, 0x0006),
        Spec("ipv6.fraghdr.more", "More Fragments", Kind.BOOL, 2, 2, 0x0001, names={0: "No", 1: "Yes"}),
        Spec("ipv6.fraghdr.ident", "Identification", Kind.UINT, 4, 4, show=Show.HEX)),
    minimum=8, size=Size(8), next=By("ip.proto", Term(0, 1)),
    fragment=Term(2, 2, 0xFFF9), fragment_offset=Term(2, 2, 0xFFF8, 8), claims=(Claim("ip.proto", 44),))
AUTHENTICATION = Layout(
    "ah", "Authentication Header", "RFC 4302 2", (
        Spec("ah.next_header", "Next header", Kind.UINT, 0, 1, names=PROTOCOLS),
        Spec("ah.length", "Length", Kind.UINT, 1, 1),
        Spec("ah.reserved", "Reserved", Kind.BYTES, 2, 2),
        Spec("ah.spi", "AH SPI", Kind.UINT, 4, 4, show=Show.HEX),
        Spec("ah.sequence", "AH Sequence", Kind.UINT, 8, 4)),
    # RFC 4302 2.2: the length counts units of 4 bytes, less 2
    minimum=12, size=Size(8, (Term(1, 1, 0, 4),)), next=By("ip.proto", Term(0, 1)), claims=(Claim("ip.proto", 51),))
