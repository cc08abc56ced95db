"""BSD loopback: four bytes with the address family, in the byte order of whoever captured."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term

IP4_FAMILIES = (2,)
IP6_FAMILIES = (10, 24, 28, 30)
"""AF_INET6 differs: Linux, NetBSD and OpenBSD, FreeBSD, macOS."""


def family_claims(families: tuple[int, ...]) -> tuple[Claim, ...]:
    """The claims on address families in both byte orders."""
    return tuple(Claim("null.family", number) for family in families for number in (family, family << 24))


NULL = Layout(
    "null", "Null/Loopback", "https://www.tcpdump.org/linktypes.html",
    (Spec("null.family", "Family", Kind.UINT, 0, 4, show=Show.HEX),), minimum=4, size=Size(4),
    next=By("null.family", Term(0, 4)), claims=(Claim("linktype", 0), Claim("linktype", 108)))
