"""What a pcapng file says of its packets stays when they are saved."""
from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from capture_builders import enhanced, interface, option, pcap, section, simple

from analyzer.capture import CaptureFile, Records, open_capture
from analyzer.capture.packet_options import packet_options
from analyzer.capture.writer import Content, Form, write_capture

NOT_COPIED = 19372


def said(order: str) -> list[tuple[int, bytes]]:
    """Flags, hash, drops, number, queue, verdict and something of one's own, with numbers in an order of bytes."""
    return [(2, struct.pack(f"{order}I", 0x11)), (3, b"\x02\xde\xad\xbe\xef"), (4, struct.pack(f"{order}Q", 77)),
            (5, struct.pack(f"{order}Q", 1 << 40)), (6, struct.pack(f"{order}I", 3)), (7, b"\x00verdict"),
            (2988, struct.pack(f"{order}I", 32473) + b"own text")]


def records_of(capture: CaptureFile) -> Records:
    parts = list(capture.blocks())
    return Records(*(np.concatenate([getattr(part, name) for part in parts]) for name in Records.__dataclass_fields__))


def options_of(path: Path) -> list[list[tuple[int, bytes]]]:
    with open_capture(path) as capture:
        records = records_of(capture)
        return [packet_options(capture.data.data, at, size)
                for at, size in zip(records.offset.tolist(), records.caplen.tolist(), strict=True)]


@pytest.mark.parametrize("order", ["<", ">"])
def test_options_of_packets_are_kept_and_comments_are_those_of_now(tmp_path: Path, order: str) -> None:
    source, target = tmp_path / "a.pcapng", tmp_path / "b.pcapng"
    options = b"".join(option(code, value, order) for code, value in (
        (1, b"before"), *said(order), (NOT_COPIED, bytes(8)), (0, b"")))
    source.write_bytes(section(order=order) + interface(order=order) + enhanced(b"\2" * 60, order=order)
                       + enhanced(b"\1" * 61, options=options, order=order))
    with open_capture(source) as capture:
        content = Content(capture, records_of(capture), lambda place: ("now",) if place else ())
        list(write_capture(content, str(target), Form()))
    assert options_of(target) == [[], said("=")]
    with open_capture(target) as after:
        records_of(after)
        assert (after.comments, after.damage) == ([(1, "now")], [])


def test_other_blocks_have_no_options(tmp_path: Path) -> None:
    path = tmp_path / "a.pcapng"
    # what ends the first packet looks like the beginning of an Enhanced Packet Block around the second
    looks_alike = struct.pack("<2I", 6, 200)
    path.write_bytes(section() + interface(snaplen=100) + enhanced(bytes(32) + looks_alike) + simple(b"\2" * 40))
    assert options_of(path) == [[], []]
    path.write_bytes(pcap([(0, bytes(60)), (1, looks_alike + bytes(52)), (2, bytes(60))]))
    assert options_of(path) == [[], [], []]


def test_no_bytes_make_it_fail() -> None:
    block = enhanced(b"\1" * 21, options=b"".join(option(code, value) for code, value in said("<")))
    assert packet_options(memoryview(block), 28, 21) == said("=")
    for stop in range(28 + 21, len(block) - 4):     # the length stands behind once more
        assert packet_options(memoryview(block[:stop]), 28, 21) == []
    for at in range(len(block)):
        for octet in (0, 0x7F, 0xFF):
            packet_options(memoryview(block[:at] + bytes([octet]) + block[at + 1:]), 28, 21)
