"""Options of IPv4 (RFC 791 3.1, RFC 1108, RFC 2113 and others)."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.options import Option, OptionTable

TYPE = Spec("ip.opt.type", "Type", Kind.UINT, 0, 1, children=(
    Spec("ip.opt.type.copy", "Copy on fragmentation", Kind.BOOL, 0, 1, 0x80, names={0: "No", 1: "Yes"}),
    Spec("ip.opt.type.class", "Class", Kind.UINT, 0, 1, 0x60, names={0: "Control", 2: "Debugging and measurement"}),
    Spec("ip.opt.type.number", "Number", Kind.UINT, 0, 1, 0x1F)))
LENGTH = Spec("ip.opt.len", "Length", Kind.UINT, 1, 1)
OPTIONS = Spec("", "Options", Kind.NONE)

_POINTER = Spec("ip.opt.ptr", "Pointer", Kind.UINT, 2, 1)
_RECORDED = Spec("ip.rec_rt", "Recorded Route", Kind.IPV4)
_SOURCE_ROUTE = Spec("ip.src_rt", "Source Route", Kind.IPV4)
_EMPTY = Spec("ip.empty_rt", "Empty Route", Kind.IPV4)
_STAMP = Spec("ip.opt.time_stamp", "Time stamp", Kind.UINT)
_STAMP_ADDRESS = Spec("ip.opt.time_stamp_addr", "Address", Kind.IPV4)
_ADDRESS_SIZE = 4


def _spec(name: str, label: str) -> Spec:
    return Spec(f"ip.options.{name}", label, Kind.BYTES)


def _addresses(header: Header, option: Field, filled: Spec, empty: Spec) -> None:
    """RFC 791 3.1: the pointer counts from 1 and stands at the first address that is not filled in."""
    pointer = header.data[option.pos + 2] if option.size > 2 else 0
    for at in range(3, option.size - _ADDRESS_SIZE + 1, _ADDRESS_SIZE):
        pos = option.pos + at
        spec = filled if at + 1 < pointer else empty
        option.children.append(Field(spec, header.data[pos:pos + _ADDRESS_SIZE], pos, _ADDRESS_SIZE, header.source))


def _recorded(header: Header, option: Field) -> None:
    _addresses(header, option, _RECORDED, _EMPTY)


def _source_route(header: Header, option: Field) -> None:
    _addresses(header, option, _RECORDED, _SOURCE_ROUTE)


def _timestamps(header: Header, option: Field) -> None:
    """RFC 791 3.1: with flag 0 times alone, with 1 and 3 an address before each time."""
    data = header.data
    with_addresses = option.size > 3 and data[option.pos + 3] & 0x0F != 0
    step = 8 if with_addresses else 4
    for pos in range(option.pos + 4, option.pos + option.size - step + 1, step):
        if with_addresses:
            option.children.append(Field(_STAMP_ADDRESS, data[pos:pos + 4], pos, 4, header.source))
        at = pos + step - 4
        option.children.append(Field(_STAMP, int.from_bytes(data[at:at + 4], "big"), at, 4, header.source))


IP_OPTIONS = OptionTable(TYPE, LENGTH, {
    0: Option(_spec("eool", "End of Options List (EOL)")),
    1: Option(_spec("nop", "No-Operation (NOP)")),
    7: Option(_spec("record_route", "Record Route"), (_POINTER,), more=_recorded),
    68: Option(_spec("timestamp", "Time Stamp"), (
        _POINTER, Spec("ip.opt.overflow", "Overflow", Kind.UINT, 3, 1, 0xF0),
        Spec("ip.opt.flag", "Flag", Kind.UINT, 3, 1, 0x0F, show=Show.HEX)), more=_timestamps),
    130: Option(_spec("security", "Security"), (
        Spec("ip.opt.sec_cl", "Classification Level", Kind.UINT, 2, 1, show=Show.HEX),)),
    131: Option(_spec("lsr", "Loose Source Route"), (_POINTER,), more=_source_route),
    136: Option(_spec("sid", "Stream ID"), (Spec("ip.opt.sid", "Stream Identifier", Kind.UINT, 2, 2),), 4),
    137: Option(_spec("ssr", "Strict Source Route"), (_POINTER,), more=_source_route),
    11: Option(_spec("mtu_probe", "MTU Probe"), (Spec("ip.opt.mtu", "MTU", Kind.UINT, 2, 2),), 4),
    12: Option(_spec("mtu_reply", "MTU Reply"), (Spec("ip.opt.mtu", "MTU", Kind.UINT, 2, 2),), 4),
    82: Option(_spec("traceroute", "Traceroute"), (
        Spec("ip.opt.id_number", "ID Number", Kind.UINT, 2, 2),
        Spec("ip.opt.ohc", "Outbound Hop Count", Kind.UINT, 4, 2),
        Spec("ip.opt.rhc", "Return Hop Count", Kind.UINT, 6, 2),
        Spec("ip.opt.originator", "Originator IP Address", Kind.IPV4, 8, 4)), 12),
    148: Option(_spec("routeralert", "Router Alert"), (
        Spec("ip.opt.ra", "Router Alert", Kind.UINT, 2, 2, names={0: "Router shall examine packet"}),), 4),
}, frozenset((0, 1)), 0, Option(_spec("unknown", "Unknown")))


def read_options(header: Header, fields: list[Field], start: int) -> None:
    """Adds the options between `start` and the header's end."""
    options, names = IP_OPTIONS.read(header, start, header.end)
    size = header.end - start
    text = ", ".join((f"Options: ({size} bytes)", *names))
    fields.append(Field(OPTIONS, None, start, size, header.source, text, options))
