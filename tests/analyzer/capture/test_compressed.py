"""Compressed captures: unpacked by content, within limits, and as far as they are whole."""
from __future__ import annotations

import gzip
import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import lz4.frame
import numpy as np
import pytest
import zstandard
from capture_builders import pcap
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.capture import CaptureFile, compressed
from analyzer.capture.compressed import Broken, unpackers
from analyzer.errors import CaptureError
from dissectors.kernel import readonly

Open = Callable[[bytes], CaptureFile]
Pack = Callable[[bytes], bytes]


def zstd(data: bytes) -> bytes:
    """A frame with a checksum, and without the size of its content."""
    packer = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    return packer.compress(data) + packer.flush()


def lz4_checked(data: bytes) -> bytes:
    """A frame with all its checksums, and blocks that depend on each other."""
    return bytes(lz4.frame.compress(data, block_checksum=True, content_checksum=True, block_linked=True,
                                    block_size=lz4.frame.BLOCKSIZE_MAX64KB, store_size=False))


PACKERS: dict[str, Pack] = {"gzip": gzip.compress, "zstd": zstd, "lz4": lz4_checked}
CHANCE = random.Random(1)
WHOLE = pcap([(i, CHANCE.randbytes(300)) for i in range(2000)])
EACH = pytest.mark.parametrize("kind", PACKERS)


def unpacked(kind: str, data: bytes) -> tuple[bytes, str]:
    """What can be unpacked, and what is wrong behind it."""
    pieces: list[bytes] = []
    try:
        for _at, piece in unpackers()[kind](readonly(data)):
            pieces.append(piece)
    except Broken as broken:
        return b"".join(pieces), broken.reason
    return b"".join(pieces), ""


@EACH
def test_a_packed_capture_is_unpacked(opened: Open, kind: str) -> None:
    packed = PACKERS[kind](WHOLE)
    capture = opened(packed)
    assert sum(map(len, capture.blocks())) == 2000
    assert (capture.compression, capture.size, capture.format) == (kind, len(packed), "pcap")
    assert capture.data.tobytes() == WHOLE and capture.damage == []


@EACH
def test_several_parts_follow_each_other(kind: str) -> None:
    pack = PACKERS[kind]
    parts = [WHOLE[:1000], b"", WHOLE[1000:], b"x"]
    assert unpacked(kind, b"".join(map(pack, parts))) == (WHOLE + b"x", "")


@EACH
def test_a_cut_capture_gives_what_was_unpacked(opened: Open, kind: str) -> None:
    packed = PACKERS[kind](WHOLE)
    capture = opened(packed[:len(packed) * 3 // 4])
    assert 1000 < sum(map(len, capture.blocks())) < 2000
    assert f"the {kind} data ends early" in capture.damage[0].reason and capture.damage[0].at == len(capture.data)


@EACH
def test_every_cut_of_a_small_capture_gives_a_beginning(kind: str) -> None:
    packed = PACKERS[kind](WHOLE[:200]) + PACKERS[kind](WHOLE[200:300])
    for size in range(1, len(packed)):
        found, reason = unpacked(kind, packed[:size])
        assert WHOLE[:300].startswith(found)
        assert reason == "ends early" or found == WHOLE[:200]


@EACH
def test_damage_in_the_middle_keeps_what_was_before(opened: Open, kind: str) -> None:
    packed = bytearray(PACKERS[kind](WHOLE))
    middle = len(packed) // 2
    packed[middle:middle + 40] = bytes(40)
    found, reason = unpacked(kind, bytes(packed))
    same = int(np.argmax(np.frombuffer(found, np.uint8) != np.frombuffer(WHOLE[:len(found)], np.uint8))) or len(found)
    assert reason == "is damaged" and same > len(WHOLE) // 3
    assert sum(map(len, opened(bytes(packed)).blocks())) > 600


def test_a_wrong_checksum_keeps_all_bytes() -> None:
    packed = bytearray(gzip.compress(WHOLE))
    packed[-8] ^= 1
    assert unpacked("gzip", bytes(packed)) == (WHOLE, "is damaged")


def test_zeros_behind_gzip_are_padding() -> None:
    assert unpacked("gzip", gzip.compress(WHOLE) + bytes(3000)) == (WHOLE, "")


@EACH
def test_other_data_behind_is_told(kind: str) -> None:
    assert unpacked(kind, PACKERS[kind](WHOLE) + b"other data") == (WHOLE, "is followed by something else")


@pytest.mark.parametrize("kind", ["zstd", "lz4"])
def test_skippable_frames_are_skipped(kind: str) -> None:
    skippable = struct.pack("<2I", 0x184D2A5F, 3) + b"abc"
    packed = PACKERS[kind](WHOLE)
    assert unpacked(kind, packed + skippable + packed) == (WHOLE * 2, "")
    assert unpacked(kind, packed + skippable[:-1]) == (WHOLE, "ends early")


def test_zstd_frames_of_all_headers() -> None:
    for size in (0, 100, 300, 70_000, 5_000_000):
        for content_size in (True, False):
            packed = zstandard.ZstdCompressor(write_content_size=content_size).compress(bytes(size))
            assert unpacked("zstd", packed) == (bytes(size), "")


def test_lz4_frames_of_all_headers() -> None:
    for size in (0, 100, 5_000_000):
        for stored in (True, False):
            packed = lz4.frame.compress(bytes(size), store_size=stored, content_checksum=stored)
            assert unpacked("lz4", packed) == (bytes(size), "")


def test_what_unpacks_to_very_much_is_refused(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "RATIO_FROM", 1 << 20)
    bomb = zstd(WHOLE[:24] + bytes(64 << 20))
    with pytest.raises(CaptureError, match="unpack to more than 1000 times as much"):
        opened(bomb)


def test_what_is_larger_than_the_limit_is_refused(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "UNPACKED_AT_MOST", 100_000)
    with pytest.raises(CaptureError, match="unpack it to a file of its own"):
        opened(gzip.compress(WHOLE))


@EACH
def test_no_piece_is_large(kind: str) -> None:
    pieces = unpackers()[kind](readonly(PACKERS[kind](bytes(30 << 20))))
    assert max(len(piece) for _, piece in pieces) <= 4 << 20


def test_very_many_small_members_are_unpacked() -> None:
    assert unpacked("gzip", gzip.compress(b"x") * 20_000) == (b"x" * 20_000, "")


@pytest.mark.parametrize(("inside", "message"), [
    (b"Dear reader", "unpacks .gzip. to what is no capture; it looks like text"),
    (b"", "unpacks to nothing"),
    (gzip.compress(WHOLE), "is compressed twice"),
])
def test_what_is_packed_must_be_a_capture(opened: Open, inside: bytes, message: str) -> None:
    with pytest.raises(CaptureError, match=message):
        opened(gzip.compress(inside))


def test_what_is_damaged_from_its_start_is_an_error(opened: Open) -> None:
    with pytest.raises(CaptureError, match="the gzip data is damaged at byte 3 of the file, and nothing of use"):
        opened(b"\x1f\x8b" + b"\xff" * 30)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(kind=st.sampled_from(sorted(PACKERS)), changes=st.lists(st.tuples(st.integers(0, 10 ** 6), st.integers(1, 255)),
                                                               min_size=1, max_size=4))
def test_mutated_bytes_never_do_worse_than_damage(kind: str, changes: list[tuple[int, int]]) -> None:
    packed = bytearray(PACKERS[kind](WHOLE[:5000]))
    for at, bits in changes:
        packed[at % len(packed)] ^= bits
    found, reason = unpacked(kind, bytes(packed))
    assert reason in ("", "is damaged", "ends early", "is followed by something else")
    assert len(found) <= 4 << 20 or reason


def test_a_stored_block_is_salvaged_to_the_byte() -> None:
    packer: Any = zlib.compressobj(0, wbits=31)
    packed = bytearray(packer.compress(WHOLE[:50_000]) + packer.flush(zlib.Z_FULL_FLUSH) + b"\x07")
    found, reason = unpacked("gzip", bytes(packed))
    assert (found, reason) == (WHOLE[:50_000], "is damaged")
