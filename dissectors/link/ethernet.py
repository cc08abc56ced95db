"""Ethernet II and IEEE 802.3."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Pair, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES

_LOCAL = {0: "Globally unique address (factory default)",
          1: "Locally administered address (this is NOT the factory default)"}
_GROUP = {0: "Individual address (unicast)", 1: "Group address (multicast/broadcast)"}


def _address(name: str, label: str, at: int) -> Spec:
    """An address with its two flag bits, which lie in the first three bytes (IEEE 802 8.2)."""
    return Spec(name, label, Kind.ETHER, at, 6, children=(
        Spec(f"{name}.oui", f"{label} OUI", Kind.UINT, at, 3, hidden=True),
        Spec("eth.addr", "Address", Kind.ETHER, at, 6),
        Spec("eth.addr.oui", "Address OUI", Kind.UINT, at, 3, hidden=True),
        Spec(f"{name}.lg", "LG bit", Kind.BOOL, at, 3, 0x020000, names=_LOCAL),
        Spec("eth.lg", "LG bit", Kind.BOOL, at, 3, 0x020000, names=_LOCAL, hidden=True),
        Spec(f"{name}.ig", "IG bit", Kind.BOOL, at, 3, 0x010000, names=_GROUP),
        Spec("eth.ig", "IG bit", Kind.BOOL, at, 3, 0x010000, names=_GROUP, hidden=True)))


DESTINATION = _address("eth.dst", "Destination", 0)
SOURCE = _address("eth.src", "Source", 6)
TYPE = Spec("eth.type", "Type", Kind.UINT, 12, 2, show=Show.HEX, names=ETHERTYPES)
LENGTH = Spec("eth.len", "Length", Kind.UINT, 12, 2)

ETHERNET = Layout(
    "eth", "Ethernet II", "IEEE 802.3 3.1.1", (DESTINATION, SOURCE, TYPE), minimum=14, size=Size(14),
    next=By("ethertype", Term(12, 2)), addresses=Pair(6, 0, 6),
    claims=(Claim("linktype", 1), Claim("ethertype", 0x6558), Claim("ip.proto", 143)))
