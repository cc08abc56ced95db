"""Options of TCP (RFC 9293 3.2 and the extensions named at each)."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.options import Option, OptionTable
from dissectors.transport.mptcp import read_mptcp
from dissectors.transport.numbers import (
    END_OF_OPTIONS,
    LARGEST_SHIFT,
    NO_OPERATION,
    SACK,
    SACK_PERMITTED,
    SEGMENT_SIZE,
    TIMESTAMPS,
    WINDOW_SCALE,
)

_KINDS = {0: "End of Option List", 1: "No-Operation", 2: "Maximum Segment Size", 3: "Window Scale",
          4: "SACK Permitted", 5: "SACK", 6: "Echo", 7: "Echo Reply", 8: "Time Stamp Option", 11: "CC", 12: "CC.NEW",
          13: "CC.ECHO", 19: "MD5 Signature Option", 27: "Quick-Start Response", 28: "User Timeout Option",
          29: "TCP Authentication Option", 30: "Multipath TCP", 34: "TCP Fast Open Cookie",
          253: "RFC3692-style Experiment 1", 254: "RFC3692-style Experiment 2"}
KIND = Spec("tcp.option_kind", "Kind", Kind.UINT, 0, 1, names=_KINDS)
LENGTH = Spec("tcp.option_len", "Length", Kind.UINT, 1, 1)
OPTIONS = Spec("tcp.options", "Options", Kind.BYTES)

_MULTIPLIER = Spec("tcp.options.wscale.multiplier", "Multiplier", Kind.UINT)
_LEFT = Spec("tcp.options.sack_le", "TCP SACK Left Edge", Kind.UINT)
_RIGHT = Spec("tcp.options.sack_re", "TCP SACK Right Edge", Kind.UINT)
_DUPLICATE_LEFT = Spec("tcp.options.sack.dsack_le", "TCP D-SACK Left Edge", Kind.UINT)
_DUPLICATE_RIGHT = Spec("tcp.options.sack.dsack_re", "TCP D-SACK Right Edge", Kind.UINT)
_COUNT = Spec("tcp.options.sack.count", "TCP SACK Count", Kind.UINT)
_COOKIE = Spec("tcp.options.tfo.cookie", "Fast Open Cookie", Kind.BYTES)
_COOKIE_REQUEST = Spec("tcp.options.tfo.request", "Fast Open Cookie Request", Kind.NONE)
_MAC = Spec("tcp.options.ao.mac", "AO MAC", Kind.BYTES)
_FAST_OPEN = 0xF989
_EXPERIMENT = Spec("tcp.options.experimental.exid", "Experiment Identifier", Kind.UINT, 2, 2, show=Show.HEX,
                   names={_FAST_OPEN: "Fast Open"})
_EXPERIMENT_DATA = Spec("tcp.options.experimental.data", "Data", Kind.BYTES)
_PAYLOAD = Spec("tcp.options.unknown.payload", "Payload", Kind.BYTES)
_MODULUS = 1 << 32


def _spec(name: str, label: str) -> Spec:
    return Spec(f"tcp.options.{name}", label, Kind.BYTES)


def _rest(spec: Spec, header: Header, option: Field, at: int) -> None:
    pos, size = option.pos + at, option.size - at
    if size > 0:
        option.children.append(Field(spec, header.data[pos:pos + size], pos, size, header.source))


def _scale(header: Header, option: Field) -> None:
    """RFC 7323 2.3: a shift above 14 counts as 14."""
    pos = option.pos + 2
    shift = min(header.data[pos], LARGEST_SHIFT)
    option.text = f"TCP Option - Window scale: {shift} (multiply by {1 << shift})"
    option.children.append(Field(_MULTIPLIER, 1 << shift, pos, 1, header.source))


def _sack(header: Header, option: Field) -> None:
    """RFC 2018 3; RFC 2883 4: a first block below the acknowledgment number, or inside of the second, tells of a
    duplicate."""
    data = header.data
    base = header.facts.acknowledgment_base if header.facts else 0
    acknowledged = int.from_bytes(data[header.pos + 8:header.pos + 12], "big")
    places = range(option.pos + 2, option.pos + option.size - 7, 8)
    edges = [(int.from_bytes(data[at:at + 4], "big"), int.from_bytes(data[at + 4:at + 8], "big")) for at in places]
    for number, (at, (left, right)) in enumerate(zip(places, edges, strict=True)):
        duplicate = number == 0 and (
            _before(left, acknowledged) or (len(edges) > 1 and _within(left, right, *edges[1])))
        # Wireshark lists the edges of a duplicate under both names
        for first, second in ((_LEFT, _RIGHT), (_DUPLICATE_LEFT, _DUPLICATE_RIGHT))[:1 + duplicate]:
            option.children += (Field(first, (left - base) % _MODULUS, at, 4, header.source),
                                Field(second, (right - base) % _MODULUS, at + 4, 4, header.source))
    option.children.append(Field(_COUNT, len(edges), option.pos, 0, header.source, generated=True))


def _before(left: int, right: int) -> bool:
    """RFC 9293 3.4: numbers are compared modulo 2**32."""
    return (left - right) % _MODULUS > _MODULUS // 2


def _within(left: int, right: int, outer_left: int, outer_right: int) -> bool:
    return not _before(left, outer_left) and not _before(outer_right, right)


def _cookie(header: Header, option: Field, at: int = 2) -> None:
    """RFC 7413 4.1.1: without a cookie, one is asked for."""
    if option.size > at:
        _rest(_COOKIE, header, option, at)
    else:
        option.children.append(Field(_COOKIE_REQUEST, None, option.pos + at - 2, 2, header.source))


def _mac(header: Header, option: Field) -> None:
    _rest(_MAC, header, option, 4)


def _experiment(header: Header, option: Field) -> None:
    """RFC 6994 3.1; RFC 7413 7: a server of which no cookie is known may be asked by an experiment's option too."""
    if int.from_bytes(header.data[option.pos + 2:option.pos + min(option.size, 4)], "big") == _FAST_OPEN:
        _cookie(header, option, 4)
        return
    _rest(_EXPERIMENT_DATA, header, option, 4)


def _payload(header: Header, option: Field) -> None:
    _rest(_PAYLOAD, header, option, 2)


def _value(name: str, label: str, value: str) -> Option:
    return Option(_spec(name, label), (Spec(f"tcp.options.{value}", label, Kind.UINT, 2, 4),), 6)


TCP_OPTIONS = OptionTable(KIND, LENGTH, {
    END_OF_OPTIONS: Option(_spec("eol", "End of Option List (EOL)")),
    NO_OPERATION: Option(_spec("nop", "No-Operation (NOP)")),
    SEGMENT_SIZE: Option(_spec("mss", "Maximum segment size"), (      # RFC 9293 3.7.1
        Spec("tcp.options.mss_val", "MSS Value", Kind.UINT, 2, 2),), 4),
    WINDOW_SCALE: Option(_spec("wscale", "Window scale"), (      # RFC 7323 2.2
        Spec("tcp.options.wscale.shift", "Shift count", Kind.UINT, 2, 1),), 3, _scale),
    SACK_PERMITTED: Option(_spec("sack_perm", "SACK permitted"), (), 2),      # RFC 2018 2
    SACK: Option(_spec("sack", "SACK"), more=_sack),
    6: _value("echo", "Echo", "echo_value"),      # RFC 1072 3
    7: _value("echo_reply", "Echo reply", "echo_value"),
    TIMESTAMPS: Option(_spec("timestamp", "Timestamps"), (      # RFC 7323 3.2
        Spec("tcp.options.timestamp.tsval", "Timestamp value", Kind.UINT, 2, 4),
        Spec("tcp.options.timestamp.tsecr", "Timestamp echo reply", Kind.UINT, 6, 4)), 10),
    11: _value("cc", "CC", "cc_value"),      # RFC 1644 3.1
    12: _value("ccnew", "CC.NEW", "cc_value"),
    13: _value("ccecho", "CC.ECHO", "cc_value"),
    19: Option(_spec("md5", "TCP MD5 signature"), (      # RFC 2385 3.0
        Spec("tcp.options.md5.digest", "MD5 digest", Kind.BYTES, 2, 16),), 18),
    28: Option(_spec("user_to", "User Timeout"), (      # RFC 5482 3
        Spec("tcp.options.user_to_granularity", "Granularity", Kind.BOOL, 2, 2, 0x8000,
             names={0: "Seconds", 1: "Minutes"}),
        Spec("tcp.options.user_to_val", "User Timeout", Kind.UINT, 2, 2, 0x7FFF)), 4),
    29: Option(_spec("ao", "TCP Authentication Option"), (      # RFC 5925 2.2
        Spec("tcp.options.ao.keyid", "AO KeyID", Kind.UINT, 2, 1),
        Spec("tcp.options.ao.rnextkeyid", "AO RNextKeyID", Kind.UINT, 3, 1)), more=_mac),
    30: Option(_spec("mptcp", "Multipath TCP"), more=read_mptcp),      # RFC 8684 3
    34: Option(_spec("tfo", "TCP Fast Open"), more=_cookie),
    253: Option(_spec("experimental", "Experiment"), (_EXPERIMENT,), more=_experiment),      # RFC 6994 3.1
    254: Option(_spec("experimental", "Experiment"), (_EXPERIMENT,), more=_experiment),
}, frozenset((END_OF_OPTIONS, NO_OPERATION)), -1, Option(_spec("unknown", "Unknown"), more=_payload))


def read_options(header: Header, start: int) -> Field:
    """The options between `start` and the header's end, as one field."""
    options, names = TCP_OPTIONS.read(header, start, header.end)
    size = header.end - start
    text = ", ".join((f"Options: ({size} bytes)", *names))
    return Field(OPTIONS, header.data[start:header.end], start, size, header.source, text, options)
