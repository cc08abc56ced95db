"""ARP and RARP for Ethernet and IPv4."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import Claim, Layout, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES

_OPCODES = {1: "request", 2: "reply", 3: "reverse request", 4: "reverse reply"}

ARP = Layout(
    "arp", "Address Resolution Protocol", "RFC 826", (
        Spec("arp.hw.type", "Hardware type", Kind.UINT, 0, 2, names={1: "Ethernet"}),
        Spec("arp.proto.type", "Protocol type", Kind.UINT, 2, 2, show=Show.HEX, names=ETHERTYPES),
        Spec("arp.hw.size", "Hardware size", Kind.UINT, 4, 1),
        Spec("arp.proto.size", "Protocol size", Kind.UINT, 5, 1),
        Spec("arp.opcode", "Opcode", Kind.UINT, 6, 2, names=_OPCODES)),
    # two addresses of each kind; their sizes are in the header
    minimum=8, size=Size(8, (Term(4, 1, 0, 2), Term(5, 1, 0, 2))),
    claims=(Claim("ethertype", 0x0806), Claim("ethertype", 0x8035)))
