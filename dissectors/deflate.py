"""DEFLATE as a layer of a stream (RFC 4978): compressed pieces go in, what they stand for comes out."""
from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from dissectors.stream import Data, End, Gap, Piece

BEGIN = 1 << 50
"""The position of the first unpacked byte: none of the stream below has such a one."""
LARGEST = 1 << 28
"""Bytes of a side that are unpacked at most."""
FREE = 1 << 20
STEEPEST = 200
"""Of few bytes, so many are unpacked at most: FREE and STEEPEST for each compressed one. Mail has less than 30."""


class Span(NamedTuple):
    """Where unpacked bytes came from: [start, stop) of the side's stream below."""
    start: int
    stop: int


class Inflated:
    """One side of a connection from the position on at which it is compressed.

    Attributes:
        problem: why it is not read on; "" for no reason.
    """

    def __init__(self, start: int) -> None:
        self._begin = start
        self._taken = 0     # compressed bytes so far
        self._inflater = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        self._pieces: list[Data] = []
        self._spans: list[Span] = []
        self.size = 0
        self.problem = ""

    def receive(self, piece: Piece) -> Piece | None:
        """The next compressed piece, unpacked; None where nothing comes out of it (yet)."""
        if isinstance(piece, End):
            return End(BEGIN + self.size, piece.how)
        if self.problem:
            return None
        if isinstance(piece, Gap):
            self.problem = "bytes are missing: what was compressed behind them can't be unpacked"
            return None
        self._taken += len(piece.data)
        unpacked = self._unpack(piece.data)
        if not unpacked:
            return None
        made = Data(BEGIN + self.size, unpacked)
        self._pieces.append(made)
        self._spans.append(Span(piece.start, piece.stop))
        self.size += len(unpacked)
        return made

    def pieces(self, start: int, stop: int) -> Iterator[Data]:
        """The unpacked pieces that have some of the bytes [start, stop)."""
        for piece in islice(self._pieces, max(self._number_at(start), 0), None):
            if piece.start >= stop:
                break
            yield piece

    def read(self, start: int, stop: int) -> bytes:
        """Unpacked bytes."""
        return b"".join([piece.data[max(start - piece.start, 0):stop - piece.start]
                         for piece in self.pieces(start, stop)])

    def below(self, position: int) -> Span:
        """Where the compressed bytes are that an unpacked one came from."""
        number = max(self._number_at(position), 0)
        return self._spans[number] if self._spans else Span(self._begin, self._begin)

    def _number_at(self, position: int) -> int:
        return bisect_right(self._pieces, position, key=_start) - 1

    def _unpack(self, data: bytes) -> bytes:
        allowed = min(LARGEST, FREE + STEEPEST * self._taken) - self.size
        try:
            made = self._inflater.decompress(data, max(allowed, 1))
        except zlib.error as error:
            self.problem = f"it is no DEFLATE stream: {error}"
            return b""
        if self._inflater.unconsumed_tail:
            self.problem = "too much would come out of it"
        elif self._inflater.eof:
            self.problem = "the compressed stream has ended"
        return made


def _start(piece: Data) -> int:
    return piece.start
