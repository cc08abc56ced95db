"""ICMP."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import Claim, Layout, Size

_TYPES = {0: "Echo (ping) reply", 3: "Destination unreachable", 4: "Source quench (flow control)", 5: "Redirect",
          8: "Echo (ping) request", 9: "Router advertisement", 10: "Router solicitation", 11: "Time-to-live exceeded",
          12: "Parameter problem", 13: "Timestamp request", 14: "Timestamp reply", 17: "Address mask request",
          18: "Address mask reply"}

CHECKSUM = Spec("icmp.checksum", "Checksum", Kind.UINT, 2, 2, show=Show.HEX)

ICMP = Layout(
    "icmp", "Internet Control Message Protocol", "RFC 792", (
        Spec("icmp.type", "Type", Kind.UINT, 0, 1, names=_TYPES),
        Spec("icmp.code", "Code", Kind.UINT, 1, 1),
        CHECKSUM),
    minimum=4, size=Size(4), claims=(Claim("ip.proto", 1),))
