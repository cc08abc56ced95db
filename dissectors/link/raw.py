"""Raw IP: no header of the link; the first four bits are the version."""
from __future__ import annotations

from dissectors.layout import By, Claim, Layout, Size, Term

RAW = Layout(
    "raw", "Raw packet data", "https://www.tcpdump.org/linktypes.html", (), minimum=1, size=Size(0),
    next=By("ip.version", Term(0, 1, 0xF0)), claims=tuple(Claim("linktype", number) for number in (12, 14, 101)))
