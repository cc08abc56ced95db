"""Ethernet II and IEEE 802.3."""
from __future__ import annotations

from functools import lru_cache

from dissectors.checksum import UNVERIFIED, status_field, status_spec
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Pair, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES
from dissectors.show import ether_text
from dissectors.tree import read_field

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
PADDING = Spec("eth.padding", "Padding", Kind.BYTES)
TRAILER = Spec("eth.trailer", "Trailer", Kind.BYTES)
FCS = Spec("eth.fcs", "Frame check sequence", Kind.UINT, size=4, show=Show.HEX)
FCS_STATUS = status_spec("eth.fcs.status", "FCS Status")
LARGEST_LENGTH = 1500
_SMALLEST_FRAME = 60      # without its check sequence
_FCS_SIZE = 4


def headline(data: bytes | memoryview, pos: int) -> str:
    """The line of the layer."""
    return _headline(bytes(data[pos:pos + TYPE.at + TYPE.size]))


@lru_cache(4096)
def _headline(header: bytes) -> str:
    """Few headers are ever seen."""
    kind = "Ethernet II" if int.from_bytes(header[TYPE.at:], "big") > LARGEST_LENGTH else "IEEE 802.3 Ethernet"
    return f"{kind}, Src: {ether_text(header[SOURCE.at:TYPE.at])}, Dst: {ether_text(header[:SOURCE.at])}"


def complete(header: Header, fields: list[Field]) -> None:
    """IEEE 802.3 3.2.6: up to 1500 the type is a length; what lies behind that is no payload."""
    number = fields[-1].value
    if isinstance(number, int) and number <= LARGEST_LENGTH:
        fields[-1] = read_field(LENGTH, header.data, header.pos, header.source)
        header.stop = min(header.stop, header.end + number)
        header.wire_stop = min(header.wire_stop, header.end + number)


def behind_payload(data: bytes, pos: int, end: int, wire_end: int, source: int) -> list[Field]:
    """What stands behind the payload, from `pos`: zeros up to the smallest frame, then what devices have added, then
    the check sequence where one seems to be there."""
    fields = []
    padding = max(0, min(_SMALLEST_FRAME - pos, wire_end - pos)) if wire_end >= _SMALLEST_FRAME else 0
    if padding and not any(data[pos:min(pos + padding, end)]):
        size = min(padding, end - pos)
        fields.append(Field(PADDING, data[pos:pos + size], pos, size, source))
        pos += size
    checked = wire_end == end and wire_end - pos >= _FCS_SIZE and wire_end >= _SMALLEST_FRAME + _FCS_SIZE
    stop = end - _FCS_SIZE if checked else end
    if stop > pos:
        fields.append(Field(TRAILER, data[pos:stop], pos, stop - pos, source))
    if checked:
        fields.append(Field(FCS, int.from_bytes(data[stop:end], "big"), stop, _FCS_SIZE, source))
        fields.append(status_field(FCS_STATUS, UNVERIFIED, stop, source))
    return fields


ETHERNET = Layout(
    "eth", "Ethernet II", "IEEE 802.3 3.1.1", (DESTINATION, SOURCE, TYPE), minimum=14, size=Size(14),
    next=By("ethertype", Term(12, 2)), addresses=Pair(6, 0, 6), headline=headline, tail=complete,
    claims=(Claim("linktype", 1), Claim("ethertype", 0x6558), Claim("ip.proto", 143)))
