"""VLAN tags: 802.1Q, 802.1ad and the older 0x9100."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Size, Term
from dissectors.link.ethernet import LARGEST_LENGTH
from dissectors.numbers.ethertypes import ETHERTYPES
from dissectors.tree import read_field

_PRIORITIES = {0: "Best Effort (default)", 1: "Background", 2: "Excellent Effort", 3: "Critical Applications",
               4: "Video, < 100ms latency and jitter", 5: "Voice, < 10ms latency and jitter",
               6: "Internetwork Control", 7: "Network Control"}
_DEI = {0: "Ineligible", 1: "Eligible"}

TYPE = Spec("vlan.etype", "Type", Kind.UINT, 2, 2, show=Show.HEX, names=ETHERTYPES)
LENGTH = Spec("vlan.len", "Length", Kind.UINT, 2, 2)


def _id(data: bytes | memoryview, pos: int) -> int:
    return int.from_bytes(data[pos:pos + 2], "big") & 0x0FFF


def complete(header: Header, fields: list[Field]) -> None:
    """IEEE 802.3 3.2.6: up to 1500 the type is a length."""
    number = fields[-1].value
    if isinstance(number, int) and number <= LARGEST_LENGTH:
        fields[-1] = read_field(LENGTH, header.data, header.pos, header.source)
        header.stop = min(header.stop, header.end + number)
        header.wire_stop = min(header.wire_stop, header.end + number)


VLAN = Layout(
    "vlan", "802.1Q Virtual LAN", "IEEE 802.1Q 9.6", (
        Spec("vlan.priority", "Priority", Kind.UINT, 0, 2, 0xE000, names=_PRIORITIES),
        Spec("vlan.dei", "DEI", Kind.BOOL, 0, 2, 0x1000, names=_DEI),
        Spec("vlan.id", "ID", Kind.UINT, 0, 2, 0x0FFF),
        TYPE),
    minimum=4, size=Size(4), next=By("ethertype", Term(2, 2)),
    headline=lambda data, pos: f"802.1Q Virtual LAN, ID: {_id(data, pos)}",
    tail=complete, claims=(Claim("ethertype", 0x8100), Claim("ethertype", 0x9100)))

PROVIDER_VLAN = Layout(
    "ieee8021ad", "IEEE 802.1ad", "IEEE 802.1Q 9.6", (
        Spec("ieee8021ad.priority", "Priority", Kind.UINT, 0, 2, 0xE000, names=_PRIORITIES),
        Spec("ieee8021ad.dei", "DEI", Kind.UINT, 0, 2, 0x1000),
        Spec("ieee8021ad.id", "ID", Kind.UINT, 0, 2, 0x0FFF)),
    minimum=4, size=Size(4), next=By("ethertype", Term(2, 2)),
    headline=lambda data, pos: f"IEEE 802.1ad, ID: {_id(data, pos)}",
    claims=(Claim("ethertype", 0x88a8),))
