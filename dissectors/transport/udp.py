"""UDP."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import Claim, Layout, Pair, Size, Term

SOURCE_PORT = Spec("udp.srcport", "Source Port", Kind.UINT, 0, 2)
DESTINATION_PORT = Spec("udp.dstport", "Destination Port", Kind.UINT, 2, 2)
CHECKSUM = Spec("udp.checksum", "Checksum", Kind.UINT, 6, 2, show=Show.HEX)

UDP = Layout(
    "udp", "User Datagram Protocol", "RFC 768", (
        SOURCE_PORT, DESTINATION_PORT,
        Spec("udp.port", "Source or Destination Port", Kind.UINT, 0, 2, hidden=True),
        Spec("udp.port", "Source or Destination Port", Kind.UINT, 2, 2, hidden=True),
        Spec("udp.length", "Length", Kind.UINT, 4, 2),
        CHECKSUM),
    minimum=8, size=Size(8), total=Size(0, (Term(4, 2),)), ports=Pair(0, 2, 2), transport=True,
    claims=(Claim("ip.proto", 17),))
