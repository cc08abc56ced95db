"""IPv4."""
from __future__ import annotations

from dissectors.checksum import UNVERIFIED, calculated, status_field, status_spec, verdict
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Pair, Size, Term
from dissectors.link.arcnet import IP4_PROTOCOLS
from dissectors.link.null import IP4_FAMILIES, family_claims
from dissectors.malformed import Malformed
from dissectors.numbers.protocols import PROTOCOLS
from dissectors.show import ipv4_text

DSCP = {0: "Default", 8: "Class Selector 1", 10: "Assured Forwarding 11", 12: "Assured Forwarding 12",
        14: "Assured Forwarding 13", 16: "Class Selector 2", 18: "Assured Forwarding 21", 20: "Assured Forwarding 22",
        22: "Assured Forwarding 23", 24: "Class Selector 3", 26: "Assured Forwarding 31", 28: "Assured Forwarding 32",
        30: "Assured Forwarding 33", 32: "Class Selector 4", 34: "Assured Forwarding 41", 36: "Assured Forwarding 42",
        38: "Assured Forwarding 43", 40: "Class Selector 5", 44: "Voice Admit", 46: "Expedited Forwarding",
        48: "Class Selector 6", 56: "Class Selector 7"}
ECN = {0: "Not ECN-Capable Transport", 1: "ECN-Capable Transport codepoint '01'",
       2: "ECN-Capable Transport codepoint '10'", 3: "Congestion Experienced"}
SET = {0: "Not set", 1: "Set"}


def _address(name: str, label: str, at: int) -> tuple[Spec, ...]:
    return (Spec(name, f"{label} Address", Kind.IPV4, at, 4),
            Spec("ip.addr", "Source or Destination Address", Kind.IPV4, at, 4, hidden=True))


LENGTH = Spec("ip.len", "Total Length", Kind.UINT, 2, 2)
CHECKSUM = Spec("ip.checksum", "Header Checksum", Kind.UINT, 10, 2, show=Show.HEX, varies=True)
STATUS = status_spec("ip.checksum.status", "Header checksum status")
CALCULATED = Spec("ip.checksum_calculated", "Calculated Checksum", Kind.UINT, size=2, show=Show.HEX)
_MINIMUM = 20
_TOTAL_LENGTH = Term(2, 2)
_read_total = _TOTAL_LENGTH.reader()


def headline(data: bytes | memoryview, pos: int) -> str:
    """The line of the layer."""
    source, destination = bytes(data[pos + 12:pos + 16]), bytes(data[pos + 16:pos + 20])
    return f"Internet Protocol Version 4, Src: {ipv4_text(source)}, Dst: {ipv4_text(destination)}"


def complete(header: Header, fields: list[Field]) -> None:
    """Adds the checksum's status and the options; stops where a length can't be."""
    data, pos = header.data, header.pos
    version, words = data[pos] >> 4, data[pos] & 0x0F
    if version != 4:
        del fields[1:]
        raise Malformed(f"version {version} where 4 is wanted", pos)
    if words * 4 < _MINIMUM:
        del fields[2:]
        raise Malformed(f"a header of {words * 4} bytes", pos)
    total = _read_total(data, pos)
    if 0 < total < words * 4:
        del fields[4:]
        raise Malformed(f"a total length of {total} bytes, less than the header's", pos + 2)
    if not total:
        _offloaded(header, fields)
    fields[_STATUS_PLACE:_STATUS_PLACE] = _checksum(header)
    if header.end > pos + _MINIMUM:
        from dissectors.network.options import read_options
        read_options(header, fields, pos + _MINIMUM)


def _offloaded(header: Header, fields: list[Field]) -> None:
    """A card that cuts segments itself is handed packets without a length: what was captured counts."""
    size = header.wire_stop - header.pos
    fields[_LENGTH_PLACE] = Field(LENGTH, size, header.pos + LENGTH.at, LENGTH.size, header.source,
                           f"Total Length: {size} bytes (reported as 0)")


def _checksum(header: Header) -> list[Field]:
    at = header.pos + CHECKSUM.at
    if not header.check or header.end > header.stop:
        return [status_field(STATUS, UNVERIFIED, at, header.source)]
    covered = header.data[header.pos:header.end]
    right = calculated(covered, int.from_bytes(header.data[at:at + 2], "big"))
    return [status_field(STATUS, verdict(covered), at, header.source),
            Field(CALCULATED, right, at, 2, header.source, generated=True)]


IP = Layout(
    "ip", "Internet Protocol Version 4", "RFC 791 3.1", (
        Spec("ip.version", "Version", Kind.UINT, 0, 1, 0xF0, whole=True),
        Spec("ip.hdr_len", "Header Length", Kind.UINT, 0, 1, 0x0F, factor=4, whole=True),
        Spec("ip.dsfield", "Differentiated Services Field", Kind.UINT, 1, 1, show=Show.HEX, children=(
            Spec("ip.dsfield.dscp", "Differentiated Services Codepoint", Kind.UINT, 1, 1, 0xFC, names=DSCP),
            Spec("ip.dsfield.ecn", "Explicit Congestion Notification", Kind.UINT, 1, 1, 0x03, names=ECN))),
        LENGTH,
        Spec("ip.id", "Identification", Kind.UINT, 4, 2, show=Show.HEX, varies=True),
        Spec("ip.flags", "Flags", Kind.UINT, 6, 1, 0xE0, show=Show.HEX, children=(
            Spec("ip.flags.rb", "Reserved bit", Kind.BOOL, 6, 1, 0x80, names=SET),
            Spec("ip.flags.df", "Don't fragment", Kind.BOOL, 6, 1, 0x40, names=SET),
            Spec("ip.flags.mf", "More fragments", Kind.BOOL, 6, 1, 0x20, names=SET))),
        Spec("ip.frag_offset", "Fragment Offset", Kind.UINT, 6, 2, 0x1FFF),
        Spec("ip.ttl", "Time to Live", Kind.UINT, 8, 1),
        Spec("ip.proto", "Protocol", Kind.UINT, 9, 1, names=PROTOCOLS),
        CHECKSUM,
        *_address("ip.src", "Source", 12),
        *_address("ip.dst", "Destination", 16)),
    minimum=20, size=Size(0, (Term(0, 1, 0x0F, 4),)), total=Size(0, (_TOTAL_LENGTH,)),
    next=By("ip.proto", Term(9, 1)), addresses=Pair(12, 16, 4),
    fragment=Term(6, 2, 0x3FFF), fragment_offset=Term(6, 2, 0x1FFF, 8), headline=headline, tail=complete,
    claims=(Claim("ethertype", 0x0800), Claim("ip.version", 4), Claim("ip.proto", 4), Claim("ppp.protocol", 0x21),
            Claim("llc.sap", 0x06), *(Claim("arcnet.protocol", number) for number in IP4_PROTOCOLS),
            *(Claim("ip.version.promised", version) for version in range(16) if version != 6),
            *family_claims(IP4_FAMILIES)))
_LENGTH_PLACE = IP.fields.index(LENGTH)
_STATUS_PLACE = IP.fields.index(CHECKSUM) + 1
