"""ICMP."""
from __future__ import annotations

from dissectors.checksum import UNVERIFIED, status_field, status_spec, verdict
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import Claim, Layout, Size
from dissectors.tree import read_field

_TYPES = {0: "Echo (ping) reply", 3: "Destination unreachable", 4: "Source quench (flow control)", 5: "Redirect",
          8: "Echo (ping) request", 9: "Router advertisement", 10: "Router solicitation", 11: "Time-to-live exceeded",
          12: "Parameter problem", 13: "Timestamp request", 14: "Timestamp reply", 17: "Address mask request",
          18: "Address mask reply"}

CHECKSUM = Spec("icmp.checksum", "Checksum", Kind.UINT, 2, 2, show=Show.HEX, varies=True)
STATUS = status_spec("icmp.checksum.status")
QUOTING = frozenset((3, 4, 5, 11, 12))
"""Types that quote the packet which caused them, behind 8 bytes (RFC 792)."""
_ECHO = (Spec("icmp.ident", "Identifier (BE)", Kind.UINT, 4, 2),
         Spec("icmp.seq", "Sequence Number (BE)", Kind.UINT, 6, 2))
_GATEWAY = Spec("icmp.redir_gw", "Gateway Address", Kind.IPV4, 4, 4)
_MTU = Spec("icmp.mtu", "MTU of next hop", Kind.UINT, 6, 2)
_REST: dict[tuple[int, int | None], tuple[Spec, ...]] = {
    (0, None): _ECHO, (8, None): _ECHO, (13, None): _ECHO, (14, None): _ECHO, (17, None): _ECHO, (18, None): _ECHO,
    (5, None): (_GATEWAY,), (3, 4): (_MTU,)}
_REST_SIZE = 4


def complete(header: Header, fields: list[Field]) -> None:
    """Adds the checksum's status and the second four bytes, whose meaning goes by type and code."""
    data, pos, source = header.data, header.pos, header.source
    covered = data[pos:header.stop] if header.whole and not header.quoted else b""
    fields.append(status_field(STATUS, verdict(covered) if covered else UNVERIFIED, pos + 2, source))
    specs = _REST.get((data[pos], None)) or _REST.get((data[pos], data[pos + 1])) or ()
    if pos + header.layout.minimum + _REST_SIZE <= header.stop:
        fields += (read_field(spec, data, pos, source) for spec in specs)


ICMP = Layout(
    "icmp", "Internet Control Message Protocol", "RFC 792", (
        Spec("icmp.type", "Type", Kind.UINT, 0, 1, names=_TYPES),
        Spec("icmp.code", "Code", Kind.UINT, 1, 1),
        CHECKSUM),
    minimum=4, size=Size(4), tail=complete, claims=(Claim("ip.proto", 1),))
