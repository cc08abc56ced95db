"""Capture files: frames with times in, pcap (microseconds) or pcapng (nanoseconds) out."""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct
from typing import BinaryIO

Packet = tuple[int, bytes]  # time in ns since 1970, frame

_ETHERNET = 1
_SNAPLEN = 262_144
_PCAP_MAGIC = 0xA1B2C3D4
_PCAP_FILE = Struct("<IHHiIII")
_PCAP_RECORD = Struct("<IIII")
_ENHANCED = Struct("<IIIIIII")
_TRAILER = Struct("<I")
_SECTION, _INTERFACE, _PACKET = 0x0A0D0D0A, 1, 6


def _pcap_header() -> bytes:
    return _PCAP_FILE.pack(_PCAP_MAGIC, 2, 4, 0, 0, _SNAPLEN, _ETHERNET)


def _pcap_record(packet: Packet) -> bytes:
    time_ns, frame = packet
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return _PCAP_RECORD.pack(seconds, rest // 1000, len(frame), len(frame)) + frame


def _block(kind: int, body: bytes) -> bytes:
    size = _TRAILER.pack(12 + len(body))
    return _TRAILER.pack(kind) + size + body + size


def _pcapng_header() -> bytes:
    section = Struct("<IHHq").pack(0x1A2B3C4D, 1, 0, -1)
    nanoseconds = Struct("<HHB3xHH").pack(9, 1, 9, 0, 0)  # if_tsresol 10 ** -9, end of options
    interface = Struct("<HHI").pack(_ETHERNET, 0, _SNAPLEN) + nanoseconds
    return _block(_SECTION, section) + _block(_INTERFACE, interface)


def _pcapng_record(packet: Packet) -> bytes:
    time_ns, frame = packet
    size = len(frame)
    padding = -size & 3
    total = 32 + size + padding
    head = _ENHANCED.pack(_PACKET, total, 0, time_ns >> 32, time_ns & 0xFFFFFFFF, size, size)
    return head + frame + bytes(padding) + _TRAILER.pack(total)


FORMATS = {"pcap": (_pcap_header, _pcap_record), "pcapng": (_pcapng_header, _pcapng_record)}


def write(out: BinaryIO, kind: str, batches: Iterable[list[Packet]]) -> int:
    """Writes all packets of all batches; returns how many."""
    header, record = FORMATS[kind]
    out.write(header())
    written = 0
    for batch in batches:
        out.write(b"".join(map(record, batch)))
        written += len(batch)
    return written
