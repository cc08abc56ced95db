"""zstd and LZ4 frames, unpacked a block at a time: what a block unpacks to is bounded, what a call of the library
unpacks to is not."""
from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from analyzer.capture.compressed import Broken, Bytes, Unpacked

ZSTD, LZ4 = 0xFD2FB528, 0x184D2204
SKIPPABLE = 0x184D2A50
"""RFC 8878 3.1.2 and LZ4 Frame Format: 16 magic numbers of frames that hold nothing; their size follows."""

Extents = Generator[tuple[int, int], None, int]
"""Where the parts of a frame stand that are to be unpacked one by one; gives the position behind the frame."""


def number(data: Bytes, at: int, size: int) -> int:
    """A little-endian number.

    Raises:
        Broken: where the data ends before it does.
    """
    if at + size > len(data):
        raise Broken(len(data), "ends early")
    return int.from_bytes(data[at:at + size].tobytes(), "little")


def unpack_zstd(data: Bytes) -> Unpacked:
    """RFC 8878."""
    import zstandard
    library = zstandard.ZstdDecompressor()
    return _unpack(data, ZSTD, zstd_extents, lambda: library.decompressobj().decompress, zstandard.ZstdError)


def unpack_lz4(data: Bytes) -> Unpacked:
    """LZ4 Frame Format 1.6."""
    import lz4.frame
    return _unpack(data, LZ4, lz4_extents, lambda: lz4.frame.LZ4FrameDecompressor().decompress, RuntimeError)


def _unpack(data: Bytes, magic: int, extents: Callable[[Bytes, int], Extents], decoder: Callable[[], Any],
            error: type[Exception]) -> Unpacked:
    at = 0
    while at < len(data):
        found = number(data, at, 4)
        if found & 0xFFFFFFF0 == SKIPPABLE:
            at += 8 + number(data, at + 4, 4)
        elif found == magic:
            at = yield from _unpack_frame(data, extents(data, at), decoder(), error)
        else:
            raise Broken(at, "is followed by something else")
    if at > len(data):
        raise Broken(len(data), "ends early")


def _unpack_frame(data: Bytes, extents: Extents, decode: Any, error: type[Exception]
                  ) -> Generator[tuple[int, bytes], None, int]:
    while True:
        try:
            start, stop = next(extents)
        except StopIteration as end:
            return int(end.value)
        if stop > len(data):
            raise Broken(len(data), "ends early")
        try:
            piece = decode(data[start:stop].tobytes())
        except error:
            raise Broken(start, "is damaged") from None
        yield stop, piece


def zstd_extents(data: Bytes, at: int) -> Extents:
    """RFC 8878 3.1.1: header, blocks of at most 128 KiB unpacked, checksum."""
    descriptor = number(data, at + 4, 1)
    single = descriptor >> 5 & 1
    content_size = (single, 2, 4, 8)[descriptor >> 6]
    stop = at + 5 + (1 - single) + (0, 1, 2, 4)[descriptor & 3] + content_size
    yield at, stop
    last = 0
    while not last:
        at, head = stop, number(data, stop, 3)
        last, kind, size = head & 1, head >> 1 & 3, head >> 3
        # RFC 8878 3.1.1.2.2: an RLE block has one byte, whatever it unpacks to.
        stop = at + 3 + (1 if kind == 1 else size)
        yield at, stop
    if descriptor & 4:
        yield stop, stop + 4
        stop += 4
    return stop


def lz4_extents(data: Bytes, at: int) -> Extents:
    """LZ4 Frame Format: header, blocks of at most 4 MiB unpacked, end mark, checksum."""
    flags = number(data, at + 4, 1)
    block_checksum, content_size, content_checksum, dictionary = (flags >> bit & 1 for bit in (4, 3, 2, 0))
    stop = at + 7 + 8 * content_size + 4 * dictionary
    yield at, stop
    while size := number(data, stop, 4) & 0x7FFFFFFF:
        at, stop = stop, stop + 4 + size + 4 * block_checksum
        yield at, stop
    at, stop = stop, stop + 4 + 4 * content_checksum
    yield at, stop
    return stop
