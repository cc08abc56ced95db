"""Extension headers of IPv6 and the Authentication Header."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Size, Tail, Term
from dissectors.numbers.protocols import PROTOCOLS
from dissectors.show import ipv6_text

OCTETS: dict[str, Spec] = {}
"""How long each extension header is, in bytes."""


def _extension(name: str, label: str, source: str, protocol: int, fields: tuple[Spec, ...] = (),
               tail: Tail | None = None) -> Layout:
    """RFC 8200 4.1: next header, length in units of 8 bytes beyond the first 8, and what is the header's own."""
    octets = OCTETS.setdefault(name, Spec(f"{name}.len_oct", "Length", Kind.UINT))

    def complete(header: Header, found: list[Field]) -> None:
        size = header.end - header.pos
        found.insert(2, Field(octets, size, header.pos + 1, 1, header.source, f"Length: {size} bytes"))
        if tail is not None:
            tail(header, found)

    return Layout(
        name, label, source, (
            Spec(f"{name}.nxt", "Next Header", Kind.UINT, 0, 1, names=PROTOCOLS),
            Spec(f"{name}.len", "Length", Kind.UINT, 1, 1), *fields),
        minimum=8, size=Size(8, (Term(1, 1, 0, 8),)), next=By("ip.proto", Term(0, 1)), tail=complete,
        claims=(Claim("ip.proto", protocol),))


def _options(header: Header, fields: list[Field]) -> None:
    from dissectors.network.options6 import IPV6_OPTIONS
    fields += IPV6_OPTIONS.read(header, header.pos + 2, header.end)[0]


_TYPES = {0: "Source Route", 2: "Mobile IPv6", 3: "RPL", 4: "Segment Routing"}
_SEGMENT_ROUTING = 4
_RESERVED = Spec("ipv6.routing.src.reserved", "Reserved", Kind.BYTES)
_MOBILE_RESERVED = Spec("ipv6.routing.mipv6.reserved", "Reserved", Kind.BYTES)
_ADDRESS = Spec("ipv6.routing.src.addr", "Address", Kind.IPV6)
_HOME = Spec("ipv6.routing.mipv6.home_address", "Home Address", Kind.IPV6)
_UNKNOWN = Spec("ipv6.routing.unknown_data", "Type-Specific Data", Kind.BYTES)
_LAST = Spec("ipv6.routing.srh.last_entry", "Last Entry", Kind.UINT)
_FLAGS = Spec("ipv6.routing.srh.flags", "Flags", Kind.UINT, show=Show.HEX)
_TAG = Spec("ipv6.routing.srh.tag", "Tag", Kind.BYTES)
_SEGMENT = Spec("ipv6.routing.srh.addr", "Address", Kind.IPV6)
_SOURCE_ROUTE, _MOBILE = 0, 2


def _routing(header: Header, fields: list[Field]) -> None:
    """RFC 8200 4.4, RFC 6275 6.4.1, RFC 8754 2: what follows depends on the type."""
    data, pos, source = header.data, header.pos + 4, header.source
    kind = data[header.pos + 2]
    if kind == _SEGMENT_ROUTING:
        fields += (Field(_LAST, data[pos], pos, 1, source), Field(_FLAGS, data[pos + 1], pos + 1, 1, source),
                   Field(_TAG, data[pos + 2:pos + 4], pos + 2, 2, source))
        _addresses(header, fields, _SEGMENT, pos + 4 + 16 * (data[pos] + 1))
    elif kind in (_SOURCE_ROUTE, _MOBILE):
        reserved, address = (_RESERVED, _ADDRESS) if kind == _SOURCE_ROUTE else (_MOBILE_RESERVED, _HOME)
        fields.append(Field(reserved, data[pos:pos + 4], pos, 4, source))
        _addresses(header, fields, address, header.end)
    else:
        size = min(header.end, header.stop) - pos
        fields.append(Field(_UNKNOWN, data[pos:pos + size], pos, size, source))


def _addresses(header: Header, fields: list[Field], spec: Spec, end: int) -> None:
    end = min(end, header.end, header.stop)
    for number, at in enumerate(range(header.pos + 8, end - 15, 16)):
        found = Field(spec, header.data[at:at + 16], at, 16, header.source)
        fields.append(found)
        if spec is _SEGMENT:
            found.text = f"Address[{number}]: {ipv6_text(header.data[at:at + 16])}"


HOP_BY_HOP = _extension("ipv6.hopopts", "IPv6 Hop-by-Hop Option", "RFC 8200 4.3", 0, tail=_options)
DESTINATION = _extension("ipv6.dstopts", "Destination Options for IPv6", "RFC 8200 4.6", 60, tail=_options)
ROUTING = _extension("ipv6.routing", "Routing Header for IPv6", "RFC 8200 4.4", 43, (
    Spec("ipv6.routing.type", "Type", Kind.UINT, 2, 1, names=_TYPES),
    Spec("ipv6.routing.segleft", "Segments Left", Kind.UINT, 3, 1)), tail=_routing)
MOBILITY = _extension("mipv6", "Mobile IPv6", "RFC 6275 6.1.1", 135)
SHIM6 = _extension("shim6", "Shim6 Protocol", "RFC 5533 5.1", 140)
FRAGMENT = Layout(
    "ipv6.fraghdr", "Fragment Header for IPv6", "RFC 8200 4.5", (
        Spec("ipv6.fraghdr.nxt", "Next header", Kind.UINT, 0, 1, names=PROTOCOLS),
        Spec("ipv6.fraghdr.reserved_octet", "Reserved octet", Kind.UINT, 1, 1, show=Show.HEX),
        Spec("ipv6.fraghdr.offset", "Offset", Kind.UINT, 2, 2, 0xFFF8),
        Spec("ipv6.fraghdr.reserved_bits", "Reserved bits", Kind.UINT, 2, 2, 0x0006),
        Spec("ipv6.fraghdr.more", "More Fragments", Kind.BOOL, 2, 2, 0x0001, names={0: "No", 1: "Yes"}),
        Spec("ipv6.fraghdr.ident", "Identification", Kind.UINT, 4, 4, show=Show.HEX, varies=True)),
    minimum=8, size=Size(8), next=By("ip.proto", Term(0, 1)),
    fragment=Term(2, 2, 0xFFF9), fragment_offset=Term(2, 2, 0xFFF8, 8), claims=(Claim("ip.proto", 44),))
AUTHENTICATION = Layout(
    "ah", "Authentication Header", "RFC 4302 2", (
        Spec("ah.next_header", "Next header", Kind.UINT, 0, 1, names=PROTOCOLS),
        Spec("ah.length", "Length", Kind.UINT, 1, 1),
        Spec("ah.reserved", "Reserved", Kind.BYTES, 2, 2),
        Spec("ah.spi", "AH SPI", Kind.UINT, 4, 4, show=Show.HEX),
        Spec("ah.sequence", "AH Sequence", Kind.UINT, 8, 4, varies=True)),
    # RFC 4302 2.2: the length counts units of 4 bytes, less 2
    minimum=12, size=Size(8, (Term(1, 1, 0, 4),)), next=By("ip.proto", Term(0, 1)), claims=(Claim("ip.proto", 51),))
