"""DNS Stateful Operations: the TLVs that stand in place of questions and records (RFC 8490 5.4)."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.message import Message
from dissectors.dns.walk import DSO, HEADER
from dissectors.fields import Field, Kind, Spec
from dissectors.octets import Octets

KEEPALIVE, RETRY_DELAY, PADDING = 1, 2, 3
TLV_NAMES = {KEEPALIVE: "Keep Alive", RETRY_DELAY: "Retry Delay", PADDING: "Encryption Padding", 0x40: "Subscribe",
             0x41: "Push", 0x42: "Unsubscribe", 0x43: "Reconfirm"}
"""RFC 8490 10.3, RFC 8765 8."""

OPERATION = Spec("dns.dso", "DNS Stateful Operation", Kind.NONE)
TLV = Spec("dns.dso.tlv", "DSO TLV", Kind.NONE)
TLV_TYPE = Spec("dns.dso.tlv.type", "Type", size=2, names=TLV_NAMES)
TLV_LENGTH = Spec("dns.dso.tlv.length", "Length", size=2)
TLV_DATA = Spec("dns.dso.tlv.data", "Data", Kind.BYTES)
INACTIVITY = Spec("dns.dso.tlv.keepalive.inactivity", "Inactivity Timeout", size=4)
INTERVAL = Spec("dns.dso.tlv.keepalive.interval", "Keepalive Interval", size=4)
DELAY = Spec("dns.dso.tlv.retrydelay.retrydelay", "Retry Delay", size=4)
PAD = Spec("dns.dso.tlv.encpad.padding", "Padding", Kind.BYTES)

FIELDS = (OPERATION, TLV, TLV_TYPE, TLV_LENGTH, TLV_DATA, INACTIVITY, INTERVAL, DELAY, PAD)

_TIMES = {KEEPALIVE: (INACTIVITY, INTERVAL), RETRY_DELAY: (DELAY,)}
"""The types whose data are numbers of milliseconds (RFC 8490 7.1, 7.2)."""


def describe_operation(message: Message) -> Iterator[Field]:
    """The TLVs of a message that has some."""
    at = message.start + HEADER
    if message.opcode != DSO or any(message.counts) or message.end - at < 4:
        return
    octets = Octets(message.data, at, message.end)
    found = []
    while octets.left >= 4:
        found.append(_tlv(octets))
    yield Field(OPERATION, None, at, octets.pos - at, children=found)


def _tlv(octets: Octets) -> Field:
    at = octets.pos
    kind, size = octets.u16(), octets.u16()
    children = [Field(TLV_TYPE, kind, at, 2, text=f"Type: {TLV_NAMES.get(kind, 'Unknown')} ({kind})"),
                Field(TLV_LENGTH, size, at + 2, 2)]
    times = _TIMES.get(kind, ())
    if times and size == 4 * len(times):
        children += [Field(spec, octets.u32(), octets.pos - 4, 4) for spec in times]
    elif size:
        children.append(Field(PAD if kind == PADDING else TLV_DATA, octets.take(size), at + 4, size))
    return Field(TLV, None, at, 4 + size, text=f"DSO TLV: {TLV_NAMES.get(kind, 'Unknown Type')}", children=children)
