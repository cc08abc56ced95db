"""Rewrites a recorded pcap file as pcapng, with a comment and a block of an unknown kind that readers must skip."""
from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

SECTION, INTERFACE, STATISTICS, ENHANCED_PACKET, UNKNOWN = 0x0A0D0D0A, 1, 5, 6, 0x0BAD0BAD
END_OF_OPTIONS, COMMENT, NAME, TIME_RESOLUTION, APPLICATION = 0, 1, 2, 9, 4
ETHERNET = 1
MICROSECONDS = 6
"""Timestamps count steps of ten to the minus this."""
PCAP_HEADER, PCAP_RECORD = 24, struct.Struct("<IIII")


def pcapng_of(pcap: bytes, interface: str, comment: str) -> bytes:
    """The packets of a little-endian pcap file with microseconds, as tcpdump writes it."""
    section = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + option(COMMENT, comment.encode()) + option(
        APPLICATION, b"lab") + option(END_OF_OPTIONS)
    description = struct.pack("<HHI", ETHERNET, 0, 0) + option(NAME, interface.encode()) + option(
        TIME_RESOLUTION, bytes([MICROSECONDS])) + option(END_OF_OPTIONS)
    blocks = [block(SECTION, section), block(UNKNOWN, b"an unknown block, to be skipped."),
              block(INTERFACE, description), *packet_blocks(pcap),
              block(STATISTICS, struct.pack("<III", 0, 0, 0) + option(END_OF_OPTIONS))]
    return b"".join(blocks)


def packet_blocks(pcap: bytes) -> Iterator[bytes]:
    """A block for each packet."""
    at = PCAP_HEADER
    while at < len(pcap):
        seconds, fraction, captured, length = PCAP_RECORD.unpack_from(pcap, at)
        at += PCAP_RECORD.size
        time = seconds * 10**MICROSECONDS + fraction
        head = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, captured, length)
        yield block(ENHANCED_PACKET, head + padded(pcap[at:at + captured]))
        at += captured


def write_pcapng(pcap: Path, target: Path, interface: str, comment: str) -> None:
    """Writes the packets of a pcap file into a new file."""
    target.write_bytes(pcapng_of(pcap.read_bytes(), interface, comment))


def block(kind: int, body: bytes) -> bytes:
    """A block: its length stands at both ends."""
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def option(code: int, value: bytes = b"") -> bytes:
    """An option of a block."""
    return struct.pack("<HH", code, len(value)) + padded(value)


def padded(data: bytes) -> bytes:
    """Bytes with zeros behind them, up to a multiple of four."""
    return data + bytes(-len(data) % 4)
