"""A stream of which both sides are compressed from a place on (RFC 4978): its bytes as they were meant."""
from __future__ import annotations

from collections.abc import Iterator

from analyzer.stream import Stream
from dissectors.deflate import BEGIN, Inflated
from dissectors.mail.dialogue import looks_like_text
from dissectors.mail.events import Compressed
from dissectors.stream import Data, End, Gap, Piece, Problem, Side

HEAD = 8
"""Bytes by which a compressed stream is told from text: fewer may look alike by chance."""


class Unpacking:
    """Unpacks both sides from the places on that the conversation named. A side on which text follows all the same is
    left as it is: some captures are of sessions that were unpacked before."""

    def __init__(self, event: Compressed) -> None:
        self.event = event
        self._at = event.client_at, event.server_at
        self._sides: list[Inflated | None] = [None, None]
        self._decided = [False, False]
        self._held: list[list[Data]] = [[], []]     # what came before that

    def receive(self, side: Side, piece: Piece) -> Iterator[Piece]:
        """A piece as it was meant: what stands before the place as it is, the rest unpacked."""
        at = self._at[side]
        if isinstance(piece, End):
            yield from self._unpacked(side, piece)
        elif isinstance(piece, Gap):
            if piece.start < at:
                yield Gap(piece.start, min(piece.stop, at) - piece.start)
            if piece.stop > at:
                yield from self._unpacked(side, Gap(max(piece.start, at), piece.stop - max(piece.start, at)))
        else:
            if piece.start < at:
                yield Data(piece.start, piece.data[:at - piece.start])
            if piece.stop > at:
                yield from self._unpacked(side, Data(max(piece.start, at), piece.data[max(at - piece.start, 0):]))

    def at(self, side: Side, position: int) -> Inflated | None:
        """What knows about a position; None for one of the stream below."""
        return self._sides[side] if position >= BEGIN else None

    def problems(self) -> Iterator[Problem]:
        """Why a side was not read to its end."""
        for side, inflated in zip(Side, self._sides, strict=True):
            if inflated is not None and inflated.problem:
                stop = BEGIN + inflated.size
                yield Problem(side=side, start=stop, stop=stop, reason=inflated.problem)

    def _unpacked(self, side: Side, piece: Piece) -> Iterator[Piece]:
        if not self._decided[side]:
            held = self._held[side]
            if isinstance(piece, Data):
                held.append(piece)
            head = b"".join(one.data[:HEAD] for one in held)[:HEAD]
            is_text = looks_like_text(head)
            if isinstance(piece, Data) and is_text and len(head) < HEAD:
                return
            self._decided[side] = True
            if not is_text or (isinstance(piece, Gap) and not held):
                self._sides[side] = Inflated(self._at[side])
            self._held[side] = []
            for one in held:
                yield from self._made(side, one)
            if isinstance(piece, Data):
                return
        yield from self._made(side, piece)

    def _made(self, side: Side, piece: Piece) -> Iterator[Piece]:
        inflated = self._sides[side]
        made = piece if inflated is None else inflated.receive(piece)
        if made is not None:
            yield made


class InflatedStream:
    """As the stream below, with positions of unpacked bytes too."""

    def __init__(self, stream: Stream, unpacking: Unpacking) -> None:
        self._below, self._unpacking = stream, unpacking
        self.owner, self.flow, self.segments = stream.owner, stream.flow, stream.segments

    def pieces(self) -> Iterator[tuple[Side, Piece]]:
        """Both sides' pieces in the order in which they completed; last the two ends."""
        again = Unpacking(self._unpacking.event)
        for side, piece in self._below.pieces():
            for part in again.receive(side, piece):
                yield side, part

    def packet_at(self, side: Side, position: int) -> int:
        """The row of the packet that delivered the byte at a position."""
        inflated = self._unpacking.at(side, position)
        return self._below.packet_at(side, position if inflated is None else max(inflated.below(position).stop - 1, 0))

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """The bytes [start, stop) of one direction; missing ones are left out."""
        inflated = self._unpacking.at(side, start)
        return self._below.read(side, start, stop) if inflated is None else inflated.read(start, stop)

    def rows_between(self, side: Side, start: int, stop: int) -> list[int]:
        """The rows of the packets that delivered bytes [start, stop) of one direction, ascending."""
        return sorted({row for row, _, _ in self.parts(side, start, stop)})

    def parts(self, side: Side, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of the packets that delivered the bytes [start, stop) of one direction."""
        inflated = self._unpacking.at(side, start)
        if inflated is None:
            yield from self._below.parts(side, start, stop)
            return
        for piece in inflated.pieces(start, stop):
            yield self.packet_at(side, piece.start), max(piece.start, start), min(piece.stop, stop)
