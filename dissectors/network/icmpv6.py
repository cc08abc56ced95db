"""ICMPv6."""
from __future__ import annotations

from dissectors.checksum import UNVERIFIED, pseudo_header, status_field, status_spec, verdict
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import Claim, Layout, Size
from dissectors.tree import read_field

_TYPES = {1: "Destination Unreachable", 2: "Packet Too Big", 3: "Time Exceeded", 4: "Parameter Problem",
          128: "Echo (ping) request", 129: "Echo (ping) reply", 130: "Multicast Listener Query",
          131: "Multicast Listener Report", 132: "Multicast Listener Done", 133: "Router Solicitation",
          134: "Router Advertisement", 135: "Neighbor Solicitation", 136: "Neighbor Advertisement", 137: "Redirect",
          143: "Multicast Listener Report Message v2"}

CHECKSUM = Spec("icmpv6.checksum", "Checksum", Kind.UINT, 2, 2, show=Show.HEX, varies=True)
STATUS = status_spec("icmpv6.checksum.status")
PROTOCOL = 58
QUOTING = frozenset((1, 2, 3, 4))
"""Types that quote the packet which caused them, behind 8 bytes (RFC 4443 3)."""
_ECHO = (Spec("icmpv6.echo.identifier", "Identifier", Kind.UINT, 4, 2, show=Show.HEX),
         Spec("icmpv6.echo.sequence_number", "Sequence", Kind.UINT, 6, 2))
_TARGET = Spec("icmpv6.nd.ns.target_address", "Target Address", Kind.IPV6, 8, 16)
_ADVERTISED = Spec("icmpv6.nd.na.target_address", "Target Address", Kind.IPV6, 8, 16)
_REST: dict[int, tuple[Spec, ...]] = {
    2: (Spec("icmpv6.mtu", "MTU", Kind.UINT, 4, 4),), 128: _ECHO, 129: _ECHO, 135: (_TARGET,), 136: (_ADVERTISED,)}


def complete(header: Header, fields: list[Field]) -> None:
    """Adds the checksum's status (RFC 4443 2.3) and what goes by type."""
    data, pos, source = header.data, header.pos, header.source
    status = UNVERIFIED
    if header.whole and not header.quoted and header.ends[0]:
        message = data[pos:header.stop]
        status = verdict(pseudo_header(header.ends, PROTOCOL, len(message)) + message)
    fields.append(status_field(STATUS, status, pos + 2, source))
    fields += (read_field(spec, data, pos, source) for spec in _REST.get(data[pos], ())
               if pos + spec.at + spec.size <= header.stop)


ICMPV6 = Layout(
    "icmpv6", "Internet Control Message Protocol v6", "RFC 4443 2.1", (
        Spec("icmpv6.type", "Type", Kind.UINT, 0, 1, names=_TYPES),
        Spec("icmpv6.code", "Code", Kind.UINT, 1, 1),
        CHECKSUM),
    minimum=4, size=Size(4), tail=complete, claims=(Claim("ip.proto", 58),))
