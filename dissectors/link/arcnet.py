"""ARCNET, as BSD and as Linux capture it."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term

IP4_PROTOCOLS = (212, 240)
"""RFC 1201 and RFC 1051, which have different headers."""
ARP_PROTOCOLS = (213, 241)
IP6_PROTOCOL = 196
_SHORT = (128, 205, 240, 241)
"""Protocols without split flag and sequence number: diagnosis, BACnet and those of RFC 1051."""
_EXCEPTION = 0xFF
_NAMES = {128: "Diagnose", 196: "IPv6", 205: "BACnet", 212: "RFC 1201 IP", 213: "RFC 1201 ARP", 214: "RFC 1201 RARP",
          240: "RFC 1051 IP", 241: "RFC 1051 ARP"}
_ENDS = (Spec("arcnet.src", "Source", Kind.UINT, 0, 1, show=Show.HEX),
         Spec("arcnet.dst", "Dest", Kind.UINT, 1, 1, show=Show.HEX))
_OFFSET = Spec("arcnet.offset", "Offset", Kind.BYTES, 2, 2)


def _protocol(at: int) -> Spec:
    return Spec("arcnet.protID", "Protocol ID", Kind.UINT, at, 1, show=Show.HEX, names=_NAMES)


def _split(at: int) -> tuple[Spec, ...]:
    """RFC 1201 1.2: which piece of a packet this is."""
    return (Spec("arcnet.split_flag", "Split Flag", Kind.UINT, at, 1),
            Spec("arcnet.sequence", "Sequence", Kind.UINT, at + 1, 2))


def _arcnet(fields: tuple[Spec, ...], protocol: int, size: int, claims: tuple[Claim, ...]) -> Layout:
    return Layout("arcnet", "ARCNET", "RFC 1201 1, RFC 1051 1", fields, minimum=size, size=Size(size),
                  next=By("arcnet.protocol", Term(protocol, 1)), claims=claims)


def _selector(at: int, table: str, claims: tuple[Claim, ...]) -> Layout:
    """What looks at one byte, to tell which of the headers it is."""
    return Layout("arcnet", "ARCNET", "RFC 1201 1", (), minimum=at + 1, size=Size(0), next=By(table, Term(at, 1)),
                  claims=claims)


def _claims(table: str, short: bool) -> tuple[Claim, ...]:
    return tuple(Claim(table, number) for number in range(256) if (number in _SHORT) is short)


# Linux writes two bytes for where the packet lies in the card's buffer
LAYOUTS = (
    _selector(4, "arcnet.linux", (Claim("linktype", 129),)),
    _arcnet((*_ENDS, _OFFSET, _protocol(4)), 4, 5, _claims("arcnet.linux", True)),
    _arcnet((*_ENDS, _OFFSET, _protocol(4), *_split(5)), 4, 8, _claims("arcnet.linux", False)),
    _selector(2, "arcnet.bsd", (Claim("linktype", 7),)),
    _arcnet((*_ENDS, _protocol(2)), 2, 3, _claims("arcnet.bsd", True)),
    _selector(3, "arcnet.split", _claims("arcnet.bsd", False)),
    _arcnet((*_ENDS, _protocol(2), *_split(3)), 2, 6,
            tuple(Claim("arcnet.split", flag) for flag in range(256) if flag != _EXCEPTION)),
    _arcnet((*_ENDS, _protocol(2), Spec("arcnet.exception_flag", "Exception Flag", Kind.UINT, 3, 1, show=Show.HEX),
             Spec("arcnet.padding", "Padding", Kind.UINT, 4, 2, show=Show.HEX), _protocol(6), *_split(7)), 6, 10,
            (Claim("arcnet.split", _EXCEPTION),)),
)
