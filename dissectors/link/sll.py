"""Linux cooked captures, versions 1 and 2."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES

_SOURCE = "https://www.tcpdump.org/linktypes.html"
_PACKET_TYPES = {0: "Unicast to us", 1: "Broadcast", 2: "Multicast", 3: "Unicast to another host", 4: "Sent by us"}
_HARDWARE = {1: "Ethernet", 512: "PPP", 768: "IP-IP tunnel", 772: "Loopback", 776: "SIT", 778: "GRE over IP",
             801: "IEEE 802.11", 65534: "None"}

SLL = Layout(
    "sll", "Linux cooked capture v1", _SOURCE, (
        Spec("sll.pkttype", "Packet type", Kind.UINT, 0, 2, names=_PACKET_TYPES),
        Spec("sll.hatype", "Link-layer address type", Kind.UINT, 2, 2, names=_HARDWARE),
        Spec("sll.halen", "Link-layer address length", Kind.UINT, 4, 2),
        Spec("sll.src.eth", "Source", Kind.ETHER, 6, 6),
        Spec("sll.unused", "Unused", Kind.BYTES, 12, 2),
        Spec("sll.etype", "Protocol", Kind.UINT, 14, 2, show=Show.HEX, names=ETHERTYPES)),
    minimum=16, size=Size(16), next=By("ethertype", Term(14, 2)), claims=(Claim("linktype", 113),))
SLL2 = Layout(
    "sll", "Linux cooked capture v2", _SOURCE, (
        Spec("sll.etype", "Protocol", Kind.UINT, 0, 2, show=Show.HEX, names=ETHERTYPES),
        Spec("sll.ifindex", "Interface index", Kind.UINT, 4, 4),
        Spec("sll.hatype", "Link-layer address type", Kind.UINT, 8, 2, names=_HARDWARE),
        Spec("sll.pkttype", "Packet type", Kind.UINT, 10, 1, names=_PACKET_TYPES),
        Spec("sll.halen", "Link-layer address length", Kind.UINT, 11, 1),
        Spec("sll.src.eth", "Source", Kind.ETHER, 12, 6),
        Spec("sll.unused", "Unused", Kind.BYTES, 18, 2)),
    minimum=20, size=Size(20), next=By("ethertype", Term(0, 2)), claims=(Claim("linktype", 276),))
