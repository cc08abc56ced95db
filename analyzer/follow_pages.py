"""A flow's conversation in pages: what was said is indexed once, and read when a page is looked at; for streams of any
length."""
from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.engine import Engine
from analyzer.flows import TCP
from analyzer.follow import stream_of
from analyzer.follow_tls import Ciphertext, Stretch
from analyzer.scan import SENT
from analyzer.secrets import secret_spans, without_secrets
from dissectors.stream import Data, End, Gap, Side

PAGE = 32 << 10
"""Bytes of a page."""
GAP_WEIGHT = 64
"""What a gap counts among them."""
STEP = 1 << 20
"""Bytes after which indexing tells how far it is."""
BOTH = None
NO_ROW = -1


class Part(NamedTuple):
    """What one side said, or what the capture lacks of it.

    Attributes:
        start: where in the side's stream it begins.
        data: its bytes; none of what is missing.
        missing: how many bytes are missing.
        row: of the packet in which it begins.
        ciphertext: what is known of it where its bytes are TLS.
    """
    side: Side
    start: int
    data: bytes
    missing: int
    row: int
    ciphertext: Stretch | None = None


class Found(NamedTuple):
    """Where something was found: the page, and the bytes [start, stop) of a side."""
    page: int
    side: Side
    start: int
    stop: int


class FollowPages:
    """The conversation of one flow. Passwords are masked unless they are asked for."""

    def __init__(self, engine: Engine, flow: int) -> None:
        self._engine, self._flow = engine, flow
        is_tcp = engine.flows.value(flow, "transport") == TCP
        self._stream = stream_of(engine, flow) if is_tcp else None
        self._sides, self._missing = bytearray(), bytearray()
        self._starts, self._stops, self._rows = array("q"), array("q"), array("q")
        self._pages: dict[Side | None, list[tuple[int, int]]] = {}
        self._hidden: dict[Side, list[tuple[int, int]]] = {side: [] for side in Side}
        self._ciphertext = Ciphertext(None)

    def index(self) -> Iterator[int]:
        """Finds out who said how much; tells now and then how many bytes that was."""
        done = told = 0
        for side, start, stop, missing, row in self._said():
            if not missing and self._goes_on(side, start) and row == NO_ROW:
                self._stops[-1] = stop
            else:
                self._sides.append(side)
                self._missing.append(missing)
                self._starts.append(start)
                self._stops.append(stop)
                self._rows.append(row)
            done += stop - start
            if done - told >= STEP:
                told = done
                yield done
        if self._stream is not None and (talk := self._engine.talk(self._flow)) is not None:
            self._hidden, self._ciphertext = secret_spans(talk), Ciphertext(talk)
        yield done

    def _said(self) -> Iterator[tuple[Side, int, int, bool, int]]:
        """(side, start, stop, whether it is missing, row or NO_ROW)"""
        if self._stream is not None:
            for side, piece in self._stream.pieces():
                if not isinstance(piece, End):
                    yield side, piece.start, piece.stop, isinstance(piece, Gap), NO_ROW
            return
        at, marks = [0, 0], self._engine.packets.column("marks")
        for row in self._engine.rows_of(self._flow).tolist():
            side = Side.CLIENT if marks[row] & SENT else Side.SERVER
            size = len(self._engine.packets.payload(row))
            yield side, at[side], at[side] + size, False, row
            at[side] += size

    def _goes_on(self, side: Side, start: int) -> bool:
        return bool(self._sides) and self._sides[-1] == side and not self._missing[-1] and self._stops[-1] == start

    def size(self, way: Side | None = BOTH) -> int:
        """How many bytes were said, without those that are missing."""
        return sum(stop - start for side, start, stop, missing in zip(
            self._sides, self._starts, self._stops, self._missing, strict=True) if not missing and way in (BOTH, side))

    def count(self, way: Side | None = BOTH) -> int:
        """How many pages there are; at least one."""
        return len(self._begins(way))

    def _begins(self, way: Side | None) -> list[tuple[int, int]]:
        """Where the pages begin: (number of what was said, position in its stream)."""
        found = self._pages.get(way)
        if found is None:
            found, room = [(0, self._starts[0] if self._starts else 0)], PAGE
            for number, side in enumerate(self._sides):
                if way not in (BOTH, side):
                    continue
                at, stop = self._starts[number], self._stops[number]
                if self._missing[number]:
                    room -= GAP_WEIGHT
                    continue
                while at < stop:
                    if room <= 0:
                        found.append((number, at))
                        room = PAGE
                    taken = min(room, stop - at)
                    at, room = at + taken, room - taken
            self._pages[way] = found
        return found

    def page(self, number: int, way: Side | None = BOTH, show_secrets: bool = False) -> list[Part]:
        """What is said on a page."""
        begins = self._begins(way)
        first, at = begins[number]
        last, end = begins[number + 1] if number + 1 < len(begins) else (len(self._sides), 0)
        parts: list[Part] = []
        for said in range(first, min(last + 1, len(self._sides))):
            start = at if said == first and way in (BOTH, self._sides[said]) else self._starts[said]
            stop = end if said == last else self._stops[said]
            if start < stop and way in (BOTH, self._sides[said]):
                parts += (self._part(said, *span, show_secrets) for span in self._divided(said, start, stop))
        return parts

    def _divided(self, said: int, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """What comes before TLS, and TLS's records."""
        begins = self._ciphertext.begins(Side(self._sides[said]))
        if begins is not None and start < begins < stop:
            yield start, begins
            start = begins
        yield start, stop

    def _part(self, said: int, start: int, stop: int, show_secrets: bool) -> Part:
        side = Side(self._sides[said])
        row = self._rows[said] if self._stream is None else self._stream.packet_at(side, start)
        if self._missing[said]:
            return Part(side, start, b"", stop - start, row)
        data = self._read(said, start, stop)
        begins = self._ciphertext.begins(side)
        return Part(side, start, data if show_secrets else without_secrets(Data(start, data), self._hidden[side]), 0,
                    row, None if begins is None or start < begins else self._ciphertext.stretch(side, start, stop))

    def _read(self, said: int, start: int, stop: int) -> bytes:
        if self._stream is not None:
            return self._stream.read(Side(self._sides[said]), start, stop)
        begin = self._starts[said]
        return self._engine.packets.payload(self._rows[said])[start - begin:stop - begin]

    def row_at(self, part: Part, position: int) -> int:
        """The row of the packet that delivered a byte of a part, by its position in the side's stream."""
        return part.row if self._stream is None else self._stream.packet_at(part.side, position)

    def find(self, wanted: bytes, way: Side | None = BOTH, behind: Found | None = None) -> Iterator[Found | None]:
        """Looks for bytes, in any case of letters, from behind a place on and around the end; a step a page. What is
        masked is not found. Nothing is found at the end, or the first place is the last that comes."""
        pages, wanted = self.count(way), wanted.lower()
        first, after = (0, (-1, -1)) if behind is None else (behind.page, self._place(behind, way))
        for turn in range(pages + 1 if wanted else 0):
            for place, found in self._in_page((first + turn) % pages, way, wanted):
                if turn or (place, found.start) > after:
                    yield found
                    return
            yield None

    def _place(self, found: Found, way: Side | None) -> tuple[int, int]:
        """Where on its page something was found: in which part, and where in the stream."""
        places = [place for place, part in enumerate(self.page(found.page, way))
                  if part.side is found.side and part.start <= found.start]
        return max(places, default=-1), found.start

    def _in_page(self, number: int, way: Side | None, wanted: bytes) -> Iterator[tuple[int, Found]]:
        """What is found in each part of a page, with the number of the part."""
        parts, following = self.page(number, way), self._following(number, way, len(wanted) - 1)
        for place, part in enumerate(parts):
            text, at = (part.data + (following if place == len(parts) - 1 else b"")).lower(), -1
            while 0 <= (at := text.find(wanted, at + 1)) < len(part.data):
                yield place, Found(number, part.side, part.start + at, part.start + at + len(wanted))

    def _following(self, number: int, way: Side | None, size: int) -> bytes:
        """What follows the end of a page, if the same is said on."""
        begins = self._begins(way)
        if number + 1 == len(begins) or size <= 0:
            return b""
        said, at = begins[number + 1]
        if self._missing[said] or at == self._starts[said]:
            return b""
        return self._part(said, at, min(at + size, self._stops[said]), show_secrets=False).data
