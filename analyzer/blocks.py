"""The blocks of pcapng (draft-ietf-opsawg-pcapng): their codes, and those that we write."""
from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from typing import NamedTuple

# draft-ietf-opsawg-pcapng 4
SECTION, INTERFACE, NAMES, STATISTICS, PACKET, SECRETS = 0x0A0D0D0A, 1, 4, 5, 6, 10
MAGIC = 0x1A2B3C4D
# 3.5, 4.1, 4.2, 4.6: codes of options
COMMENT, END = 1, 0
SECTION_OS, SECTION_PROGRAM = 3, 4
NAME, DESCRIPTION, RESOLUTION, FILTER, SYSTEM, FCS_LENGTH, OFFSET, HARDWARE = 2, 3, 9, 11, 12, 13, 14, 15
IPV4_NAMES, IPV6_NAMES = 1, 2
START_TIME, END_TIME, RECEIVED, DROPPED = 2, 3, 4, 5
NANOSECONDS = b"\x09"
FILTER_IS_TEXT = b"\0"
MOST_TEXT = 0xFFFF
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
    description: str = ""
    system: str = ""
    hardware: str = ""
    fcs_length: int | None = None
    offset_seconds: int = 0


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


def program() -> str:
    """This program's name and version, for the file."""
    from importlib.metadata import PackageNotFoundError, version
    try:
        return f"pilotfish {version('pilotfish')}"
    except PackageNotFoundError:
        return "pilotfish"


def section(comments: Iterable[str]) -> bytes:
    """The Section Header Block (4.1); its length is not known while it grows."""
    system = os.uname()
    texts = (*((COMMENT, text) for text in comments), (SECTION_OS, f"{system.sysname} {system.release}"),
             (SECTION_PROGRAM, program()))
    return block(SECTION, struct.pack("=I2Hq", MAGIC, 1, 0, -1)
                 + options((code, as_value(text)) for code, text in texts))


def as_value(text: str) -> bytes:
    """A text as an option's value, which has a length of 16 bits (3.5); a longer one is cut."""
    return text.encode("utf-8", "replace")[:MOST_TEXT].decode("utf-8", "ignore").encode()


def interface(described: Described) -> bytes:
    """An Interface Description Block (4.2), with times in nanoseconds."""
    kernel_filter = described.filter and FILTER_IS_TEXT + as_value(described.filter)
    fcs = b"" if described.fcs_length is None else bytes([described.fcs_length])
    offset = struct.pack("=q", described.offset_seconds) if described.offset_seconds else b""
    return block(INTERFACE, struct.pack("=2HI", described.linktype, 0, described.snaplen) + options((
        (NAME, os.fsencode(described.name)), (DESCRIPTION, as_value(described.description)), (RESOLUTION, NANOSECONDS),
        (FILTER, kernel_filter or b""), (SYSTEM, as_value(described.system)), (FCS_LENGTH, fcs), (OFFSET, offset),
        (HARDWARE, as_value(described.hardware)))))


def names(found: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A Name Resolution Block (4.5): addresses of 4 or 16 bytes, with a name each."""
    records = [(IPV4_NAMES if len(address) == 4 else IPV6_NAMES, address + name + b"\0") for address, name in found]
    return block(NAMES, options(records)) if records else b""


def secrets(kind: int, data: bytes) -> bytes:
    """A Decryption Secrets Block (4.7)."""
    return block(SECRETS, struct.pack("=2I", kind, len(data)) + data + PADDING[len(data) & 3])


def packet(interface_number: int, time_ns: int, length: int, data: bytes, comments: Iterable[str] = (),
           further: Iterable[tuple[int, bytes]] = ()) -> bytes:
    """An Enhanced Packet Block (4.3); `length` on the wire, `further` are its other options."""
    body = data + PADDING[len(data) & 3] + options((*((COMMENT, as_value(text)) for text in comments), *further))
    total = PACKET_FRAME + len(body)
    return PACKET_HEAD.pack(PACKET, total, interface_number, time_ns >> 32, time_ns & 0xFFFF_FFFF, len(data),
                            length) + body + LENGTH.pack(total)


def statistics(number: int, counted: Counted) -> bytes:
    """An Interface Statistics Block (4.6). Drops stand where dumpcap has them: isb_ifdrop."""
    return block(STATISTICS, LENGTH.pack(number) + _time(counted.end) + options((
        (START_TIME, _time(counted.start)), (END_TIME, _time(counted.end)),
        (RECEIVED, struct.pack("=Q", counted.received)), (DROPPED, struct.pack("=Q", counted.dropped)))))


def _time(nanoseconds: int) -> bytes:
    """A time in two words, the high one first (4.3)."""
    return struct.pack("=2I", nanoseconds >> 32, nanoseconds & 0xFFFF_FFFF)
