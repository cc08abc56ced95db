"""Blocks of the kernel's ring become blocks of pcapng: a block as linux/if_packet.h has it, made by hand."""
from __future__ import annotations

import struct
from typing import NamedTuple

from analyzer.blocks import LENGTH
from analyzer.live import ring

VLAN = ring.VLAN_VALID | ring.VLAN_TPID_VALID


class Frame(NamedTuple):
    data: bytes
    status: int = 0
    tag: int = 0
    kind: int = 0
    interface: int = 7
    wire: int = 0


def ring_block(*frames: Frame) -> memoryview:
    """struct tpacket_block_desc, and each frame as tpacket3_hdr, sockaddr_ll, data."""
    made = bytearray(struct.pack("=5I", 2, 48, ring.TO_USER, len(frames), 48) + bytes(28))
    for number, one in enumerate(frames):
        mac = 48 + 20 + 4
        step = mac + len(one.data) + 15 & ~15
        header = struct.pack("=6I2H", step, 1_900_000_000, 5 + number, len(one.data), one.wire or len(one.data),
                             one.status, mac, mac + 14) + struct.pack("=2I2H8x", 0xABCD, one.tag, one.kind, 0)
        address = struct.pack("=HHiHBB8s", 17, 8, one.interface, 1, 0, 6, bytes(8))
        made += (header.ljust(48, b"\0") + address + bytes(4) + one.data).ljust(step, b"\xEE")
    return memoryview(made)


def packets(data: bytes) -> list[tuple[int, int, int, int, bytes]]:
    """Interface, time, bytes kept, bytes on the wire and bytes of each block."""
    found, at = [], 0
    while at < len(data):
        kind, total, interface, high, low, kept, wire = struct.unpack_from("=7I", data, at)
        assert kind == 6 and total % 4 == 0 and LENGTH.unpack_from(data, at + total - 4) == (total,)
        found.append((interface, high << 32 | low, kept, wire, data[at + 28:at + 28 + kept]))
        at += total
    return found


def test_frames_of_all_lengths_are_kept_with_their_times() -> None:
    frames = [Frame(bytes(range(size)), wire=1_000) for size in range(14, 19)]
    data, count = ring.packet_blocks(ring_block(*frames), lambda block, at: 3, 99)
    assert count == 5
    assert packets(data) == [(3, 1_900_000_000_000_000_005 + number, len(one.data), 1_000, one.data)
                             for number, one in enumerate(frames)]


def test_no_more_packets_are_taken_than_are_wanted() -> None:
    data, count = ring.packet_blocks(ring_block(*[Frame(bytes(20))] * 4), lambda block, at: 0, 3)
    assert (len(packets(data)), count) == (3, 3)


def test_a_tag_that_the_kernel_took_out_is_put_back() -> None:
    frame = bytes(range(60))
    block = ring_block(Frame(frame, VLAN, 0x2005, 0x88A8), Frame(frame, ring.VLAN_VALID, 5), Frame(frame, 0, 5),
                       Frame(frame[:9], VLAN, 5, 0x8100))
    found = [one[2:] for one in packets(ring.packet_blocks(block, lambda block, at: 0, 9)[0])]
    assert found == [(64, 64, frame[:12] + bytes.fromhex("88a82005") + frame[12:]),
                     (64, 64, frame[:12] + bytes.fromhex("81000005") + frame[12:]),
                     (60, 60, frame), (9, 9, frame[:9])]


def test_who_asks_is_told_the_interface_of_each_frame() -> None:
    block = ring_block(Frame(bytes(20), interface=2), Frame(bytes(20), interface=70_000))
    data, _ = ring.packet_blocks(block, ring.interface_index, 9)
    assert [one[0] for one in packets(data)] == [2, 70_000]
