"""802.2 LLC, with SNAP, as it follows a length instead of a type."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES

_SNAP = 0xAA
_SAPS = {0x00: "NULL LSAP", 0x06: "TCP/IP", 0x42: "Spanning Tree BPDU", 0xAA: "SNAP", 0xE0: "NetWare", 0xF0: "NetBIOS",
         0xFE: "ISO Network Layer", 0xFF: "Global DSAP"}
_OUIS = {0x000000: "Officially Xerox, but 0:0:0:0:0:0 is more common", 0x00000C: "Cisco Systems, Inc",
         0x0000F8: "Cisco 90-Compatible"}
_ADDRESSES = (
    Spec("llc.dsap", "DSAP", Kind.UINT, 0, 1, show=Show.HEX, names=_SAPS),
    Spec("llc.ssap", "SSAP", Kind.UINT, 1, 1, show=Show.HEX, names=_SAPS),
    Spec("llc.control", "Control field", Kind.UINT, 2, 1, show=Show.HEX, names={3: "UI"}))

# IEEE 802.3 3.2.6: a value up to 1500 is the length of the payload, which is LLC
SELECTOR = Layout(
    "802.3", "IEEE 802.3", "IEEE 802.3 3.2.6", (), minimum=1, size=Size(0), next=By("llc.dsap", Term(0, 1)),
    claims=(*(Claim("ethertype", length) for length in range(1501)), Claim("ppp.protocol", 0x4021)))
LLC = Layout(
    "llc", "Logical-Link Control", "IEEE 802.2 3.2", _ADDRESSES, minimum=3, size=Size(3),
    next=By("llc.sap", Term(0, 1)),
    claims=tuple(Claim("llc.dsap", sap) for sap in range(256) if sap != _SNAP))
SNAP = Layout(
    "llc", "Logical-Link Control", "IEEE 802 9.2.3", (
        *_ADDRESSES,
        Spec("llc.oui", "Organization Code", Kind.UINT, 3, 3, names=_OUIS),
        Spec("llc.type", "Type", Kind.UINT, 6, 2, show=Show.HEX, names=ETHERTYPES)),
    # with the organisation code 0, code and type together are the Ethernet type
    minimum=8, size=Size(8), next=By("ethertype", Term(3, 5)),
    claims=(Claim("llc.dsap", _SNAP),))
