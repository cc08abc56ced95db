"""ICMPv6."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import Claim, Layout, Size

_TYPES = {1: "Destination Unreachable", 2: "Packet Too Big", 3: "Time Exceeded", 4: "Parameter Problem",
          128: "Echo (ping) request", 129: "Echo (ping) reply", 130: "Multicast Listener Query",
          131: "Multicast Listener Report", 132: "Multicast Listener Done", 133: "Router Solicitation",
          134: "Router Advertisement", 135: "Neighbor Solicitation", 136: "Neighbor Advertisement", 137: "Redirect",
          143: "Multicast Listener Report Message v2"}

CHECKSUM = Spec("icmpv6.checksum", "Checksum", Kind.UINT, 2, 2, show=Show.HEX)

ICMPV6 = Layout(
    "icmpv6", "Internet Control Message Protocol v6", "RFC 4443 2.1", (
        Spec("icmpv6.type", "Type", Kind.UINT, 0, 1, names=_TYPES),
        Spec("icmpv6.code", "Code", Kind.UINT, 1, 1),
        CHECKSUM),
    minimum=4, size=Size(4), claims=(Claim("ip.proto", 58),))
