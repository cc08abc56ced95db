"""Options of IPv6's hop-by-hop and destination headers (RFC 8200 4.2 and others)."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.options import Option, OptionTable

TYPE = Spec("ipv6.opt.type", "Type", Kind.UINT, 0, 1, show=Show.HEX, children=(
    Spec("ipv6.opt.type.action", "Action", Kind.UINT, 0, 1, 0xC0, names={
        0: "Skip and continue", 1: "Discard", 2: "Discard, send ICMP", 3: "Discard, send ICMP unless multicast"}),
    Spec("ipv6.opt.type.change", "May Change", Kind.BOOL, 0, 1, 0x20, names={0: "No", 1: "Yes"}),
    Spec("ipv6.opt.type.rest", "Low-Order Bits", Kind.UINT, 0, 1, 0x1F, show=Show.HEX)))
LENGTH = Spec("ipv6.opt.length", "Length", Kind.UINT, 1, 1)
_PADDING = Spec("ipv6.opt.padn", "PadN", Kind.BYTES)
_UNKNOWN = Spec("ipv6.opt.unknown", "Unknown Option Payload", Kind.BYTES)
_PAD1 = Spec("ipv6.opt.pad1", "Pad1", Kind.NONE)


def _option(label: str) -> Spec:
    return Spec("ipv6.opt", label, Kind.NONE)


def _rest(spec: Spec, header: Header, option: Field) -> None:
    pos, size = option.pos + 2, option.size - 2
    option.children.append(Field(spec, header.data[pos:pos + size], pos, size, header.source))


def _padding(header: Header, option: Field) -> None:
    _rest(_PADDING, header, option)


def _unknown(header: Header, option: Field) -> None:
    _rest(_UNKNOWN, header, option)


def _pad1(header: Header, option: Field) -> None:
    kind = option.children[0]
    option.children[0] = Field(kind.spec, kind.value, kind.pos, 1, header.source)
    option.children.append(Field(_PAD1, None, option.pos, 1, header.source))


IPV6_OPTIONS = OptionTable(TYPE, LENGTH, {
    0x00: Option(_option("Pad1"), more=_pad1),
    0x01: Option(_option("PadN"), more=_padding),
    0x04: Option(_option("Tunnel Encapsulation Limit"), (
        Spec("ipv6.opt.tel", "Tunnel Encapsulation Limit", Kind.UINT, 2, 1),), 3),
    0x05: Option(_option("Router Alert"), (
        Spec("ipv6.opt.router_alert", "Router Alert", Kind.UINT, 2, 2,
             names={0: "MLD", 1: "RSVP", 2: "Active Network"}),), 4),
    0x30: Option(_option("Path MTU Record"), (
        Spec("ipv6.opt.pmtu.min", "Minimum Reported PMTU", Kind.UINT, 2, 2),
        Spec("ipv6.opt.pmtu.rtn", "Return Minimum PMTU", Kind.UINT, 4, 2)), 6),
    0xC2: Option(_option("Jumbo"), (Spec("ipv6.opt.jumbo", "Payload Length", Kind.UINT, 2, 4),), 6),
    0xC9: Option(_option("Home Address"), (
        Spec("ipv6.opt.mipv6.home_address", "MIPv6 Home Address", Kind.IPV6, 2, 16),), 18),
}, frozenset((0,)), -1, Option(_option("Unknown IPv6 Option"), more=_unknown), uncounted=2)
