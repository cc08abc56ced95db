"""The kernel's ring of packets (PACKET_MMAP, TPACKET_V3), and how a block of it becomes blocks of pcapng.

The layout of a block is that of linux/if_packet.h. All numbers are the machine's own.
"""
from __future__ import annotations

import mmap
import socket
import struct
from collections.abc import Callable

from analyzer.blocks import LENGTH, PACKET, PACKET_FRAME, PACKET_HEAD, PADDING

SOL_PACKET = 263
PACKET_RX_RING, PACKET_STATISTICS, PACKET_VERSION, PACKET_RESERVE = 5, 6, 10, 12
TPACKET_V3 = 2
TO_KERNEL, TO_USER = 0, 1
VLAN_VALID, VLAN_TPID_VALID = 1 << 4, 1 << 6
ETHERTYPE_VLAN = 0x8100
VLAN_AT = 12
"""Where a tag stands in an Ethernet frame: behind the two addresses."""

BLOCK_SIZE = 1 << 20
RETIRE_MS = 100
"""A block is handed over after so long, even where it is not full."""
_REQUEST = struct.Struct("=7I")
_BLOCK_STATUS, _BLOCK_PACKETS, _BLOCK_FIRST = 8, 12, 16
_WORD = struct.Struct("=I")
_FRAME = struct.Struct("=6IH")
"""struct tpacket3_hdr: next, seconds, nanoseconds, bytes kept, bytes on the wire, status, where the frame is."""
_VLAN = struct.Struct("=IH")
"""struct tpacket_hdr_variant1 behind the hash: tag, its type."""
_VLAN_OFFSET = 32
_INTERFACE_OFFSET = 48 + 4
"""sll_ifindex in the struct sockaddr_ll that follows the header."""
_STATISTICS = struct.Struct("=3I")


class Ring:
    """The ring of a packet socket."""

    def __init__(self, packets: socket.socket, size: int) -> None:
        """Takes `size` bytes of the kernel's memory for it.

        Raises:
            OSError: where there is not so much.
        """
        self._socket = packets
        count = max(2, size // BLOCK_SIZE)
        packets.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V3)
        packets.setsockopt(SOL_PACKET, PACKET_RESERVE, 4)    # room for a tag
        packets.setsockopt(SOL_PACKET, PACKET_RX_RING, _REQUEST.pack(
            BLOCK_SIZE, count, BLOCK_SIZE, count, RETIRE_MS, 0, 0))
        self._view = memoryview(mmap.mmap(packets.fileno(), BLOCK_SIZE * count))
        self._blocks = [self._view[at:at + BLOCK_SIZE] for at in range(0, BLOCK_SIZE * count, BLOCK_SIZE)]
        self._next = 0

    def block(self) -> memoryview | None:
        """The next block that the kernel has handed over, until `give_back`; None where there is none."""
        block = self._blocks[self._next]
        status, = _WORD.unpack_from(block, _BLOCK_STATUS)
        return block if status & TO_USER else None

    def give_back(self) -> None:
        """Lets the kernel fill the block again."""
        _WORD.pack_into(self._blocks[self._next], _BLOCK_STATUS, TO_KERNEL)
        self._next = (self._next + 1) % len(self._blocks)

    def counts(self) -> tuple[int, int]:
        """Packets that came since the last call, and those of them for which there was no room."""
        found = self._socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, _STATISTICS.size)
        packets, drops, _ = _STATISTICS.unpack(found)
        return packets, drops


def interface_index(block: memoryview, at: int) -> int:
    """The number of the interface that saw the frame whose header is there."""
    number, = _WORD.unpack_from(block, at + _INTERFACE_OFFSET)
    return int(number)


def packet_blocks(block: memoryview, number_of: Callable[[memoryview, int], int], at_most: int) -> tuple[bytes, int]:
    """The packets of a block of the ring as blocks of pcapng, and how many they are: the first `at_most`.

    `number_of` gives the number in the file of the interface that saw a frame, by the place of its header.
    """
    count, = _WORD.unpack_from(block, _BLOCK_PACKETS)
    at, = _WORD.unpack_from(block, _BLOCK_FIRST)
    count = min(count, at_most)
    parts: list[bytes | memoryview] = []
    add, read, head, length = parts.append, _FRAME.unpack_from, PACKET_HEAD.pack, LENGTH.pack
    for _ in range(count):
        step, seconds, nanoseconds, kept, wire, status, frame = read(block, at)
        start = at + frame
        data: bytes | memoryview = block[start:start + kept]
        if status & VLAN_VALID and kept >= VLAN_AT:
            data = with_tag(block[start:start + kept], block, at, status)
            kept, wire = kept + 4, wire + 4
        time, total = seconds * 1_000_000_000 + nanoseconds, (kept + PACKET_FRAME + 3) & ~3
        add(head(PACKET, total, number_of(block, at), time >> 32, time & 0xFFFFFFFF, kept, wire))
        add(data)
        add(PADDING[kept & 3])
        add(length(total))
        at += step
    return b"".join(parts), count


def with_tag(data: memoryview, block: memoryview, at: int, status: int) -> bytes:
    """A frame with the VLAN tag (IEEE 802.1Q) that the kernel had taken out of it."""
    tag, kind = _VLAN.unpack_from(block, at + _VLAN_OFFSET)
    kind = kind if status & VLAN_TPID_VALID else ETHERTYPE_VLAN
    return b"".join((data[:VLAN_AT], struct.pack("!2H", kind, tag & 0xFFFF), data[VLAN_AT:]))
