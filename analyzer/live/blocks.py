"""Writes the blocks of pcapng: section, interfaces, packets, statistics (draft-ietf-opsawg-pcapng)."""
from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from typing import NamedTuple

# draft-ietf-opsawg-pcapng 4
SECTION, INTERFACE, STATISTICS, PACKET = 0x0A0D0D0A, 1, 5, 6
MAGIC = 0x1A2B3C4D
# 3.5, 4.1, 4.2, 4.6: codes of options
COMMENT, END = 1, 0
SECTION_OS, SECTION_PROGRAM = 3, 4
NAME, RESOLUTION, FILTER = 2, 9, 11
START_TIME, END_TIME, RECEIVED, DROPPED = 2, 3, 4, 5
NANOSECONDS = b"\x09"
FILTER_IS_TEXT = b"\0"
PADDING = (b"", b"\0\0\0", b"\0\0", b"\0")
"""By the length modulo 4."""
PACKET_HEAD = struct.Struct("=7I")
"""Block type, length, interface, time (high, low), bytes kept, bytes on the wire."""
PACKET_FRAME = PACKET_HEAD.size + 4
"""Bytes of a packet's block beside the packet."""
LENGTH = struct.Struct("=I")


class Described(NamedTuple):
    """An interface as the file describes it."""
    name: str
    linktype: int
    snaplen: int
    filter: str = ""


class Counted(NamedTuple):
    """What the system counted of an interface: packets for us, and those of them that found no room; in ns since 1970,
    from when to when."""
    received: int
    dropped: int
    start: int
    end: int


def block(kind: int, body: bytes) -> bytes:
    """A whole block; its length stands at both ends."""
    size = LENGTH.pack(len(body) + 12)
    return LENGTH.pack(kind) + size + body + size


def options(found: Iterable[tuple[int, bytes]]) -> bytes:
    """Options, with their end."""
    parts = [struct.pack("=2H", code, len(value)) + value + PADDING[len(value) & 3] for code, value in found if value]
    return b"".join(parts) + struct.pack("=2H", END, 0) if parts else b""


def section(program: str) -> bytes:
    """The Section Header Block (4.1); its length is not known while it grows."""
    system = os.uname()
    texts = ((COMMENT, f"Captured live by {program}"), (SECTION_OS, f"{system.sysname} {system.release}"),
             (SECTION_PROGRAM, program))
    return block(SECTION, struct.pack("=I2Hq", MAGIC, 1, 0, -1)
                 + options((code, text.encode()) for code, text in texts))


def interface(described: Described) -> bytes:
    """An Interface Description Block (4.2), with times in nanoseconds."""
    kernel_filter = described.filter and FILTER_IS_TEXT + described.filter.encode("utf-8", "replace")
    return block(INTERFACE, struct.pack("=2HI", described.linktype, 0, described.snaplen) + options((
        (NAME, os.fsencode(described.name)), (RESOLUTION, NANOSECONDS), (FILTER, kernel_filter or b""))))


def statistics(number: int, counted: Counted) -> bytes:
    """An Interface Statistics Block (4.6). Drops stand where dumpcap has them: isb_ifdrop."""
    return block(STATISTICS, LENGTH.pack(number) + _time(counted.end) + options((
        (START_TIME, _time(counted.start)), (END_TIME, _time(counted.end)),
        (RECEIVED, struct.pack("=Q", counted.received)), (DROPPED, struct.pack("=Q", counted.dropped)))))


def _time(nanoseconds: int) -> bytes:
    """A time in two words, the high one first (4.3)."""
    return struct.pack("=2I", nanoseconds >> 32, nanoseconds & 0xFFFF_FFFF)
