"""Fragments: puts IP datagrams together again from their pieces, in bounded memory."""
from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_BYTES = 64 << 20
"""Bytes of unfinished datagrams that are kept; the oldest go first."""
LARGEST = 65_535
"""The largest payload of a datagram (RFC 791 3.1, RFC 8200 4.5)."""
MOST_PIECES = LARGEST // 8 + 1


class Key(NamedTuple):
    """What the pieces of one datagram share (RFC 791 3.2, RFC 8200 4.5)."""
    source: int
    destination: int
    protocol: int
    identification: int


class Piece(NamedTuple):
    """A piece: its packet's row, its place in the datagram, whether more follow, its bytes."""
    row: int
    offset: int
    more: bool
    data: bytes


@dataclass(slots=True)
class _Pending:
    pieces: list[Piece] = field(default_factory=list)
    size: int = 0
    end: int = -1


class Defragmenter:
    """Collects pieces; gives a datagram's payload with the piece that completes it."""

    def __init__(self) -> None:
        self._pending: OrderedDict[Key, _Pending] = OrderedDict()
        self._bytes = 0

    def add(self, key: Key, piece: Piece) -> tuple[bytes, list[int]] | None:
        """Takes a piece; where the datagram is now whole, its payload and the rows of its pieces.

        Of overlapping pieces the first that was captured wins, as with TCP. Pieces past the largest datagram, and
        pieces of datagrams in more pieces than there can be, are left out.
        """
        if piece.offset + len(piece.data) > LARGEST:
            return None
        pending = self._pending.setdefault(key, _Pending())
        if len(pending.pieces) >= MOST_PIECES:
            return None
        pending.pieces.append(piece)
        pending.size += len(piece.data)
        self._bytes += len(piece.data)
        if not piece.more:
            pending.end = piece.offset + len(piece.data)
        if pending.end >= 0 and pending.size >= pending.end:
            payload = _joined(pending)
            if payload is not None:
                self._drop(key)
                return payload, [p.row for p in pending.pieces]
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self._pending)))
        return None

    def _drop(self, key: Key) -> None:
        self._bytes -= self._pending.pop(key).size


def _joined(pending: _Pending) -> bytes | None:
    payload, at = bytearray(pending.end), 0
    for piece in reversed(pending.pieces):
        if piece.offset < pending.end:
            payload[piece.offset:piece.offset + len(piece.data)] = piece.data[:pending.end - piece.offset]
    for piece in sorted(pending.pieces, key=lambda p: p.offset):
        if piece.offset > at:
            return None
        at = max(at, piece.offset + len(piece.data))
    return bytes(payload) if at >= pending.end else None
