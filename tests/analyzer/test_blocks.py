"""The blocks that a capture writes: what our own reader says of them."""
from __future__ import annotations

import struct
from pathlib import Path

from analyzer import blocks
from analyzer.blocks import Counted, Described, interface, section, statistics
from analyzer.capture import open_capture

NOW = 1_900_000_000_123_456_789


def packet(data: bytes, number: int = 0, wire: int | None = None) -> bytes:
    """As ring.packet_blocks writes one."""
    total = len(data) + blocks.PACKET_FRAME + 3 & ~3
    head = blocks.PACKET_HEAD.pack(blocks.PACKET, total, number, NOW >> 32, NOW & 0xFFFFFFFF, len(data),
                                   wire or len(data))
    return head + data + blocks.PADDING[len(data) & 3] + struct.pack("=I", total)


def test_our_reader_reads_what_is_written(tmp_path: Path) -> None:
    file = tmp_path / "x.pcapng"
    file.write_bytes(section(["Captured live by pilotfish 1.0"]) + interface(Described("lo", 1, 96, "udp port 53"))
                     + interface(Described("tun0", 101, 262_144))
                     + packet(b"\1" * 61, wire=1500) + packet(b"\2" * 20, 1)
                     + statistics(0, Counted(7, 3, NOW, NOW + 1)))
    with open_capture(file) as capture:
        records = next(capture.blocks())
        first, second = capture.interfaces
    assert (first.name, first.linktype, first.snaplen, first.filter) == ("lo", 1, 96, "udp port 53")
    assert (first.ticks_per_second, first.received, first.dropped) == (10 ** 9, 7, 3)
    assert (second.name, second.linktype, second.filter, second.dropped) == ("tun0", 101, None, None)
    assert records.time.tolist() == [NOW, NOW] and records.interface.tolist() == [0, 1]
    assert (records.caplen.tolist(), records.length.tolist()) == ([61, 20], [1500, 20])
    assert capture.comments == [(-1, "Captured live by pilotfish 1.0")] and not capture.damage


def test_each_block_is_whole_at_any_length_of_its_texts() -> None:
    for size in range(9):
        data = interface(Described("e" * size, 1, 0, "f" * size))
        kind, first = struct.unpack_from("=2I", data)
        assert (kind, first, data[-4:]) == (1, len(data), struct.pack("=I", len(data))) and len(data) % 4 == 0
