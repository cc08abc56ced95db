"""Pieces of a section of an email that IMAP's FETCH brings, in any order and some of them again, put together."""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from analyzer.messages import STEP, Email, Span

MOST_TOUCHED, SMALLEST = 64, 512
"""A range that is fetched again is compared with so many pieces, and one more for so many bytes of it."""


class Piece(NamedTuple):
    """Bytes [begin, end) of a section: where they lie in the stream, and the email that they were sent as."""
    begin: int
    end: int
    spans: Sequence[Span]
    email: Email

    def part(self, begin: int, end: int) -> Piece:
        """Its bytes [begin, end) of the section."""
        return Piece(begin, end, list(_cut(self.spans, begin - self.begin, end - self.begin)), self.email)

    def equals(self, other: Piece, begin: int, end: int) -> bool:
        """Whether both have the same bytes at [begin, end) of the section."""
        return all(self.part(at, min(at + STEP, end)).bytes() == other.part(at, min(at + STEP, end)).bytes()
                   for at in range(begin, end, STEP))

    def bytes(self) -> bytes:
        """Its bytes."""
        return b"".join(self.email.talk.read(self.email.side, span.start, span.stop) for span in self.spans)


_BEGIN, _END = itemgetter(0), itemgetter(1)


@dataclass(slots=True)
class Section:
    """What was fetched of a section; `size` where that is known. No byte is there twice."""
    pieces: list[Piece] = field(default_factory=list)
    size: int | None = None
    held: int = 0
    lossy: int = 0      # pieces of which bytes are missing

    def add(self, piece: Piece) -> bool:
        """Adds what of a piece is not there yet; False where it seems to be of another email: bytes differ, or some
        are missing so that nothing tells."""
        first = bisect_left(self.pieces, piece.begin, key=_END)
        last = bisect_right(self.pieces, piece.end, key=_BEGIN)
        touched = self.pieces[first:last]
        if len(touched) > MOST_TOUCHED + (piece.end - piece.begin) // SMALLEST:
            return False
        both = [(old, max(old.begin, piece.begin), min(old.end, piece.end)) for old in touched]
        both = [(old, begin, end) for old, begin, end in both if begin < end]
        if both and not piece.email.complete:
            return sum(end - begin for _, begin, end in both) == piece.end - piece.begin
        if not all(_gives_way(old, piece) or (old.email.complete and old.equals(piece, begin, end))
                   for old, begin, end in both):
            return False
        self.pieces[first:last] = self._filled(touched, piece)
        return True

    def _filled(self, touched: Sequence[Piece], piece: Piece) -> list[Piece]:
        """Pieces that a new one touches, and what it adds."""
        kept = [old for old in touched if not _gives_way(old, piece)]
        added, at = list[Piece](), piece.begin
        for old in kept:
            if at < old.begin:
                added.append(piece.part(at, old.begin))
            at = max(at, old.end)
        if at < piece.end or not kept or not piece.email.complete:
            added.append(piece.part(min(at, piece.end), piece.end))
        for sign, changed in ((1, added), (-1, [old for old in touched if _gives_way(old, piece)])):
            self.held += sign * sum(one.end - one.begin for one in changed)
            self.lossy += sign * sum(not one.email.complete for one in changed)
        return sorted(kept + added, key=itemgetter(0, 1))

    @property
    def ended(self) -> bool:
        """Whether all of it was fetched."""
        return self.held == self.size

    @property
    def whole(self) -> bool:
        """Whether it is there from its first to its last byte."""
        return self.ended and not self.lossy

    def emails(self) -> list[Email]:
        """Pieces that follow each other as one; without those that say that there is nothing behind the end."""
        whole, found, at = self.whole, list[Email](), -1
        for begin, end, spans, email in self.pieces:
            if begin == end and email.complete and begin not in (0, at):
                continue
            if begin == at:
                found[-1].spans += spans
            else:
                email.spans = list(spans)
                found.append(email)
            one, at = found[-1], end
            one.complete, one.status = whole, email.status
            one.flags = email.flags if email.flags is not None else one.flags
        return found


def _gives_way(old: Piece, new: Piece) -> bool:
    """Whether a piece of which bytes are missing lies within a whole one."""
    return not old.email.complete and new.email.complete and new.begin <= old.begin and old.end <= new.end


def _cut(spans: Sequence[Span], begin: int, end: int) -> Iterator[Span]:
    """The spans of bytes [begin, end) of what they are together."""
    at = 0
    for span in spans:
        size = span.stop - span.start
        first, last = max(begin - at, 0), min(end - at, size)
        if first < last:
            yield span._replace(start=span.start + first, stop=span.start + last)
        at += size
