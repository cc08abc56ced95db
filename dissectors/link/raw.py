"""Raw IP: no header of the link; the first four bits are the version."""
from __future__ import annotations

from dissectors.layout import By, Claim, Layout, Size, Term


def _raw(table: str, *linktypes: int) -> Layout:
    return Layout("raw", "Raw packet data", "https://www.tcpdump.org/linktypes.html", (), minimum=1, size=Size(0),
                  next=By(table, Term(0, 1, 0xF0)), claims=tuple(Claim("linktype", number) for number in linktypes))


RAW = _raw("ip.version", 12, 14, 101)
# a link type of its own for version 4 does not keep version 6 out
RAW_IPV4 = _raw("ip.version.promised", 228)
