"""NFLOG, what Linux' packet filter logs: attributes, of which one is the packet.

Attributes are numbers of the machine that captured. Types are below 256, so the first one's type tells the order.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Size, Term
from dissectors.numbers.ethertypes import ETHERTYPES
from dissectors.tree import short_of

_SOURCE = "https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html"
_HEADER = 4
_PACKET_HEADER, _TIMESTAMP, _PAYLOAD, _PREFIX = 1, 3, 9, 10
_NAMES = {1: "NFULA_PACKET_HDR", 2: "NFULA_MARK", 3: "NFULA_TIMESTAMP", 4: "NFULA_IFINDEX_INDEV",
          5: "NFULA_IFINDEX_OUTDEV", 6: "NFULA_IFINDEX_PHYSINDEV", 7: "NFULA_IFINDEX_PHYSOUTDEV", 8: "NFULA_HWADDR",
          9: "NFULA_PAYLOAD", 10: "NFULA_PREFIX", 11: "NFULA_UID", 12: "NFULA_SEQ", 13: "NFULA_SEQ_GLOBAL",
          14: "NFULA_GID", 15: "NFULA_HWTYPE", 16: "NFULA_HWHEADER", 17: "NFULA_HWLEN", 18: "NFULA_CT",
          19: "NFULA_CT_INFO", 20: "NFULA_VLAN", 21: "NFULA_L2HDR"}
_FAMILIES = {2: "IPv4", 7: "Bridge", 10: "IPv6"}
_HOOKS = {0: "Pre-routing", 1: "Local in", 2: "Forward", 3: "Local out", 4: "Post-routing"}
_ATTRIBUTE = Spec("nflog.tlv", "TLV", Kind.BYTES)
_LENGTH = Spec("nflog.tlv_length", "Length", Kind.UINT)
_TYPE = Spec("nflog.tlv_type", "Type", Kind.UINT, size=2, mask=0x7FFF, names=_NAMES)
_PROTOCOL = Spec("nflog.protocol", "HW protocol", Kind.UINT, size=2, show=Show.HEX, names=ETHERTYPES)
_HOOK = Spec("nflog.hook", "Netfilter hook", Kind.UINT, names=_HOOKS)
_TIME = Spec("nflog.timestamp", "Timestamp", Kind.TIME)
_TEXT = Spec("nflog.prefix", "Prefix", Kind.TEXT)
_VALUE = Spec("nflog.tlv_value", "Value", Kind.BYTES)
_NUMBERS = {
    4: Spec("nflog.ifindex_indev", "IFINDEX_INDEV"), 5: Spec("nflog.ifindex_outdev", "IFINDEX_OUTDEV"),
    6: Spec("nflog.ifindex_physindev", "IFINDEX_PHYSINDEV"), 7: Spec("nflog.ifindex_physoutdev", "IFINDEX_PHYSOUTDEV"),
    11: Spec("nflog.uid", "UID", Kind.INT), 14: Spec("nflog.gid", "GID", Kind.INT)}
"""Attributes of one number of four bytes, in network order."""


def _complete(header: Header, fields: list[Field]) -> None:
    """Adds the attributes, up to the packet or the end."""
    data, at = header.data, header.pos + _HEADER
    order: Literal["big", "little"] = "little" if data[header.pos + 6] else "big"
    kind = 0
    while at + _HEADER <= header.stop and kind != _PAYLOAD:
        size = int.from_bytes(data[at:at + 2], order)
        kind = int.from_bytes(data[at + 2:at + 4], order) & _TYPE.mask
        if size < _HEADER:
            return
        if at + size > header.stop and kind != _PAYLOAD:
            raise short_of(header, at + size)
        fields.append(_attribute(header, at, min(size, header.stop - at), kind, size))
        at += (size + 3) & ~3


def _attribute(header: Header, at: int, size: int, kind: int, said: int) -> Field:
    source = header.source
    return Field(_ATTRIBUTE, header.data[at:at + size], at, size, source,
                 f"TLV Type: {_NAMES.get(kind, 'Unknown')} ({kind}), Length: {said}", [
                     Field(_LENGTH, said, at, 2, source), Field(_TYPE, kind, at + 2, 2, source),
                     *_values(header.data[at + _HEADER:at + size], kind, at + _HEADER, source)])


def _values(value: bytes, kind: int, at: int, source: int) -> Iterator[Field]:
    if kind == _PACKET_HEADER and len(value) == 4:
        yield Field(_PROTOCOL, int.from_bytes(value[:2], "big"), at, 2, source)
        yield Field(_HOOK, value[2], at + 2, 1, source)
    elif kind == _TIMESTAMP and len(value) == 16:
        seconds, fraction = int.from_bytes(value[:8], "big"), int.from_bytes(value[8:], "big")
        yield Field(_TIME, seconds * 1_000_000_000 + fraction * 1000, at, 16, source)
    elif kind == _PREFIX:
        yield Field(_TEXT, value.split(b"\0", 1)[0].decode("utf-8", "replace"), at, len(value), source)
    elif kind in _NUMBERS and len(value) == 4:
        spec = _NUMBERS[kind]
        yield Field(spec, int.from_bytes(value, "big", signed=spec.kind is Kind.INT), at, 4, source)
    elif kind != _PAYLOAD:
        yield Field(_VALUE, value, at, len(value), source)


def _order(little: bool) -> Iterator[Layout]:
    """How to come from attribute to attribute: each is as long as it says, and begins at a multiple of four bytes."""
    name, length = ("nflog.little" if little else "nflog.big"), Term(0, 2, little=little)
    # the type, and what the length has beyond a multiple of four
    kind_and_rest, shift, other = (0x7FFF0003, 16, 0) if little else (0x00037FFF, 0, 16)
    again, first = Claim(f"{name}.next", 0), tuple(Claim("nflog.order", number) for number in range(256)
                                                   if bool(number) is little)

    def claims(kinds: Iterator[int] | list[int], rests: tuple[int, ...]) -> tuple[Claim, ...]:
        return tuple(Claim(name, kind << shift | rest << other) for kind in kinds for rest in rests)

    def layout(minimum: int, size: Size, following: By, claims: tuple[Claim, ...], total: Size | None = None) -> Layout:
        return Layout("nflog", "Linux Netfilter NFLOG", _SOURCE, (), minimum=minimum, size=size, total=total,
                      next=following, claims=claims)

    others = [kind for kind in _NAMES if kind != _PAYLOAD]
    yield layout(4, Size(0), By(name, Term(0, 4, kind_and_rest, little=little)), (again, *first))
    yield layout(5, Size(_HEADER), By("ip.version", Term(4, 1, 0xF0)), claims([_PAYLOAD], (0, 1, 2, 3)),
                 Size(0, (length,)))
    yield layout(4, Size(0, (length,)), By(f"{name}.next"), claims(others, (0,)))
    yield layout(4, Size(4, (Term(0, 2, 0xFFFC, 4, little),)), By(f"{name}.next"), claims(others, (1, 2, 3)))


LAYOUTS = (
    Layout("nflog", "Linux Netfilter NFLOG", _SOURCE, (
        Spec("nflog.family", "Family", Kind.UINT, 0, 1, names=_FAMILIES),
        Spec("nflog.version", "Version", Kind.UINT, 1, 1),
        Spec("nflog.res_id", "Resource id", Kind.UINT, 2, 2)),
        minimum=8, size=Size(_HEADER), next=By("nflog.order", Term(6, 1)), tail=_complete,
        claims=(Claim("linktype", 239),)),
    *_order(True), *_order(False))
