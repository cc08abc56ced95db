"""MPLS label stack; what the last label carries is told by its first four bits, as is usual."""
from __future__ import annotations

from dissectors.fields import Kind, Spec
from dissectors.layout import By, Claim, Layout, Size, Term

MPLS = Layout(
    "mpls", "MultiProtocol Label Switching Header", "RFC 3032 2.1", (
        Spec("mpls.label", "MPLS Label", Kind.UINT, 0, 4, 0xFFFFF000),
        Spec("mpls.exp", "MPLS Experimental Bits", Kind.UINT, 0, 4, 0xE00),
        Spec("mpls.bottom", "MPLS Bottom Of Label Stack", Kind.UINT, 0, 4, 0x100),
        Spec("mpls.ttl", "MPLS TTL", Kind.UINT, 0, 4, 0xFF)),
    minimum=4, size=Size(4), next=By("mpls.bottom", Term(2, 1, 0x01)),
    claims=(Claim("ethertype", 0x8847), Claim("ethertype", 0x8848), Claim("ip.proto", 137), Claim("mpls.bottom", 0),
            Claim("ppp.protocol", 0x281), Claim("udp.port", 6635)))
BOTTOM = Layout(
    "mpls", "MPLS payload", "RFC 4928 2", (), minimum=1, size=Size(0), next=By("ip.version", Term(0, 1, 0xF0)),
    claims=(Claim("mpls.bottom", 1),))
