"""Builds the bytes of capture files: pcap files, and the blocks of pcapng."""
from __future__ import annotations

import struct
from collections.abc import Iterable

SECTION, INTERFACE, PACKET, SIMPLE, NAMES, STATISTICS, ENHANCED, SECRETS = 0x0A0D0D0A, 1, 2, 3, 4, 5, 6, 10
Packet = tuple[int, bytes]
"""Nanoseconds since 1970, and the packet's bytes."""


def pcap_header(magic: int = 0xA1B2C3D4, linktype: int = 1, snaplen: int = 262144, order: str = "<",
                version: tuple[int, int] = (2, 4)) -> bytes:
    """The first 24 bytes of a pcap file."""
    return struct.pack(order + "IHHiIII", magic, *version, 0, 0, snaplen, linktype)


def pcap_record(data: bytes, seconds: int = 0, fraction: int = 0, length: int | None = None, caplen: int | None = None,
                order: str = "<", more: bytes = b"") -> bytes:
    """A record; `more` is what a variant's header has behind the usual 16 bytes."""
    captured = len(data) if caplen is None else caplen
    return struct.pack(order + "4I", seconds, fraction, captured, len(data) if length is None else length) + more + data


def pcap(packets: Iterable[Packet], linktype: int = 1, nanoseconds: bool = False, order: str = "<") -> bytes:
    """A whole pcap file."""
    unit = 1 if nanoseconds else 1000
    records = (pcap_record(data, time // 10 ** 9, time % 10 ** 9 // unit, order=order) for time, data in packets)
    return pcap_header(0xA1B23C4D if nanoseconds else 0xA1B2C3D4, linktype, order=order) + b"".join(records)


def padded(data: bytes) -> bytes:
    """Up to the next multiple of 4 bytes."""
    return data + bytes(-len(data) % 4)


def block(kind: int, body: bytes, order: str = "<", total: int | None = None, again: int | None = None) -> bytes:
    """A pcapng block; `total` and `again` are its two lengths where they are to be wrong."""
    size = 12 + len(padded(body))
    first = size if total is None else total
    return struct.pack(order + "2I", kind, first) + padded(body) + struct.pack(
        order + "I", first if again is None else again)


def option(code: int, value: bytes, order: str = "<") -> bytes:
    """An option of a block; code 0 ends them."""
    return struct.pack(order + "2H", code, len(value)) + padded(value)


def section(options: bytes = b"", order: str = "<", version: tuple[int, int] = (1, 0)) -> bytes:
    """Section Header Block."""
    return block(SECTION, struct.pack(order + "IHHq", 0x1A2B3C4D, *version, -1) + options, order)


def interface(linktype: int = 1, snaplen: int = 0, options: bytes = b"", order: str = "<") -> bytes:
    """Interface Description Block."""
    return block(INTERFACE, struct.pack(order + "2HI", linktype, 0, snaplen) + options, order)


def enhanced(data: bytes, ticks: int = 0, number: int = 0, options: bytes = b"", order: str = "<",
             length: int | None = None, caplen: int | None = None) -> bytes:
    """Enhanced Packet Block."""
    captured = len(data) if caplen is None else caplen
    head = struct.pack(order + "5I", number, ticks >> 32, ticks & 0xFFFFFFFF, captured,
                       len(data) if length is None else length)
    return block(ENHANCED, head + padded(data) + options, order)


def obsolete(data: bytes, ticks: int = 0, number: int = 0, order: str = "<") -> bytes:
    """The obsolete Packet Block."""
    return block(PACKET, struct.pack(order + "2H4I", number, 0xFFFF, ticks >> 32, ticks & 0xFFFFFFFF, len(data),
                                     len(data)) + data, order)


def simple(data: bytes, length: int | None = None, order: str = "<") -> bytes:
    """Simple Packet Block."""
    return block(SIMPLE, struct.pack(order + "I", len(data) if length is None else length) + data, order)


def name_record(kind: int, value: bytes, order: str = "<") -> bytes:
    """A record of a Name Resolution Block: 1 and 2 are IPv4 and IPv6, 0 ends them."""
    return option(kind, value, order)


def pcapng(packets: Iterable[Packet], linktype: int = 1, nanoseconds: bool = False, order: str = "<") -> bytes:
    """A whole pcapng file with one interface."""
    unit = 1 if nanoseconds else 1000
    resolution = option(9, b"\x09", order) + option(0, b"", order) if nanoseconds else b""
    return section(order=order) + interface(linktype, options=resolution, order=order) + b"".join(
        enhanced(data, time // unit, order=order) for time, data in packets)
