"""GRE, version 0 with its optional fields and version 1 (PPTP)."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES
from dissectors.tree import short_of


def _bit(name: str, label: str, mask: int) -> Spec:
    return Spec(f"gre.flags.{name}", label, Kind.BOOL, 0, 2, mask, names={0: "No", 1: "Yes"})


_PROTOCOL = Spec("gre.proto", "Protocol Type", Kind.UINT, 2, 2, show=Show.HEX, names=ETHERTYPES)
_COMMON = (
    _bit("checksum", "Checksum Bit", 0x8000), _bit("routing", "Routing Bit", 0x4000), _bit("key", "Key Bit", 0x2000),
    _bit("sequence_number", "Sequence Number Bit", 0x1000),
    _bit("strict_source_route", "Strict Source Route Bit", 0x0800),
    Spec("gre.flags.recursion_control", "Recursion control", Kind.UINT, 0, 2, 0x0700))
_VERSION = Spec("gre.flags.version", "Version", Kind.UINT, 0, 2, 0x0007)


def _flags(*more: Spec) -> Spec:
    return Spec("gre.flags_and_version", "Flags and Version", Kind.UINT, 0, 2, show=Show.HEX,
                children=(*_COMMON, *more, _VERSION))

_CHECKSUM = Spec("gre.checksum", "Checksum", Kind.UINT, size=2, show=Show.HEX)
_OFFSET = Spec("gre.offset", "Offset", Kind.UINT)
_KEY = Spec("gre.key", "Key", Kind.UINT, size=4, show=Show.HEX)
_PAYLOAD_LENGTH = Spec("gre.key.payload_length", "Payload Length", Kind.UINT)
_CALL = Spec("gre.key.call_id", "Call ID", Kind.UINT)
_SEQUENCE = Spec("gre.sequence_number", "Sequence Number", Kind.UINT)
_ACKNOWLEDGMENT = Spec("gre.ack_number", "Acknowledgment Number", Kind.UINT)
_OPTIONAL = ((0x8000, ((_CHECKSUM, 2), (_OFFSET, 2))), (0x2000, ((_KEY, 4),)), (0x1000, ((_SEQUENCE, 4),)))
_ENHANCED = ((0x2000, ((_PAYLOAD_LENGTH, 2), (_CALL, 2))), (0x1000, ((_SEQUENCE, 4),)),
             (0x0080, ((_ACKNOWLEDGMENT, 4),)))


def _complete(header: Header, fields: list[Field]) -> None:
    """Adds the fields that the flag bits announce."""
    data, at = header.data, header.pos + 4
    flags = int.from_bytes(data[header.pos:header.pos + 2], "big")
    for bit, parts in _ENHANCED if flags & 0x0007 else _OPTIONAL:
        for spec, size in parts if flags & bit else ():
            if at + size > header.stop:
                raise short_of(header, at + size)
            fields.append(Field(spec, int.from_bytes(data[at:at + size], "big"), at, size, header.source))
            at += size


SELECTOR = Layout(
    "gre", "Generic Routing Encapsulation", "RFC 2637 4.1", (), minimum=4, size=Size(0),
    next=By("gre.version", Term(1, 1, 0x07)), claims=(Claim("ip.proto", 47),))
# RFC 2890 2: checksum and reserved, key, sequence number: four bytes each, where their bits are set
GRE = Layout(
    "gre", "Generic Routing Encapsulation", "RFC 2784 2, RFC 2890 2", (
        _flags(Spec("gre.flags.reserved", "Flags (Reserved)", Kind.UINT, 0, 2, 0x00F8)), _PROTOCOL),
    minimum=4, size=Size(4, (Term(0, 1, 0x80, 4), Term(0, 1, 0x20, 4), Term(0, 1, 0x10, 4))),
    next=By("ethertype", Term(2, 2)), tail=_complete, claims=(Claim("gre.version", 0),))
# RFC 2637 4.1: the key is always there; sequence and acknowledgment numbers where their bits are set
ENHANCED_GRE = Layout(
    "gre", "Generic Routing Encapsulation", "RFC 2637 4.1", (
        _flags(_bit("ack", "Acknowledgment", 0x0080),
               Spec("gre.flags.reserved", "Flags (Reserved)", Kind.UINT, 0, 2, 0x0078)), _PROTOCOL),
    minimum=8, size=Size(8, (Term(0, 1, 0x10, 4), Term(1, 1, 0x80, 4))),
    next=By("ethertype", Term(2, 2)), tail=_complete, claims=(Claim("gre.version", 1),))
