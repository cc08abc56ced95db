"""What `follow` says in place of TLS's records: how much each side sent, and for which server's name it asked."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.conversations import Talk
from dissectors.stream import Data, Piece, Problem, Side
from dissectors.tls.events import ClientHello, Encrypted, ServerHello


class Stretch(NamedTuple):
    """What one side sent at [start, stop) of its stream, of which nothing can be read."""
    start: int
    stop: int
    server_name: str | None

    def text(self) -> str:
        """What stands in its place."""
        name = "".join(filter(str.isprintable, f", server name {self.server_name}")) if self.server_name else ""
        return f"[TLS, {self.stop - self.start} bytes{name}]"


class Ciphertext:
    """Where a flow's streams are TLS."""

    def __init__(self, talk: Talk | None) -> None:
        self._from = None if talk is None else (0, 0) if _is_all_tls(talk) else talk.tls_from
        self._names: tuple[dict[int, str | None], ...] = {}, {}     # that were asked for, by side and place
        for event in talk.events if talk is not None and self._from is not None else ():
            if isinstance(event, ClientHello):
                self._names[event.side][event.start] = event.server_name
        self._hellos = [sorted(names) for names in self._names]

    def begins(self, side: Side) -> int | None:
        """From where on a side's stream is TLS; None where it is not."""
        return None if self._from is None else self._from[side]

    def stretch(self, side: Side, start: int, stop: int) -> Stretch:
        """What a side sent at [start, stop)."""
        at, hellos = bisect_left(self._hellos[side], start), self._hellos[side]
        return Stretch(start, stop, self._names[side][hellos[at]] if at < len(hellos) and hellos[at] < stop else None)

    def without(self, pieces: Iterable[tuple[Side, Piece]]) -> Iterator[tuple[Side, Piece | Stretch]]:
        """A flow's pieces with stretches in place of the records; what a side sends without a break is one."""
        speaker, start, stop = Side.CLIENT, 0, 0
        for side, piece in pieces:
            begins = self.begins(side)
            hidden = begins is not None and isinstance(piece, Data) and piece.stop > begins
            if start < stop and not (hidden and side is speaker and piece.start == stop):
                yield speaker, self.stretch(speaker, start, stop)
                start = stop
            if begins is None or not hidden or not isinstance(piece, Data):
                yield side, piece
                continue
            if piece.start < begins:
                yield side, Data(piece.start, piece.data[:begins - piece.start])
            if start == stop:
                speaker, start = side, max(piece.start, begins)
            stop = piece.stop
        if start < stop:
            yield speaker, self.stretch(speaker, start, stop)


def _is_all_tls(talk: Talk) -> bool:
    """Whether a flow was TLS from its beginning: others may have its port."""
    if talk.service != "tls":
        return False
    known = [event for event in talk.events if isinstance(event, ClientHello | ServerHello | Encrypted | Problem)]
    return bool(known) and not isinstance(known[0], Problem)
