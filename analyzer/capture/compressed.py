"""Unpacks compressed captures to a scratch file, within limits; damage costs only what stands behind it."""
from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from analyzer.capture import sniff
from analyzer.capture.damage import Damage
from analyzer.capture.source import CHUNK, Scratch
from analyzer.errors import CaptureError

RATIO_AT_MOST = 1000
"""No capture packs this well; gzip can't do more, and what does is meant to fill the disk."""
RATIO_FROM = 64 << 20
"""The ratio is not asked before so many bytes."""
UNPACKED_AT_MOST = 256 << 30
"""The largest scratch file."""
FIRST_CHUNK = 16 << 10
"""How much is read of a new gzip member at first: a file may have very many small ones."""


class Broken(Exception):
    """Compressed data is wrong at byte `at` of the file."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at, self.reason = at, reason


Bytes = npt.NDArray[np.uint8]
Unpacked = Iterator[tuple[int, bytes]]
"""Pieces of bounded size, each with the position in the file up to which was read."""


def unpack(data: Bytes, compression: str, name: str) -> tuple[IO[bytes], Damage | None]:
    """Unpacks to a scratch file: as much as can be had, and what was wrong behind it.

    Raises:
        CaptureError: where it grows past the limits, or there is no room for it.
    """
    with Scratch(name) as scratch:
        damage = None
        try:
            for at, piece in unpackers()[compression](data):
                _check_limits(name, at, scratch.size + len(piece))
                scratch.write(piece)
        except Broken as broken:
            damage = Damage(scratch.size, f"the {compression} data {broken.reason} at byte {broken.at} of the file")
        return scratch.keep(), damage


def unpackers() -> dict[str, Callable[[Bytes], Unpacked]]:
    """What unpacks each compression; the libraries are loaded when one is used."""
    from analyzer.capture.frames import unpack_lz4, unpack_zstd
    return {"gzip": unpack_gzip, "zstd": unpack_zstd, "lz4": unpack_lz4}


def _check_limits(name: str, packed: int, unpacked: int) -> None:
    if unpacked > RATIO_FROM and unpacked > packed * RATIO_AT_MOST:
        raise CaptureError(f"{name}: refused: {packed} bytes of it unpack to more than {RATIO_AT_MOST} times as much, "
                           "which no capture does")
    if unpacked > UNPACKED_AT_MOST:
        raise CaptureError(f"{name}: refused: it unpacks to more than {UNPACKED_AT_MOST >> 30} GB; "
                           "unpack it to a file of its own and open that")


def unpack_gzip(data: Bytes) -> Unpacked:
    """RFC 1952 2.2: members one after the other; zeros behind the last are padding."""
    at = yield from _unpack_member(data, 0)
    while at < len(data):
        if data[at] == 0 and not data[at:].any():
            return
        if sniff.compression(data[at:at + 2].tobytes()) != "gzip":
            raise Broken(at, "is followed by something else")
        at = yield from _unpack_member(data, at)


def _unpack_member(data: Bytes, at: int) -> Generator[tuple[int, bytes], None, int]:
    """Unpacks the member at `at`; gives the position behind it."""
    decoder, size = zlib.decompressobj(wbits=31), FIRST_CHUNK
    while not decoder.eof:
        pending = data[at:at + size].tobytes()
        if not pending:
            raise Broken(at, "ends early")
        at, size, more = at + len(pending), min(2 * size, CHUNK), True
        while more and not decoder.eof:
            before = decoder.copy()
            try:
                piece = decoder.decompress(pending, CHUNK)
            except zlib.error:
                yield from _salvage(before, pending, at - len(pending))
                return at
            pending = decoder.unconsumed_tail
            yield at - len(pending), piece
            more = bool(pending) or len(piece) == CHUNK
    return at - len(decoder.unused_data)


def _salvage(decoder: Any, data: bytes, at: int) -> Unpacked:
    """What can be unpacked before the damage: by smaller and smaller steps up to it."""
    done = 0
    for step in (4096, 64, 1):
        while done < len(data):
            before = decoder.copy()
            try:
                piece = decoder.decompress(data[done:done + step])
            except zlib.error:
                decoder = before
                break
            done += step
            yield at + done, piece
    raise Broken(at + done, "is damaged")
