"""ARP and RARP for Ethernet and IPv4."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import Claim, Layout, Size, Term
from dissectors.link.arcnet import ARP_PROTOCOLS
from dissectors.numbers.ethertypes import ETHERTYPES
from dissectors.tree import short_of

_OPCODES = {1: "request", 2: "reply", 3: "reverse request", 4: "reverse reply"}
_HARDWARE = (Spec("arp.src.hw_mac", "Sender MAC address", Kind.ETHER),
             Spec("arp.dst.hw_mac", "Target MAC address", Kind.ETHER))
_OTHER_HARDWARE = (Spec("arp.src.hw", "Sender hardware address", Kind.BYTES),
                   Spec("arp.dst.hw", "Target hardware address", Kind.BYTES))
_PROTOCOL = (Spec("arp.src.proto_ipv4", "Sender IP address", Kind.IPV4),
             Spec("arp.dst.proto_ipv4", "Target IP address", Kind.IPV4))
_OTHER_PROTOCOL = (Spec("arp.src.proto", "Sender protocol address", Kind.BYTES),
                   Spec("arp.dst.proto", "Target protocol address", Kind.BYTES))
_ETHERNET_SIZE, _IPV4_SIZE = 6, 4


def complete(header: Header, fields: list[Field]) -> None:
    """Adds the four addresses: hardware and protocol address of the sender, then of the target."""
    data, pos = header.data, header.pos
    hardware, protocol = data[pos + 4], data[pos + 5]
    machines = _HARDWARE if hardware == _ETHERNET_SIZE else _OTHER_HARDWARE
    addresses = _PROTOCOL if protocol == _IPV4_SIZE else _OTHER_PROTOCOL
    at = pos + 8
    for spec, size in ((machines[0], hardware), (addresses[0], protocol), (machines[1], hardware),
                       (addresses[1], protocol)):
        if at + size > header.stop:
            raise short_of(header, at + size)
        fields.append(Field(spec, data[at:at + size], at, size, header.source))
        at += size


def headline(data: bytes | memoryview, pos: int) -> str:
    """The line of the layer."""
    return f"Address Resolution Protocol ({_OPCODES.get(int.from_bytes(data[pos + 6:pos + 8], 'big'), 'unknown')})"


# two addresses of each kind; their sizes are in the header
_SIZE = Size(8, (Term(4, 1, 0, 2), Term(5, 1, 0, 2)))

ARP = Layout(
    "arp", "Address Resolution Protocol", "RFC 826", (
        Spec("arp.hw.type", "Hardware type", Kind.UINT, 0, 2, names={1: "Ethernet"}),
        Spec("arp.proto.type", "Protocol type", Kind.UINT, 2, 2, show=Show.HEX, names=ETHERTYPES),
        Spec("arp.hw.size", "Hardware size", Kind.UINT, 4, 1),
        Spec("arp.proto.size", "Protocol size", Kind.UINT, 5, 1),
        Spec("arp.opcode", "Opcode", Kind.UINT, 6, 2, names=_OPCODES)),
    minimum=8, size=_SIZE, total=_SIZE, headline=headline, tail=complete,
    claims=(Claim("ethertype", 0x0806), Claim("ethertype", 0x8035),
            *(Claim("arcnet.protocol", number) for number in ARP_PROTOCOLS)))
