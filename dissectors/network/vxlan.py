"""VXLAN: Ethernet over UDP."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term

_ETHERNET = 0x6558
_PORT = 4789
_FLAGS = (0x0800, 0x8800)
"""The network identifier is valid; with a group policy too."""

VXLAN = Layout(
    "vxlan", "Virtual eXtensible Local Area Network", "RFC 7348 5", (
        Spec("vxlan.flags", "Flags", Kind.UINT, 0, 2, show=Show.HEX),
        Spec("vxlan.gbp", "Group Policy ID", Kind.UINT, 2, 2),
        Spec("vxlan.vni", "VXLAN Network Identifier (VNI)", Kind.UINT, 4, 3),
        Spec("vxlan.reserved8", "Reserved", Kind.UINT, 7, 1)),
    minimum=8, size=Size(8), next=By("ethertype", fixed=_ETHERNET),
    claims=(Claim("udp.port", _PORT), *(Claim("vxlan.flags", flags) for flags in _FLAGS)))

# what goes to the port by chance, such as a response to a client there, stays UDP
TUNNEL = Layout(
    "udp", "User Datagram Protocol", "RFC 7348 5", (), minimum=8, size=Size(0), next=By("vxlan.flags", Term(0, 2)),
    claims=(Claim("udp.tunnel", _PORT),))
