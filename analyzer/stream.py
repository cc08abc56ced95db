"""Stream: one TCP flow as Data and Gap pieces, with the way back to its packets."""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.tcp import CONFLICTS, LENGTH, MISSING, OUT_OF_ORDER, RETRANSMISSIONS, SIDE_COUNTS
from analyzer.tcp_state import Seen
from dissectors.stream import Data, End, Gap, How, Piece, Side

if TYPE_CHECKING:
    from analyzer.streams import Streams

LARGEST_PIECE = 1 << 20
"""Neighbouring segments are handed on as one piece up to this many bytes."""
KEPT = 1 << 20
"""Bytes of a stream that are kept from its pieces, for those who read in it afterwards."""
NO_PLACE = UNKNOWN = -1
SIDES = tuple(Side)
FIN = int(Seen.FIN_SENT), int(Seen.FIN_RECEIVED)
RESET = int(Seen.RESET)


@dataclass(frozen=True, slots=True)
class SideCounts:
    """What reassembly found in one direction; bytes and segments."""
    retransmissions: int
    out_of_order: int
    missing_bytes: int
    conflicts: int
    length: int


class Stream:
    """One flow's bytes in both directions."""

    def __init__(self, owner: Streams, flow: int, index: int, begin: int, end: int) -> None:
        """`index`: which of the owner's flows it is; its slices are those of [begin, end)."""
        self.flow = flow
        self.owner, self._index = owner, index
        self._begin, self._end = begin, end
        self._kept = _Kept([], []), _Kept([], [])
        self._found: list[_Slices | None] = [None, None]

    def counts(self, side: Side) -> SideCounts:
        """What reassembly found in one direction."""
        at = (2 * self._index + side) * SIDE_COUNTS
        found = self.owner.counts[at:at + SIDE_COUNTS].tolist()
        return SideCounts(found[RETRANSMISSIONS], found[OUT_OF_ORDER], found[MISSING], found[CONFLICTS],
                          found[LENGTH])

    def pieces(self) -> Iterator[tuple[Side, Piece]]:
        """Both sides' pieces in the order in which they completed; last the two ends."""
        owner, kept, room = self.owner, (_Kept([], []), _Kept([], [])), KEPT
        self._kept = kept
        bytes_of = self._reader()
        at = [0 if syn else UNKNOWN for syn in owner.syns[2 * self._index:2 * self._index + 2].tolist()]
        for side, start, stop, begin, end in self._runs():
            if start > at[side] >= 0:
                yield SIDES[side], Gap(at[side], start - at[side])
            at[side] = stop
            if stop - start > LARGEST_PIECE and end - begin > 1:
                for first, last in self._parts(begin, end):
                    yield SIDES[side], Data(int(owner.start[first]), bytes_of(first, last))
                continue
            data = bytes_of(begin, end)
            room -= stop - start
            if room >= 0:
                kept[side].starts.append(start)
                kept[side].data.append(data)
            yield SIDES[side], Data(start, data)
        yield from self._ends(at)

    def _ends(self, at: list[int]) -> Iterator[tuple[Side, Piece]]:
        """What is missing at the sides' ends, and the ends."""
        seen = self.owner.flow_table.value(self.flow, "seen")
        begin = 2 * self._index * SIDE_COUNTS + LENGTH
        lengths = self.owner.counts[begin:begin + 2 * SIDE_COUNTS:SIDE_COUNTS].tolist()
        for side, length in zip(SIDES, lengths, strict=True):
            reached = max(at[side], 0)
            if length > reached:
                yield side, Gap(reached, length - reached)
            yield side, End(max(length, reached), _how(seen, side))

    def _runs(self) -> Iterator[tuple[int, int, int, int, int]]:
        """(side, start, stop, begin, end): what lies at [start, stop) of a side without a gap are the slices
        [begin, end)."""
        owner = self.owner
        first, last = owner.flow_runs[self._index:self._index + 2].tolist()
        begins = owner.runs[first:last + 1].tolist()
        return zip(owner.run_side[first:last].tolist(), owner.run_start[first:last].tolist(),
                   owner.run_stop[first:last].tolist(), begins[:-1], begins[1:], strict=True)

    def _parts(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Slices [begin, end) of a long run in several pieces."""
        starts = self.owner.start[begin:end].tolist()
        at = 0
        while int(self.owner.stop[end - 1]) - starts[at] > LARGEST_PIECE and end - begin - at > 1:
            middle = bisect_left(starts, starts[at] + LARGEST_PIECE, at + 1)
            yield begin + at, begin + middle
            at = middle
        if begin + at < end:
            yield begin + at, end

    def _reader(self) -> Callable[[int, int], bytes]:
        """What gives the bytes of slices [begin, end), which follow each other."""
        owner, base, memory = self.owner, self._begin, self.owner.memory
        part = slice(self._begin, self._end)
        places, behind = owner.place[part].tolist(), owner.place_stop[part].tolist()
        if NO_PLACE in places:
            return lambda begin, end: b"".join(map(self._bytes, range(begin, end)))

        def read(begin: int, end: int) -> bytes:
            if end - begin == 1:
                return memory[places[begin - base]:behind[begin - base]].tobytes()
            spans = zip(places[begin - base:end - base], behind[begin - base:end - base], strict=True)
            return b"".join([memory[place:stop] for place, stop in spans])
        return read

    def packet_at(self, side: Side, position: int) -> int:
        """The row of the packet that delivered the byte at a position; for a missing byte that of the one before it,
        and for an empty stream the flow's first."""
        numbers, positions = self._slices(side)
        found = bisect_right(positions, position) - 1
        if not positions:
            return self.owner.flow_table.value(self.flow, "first_row")
        return self._row_of(numbers.item(max(found, 0)))

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """The bytes [start, stop) of one direction; missing ones are left out."""
        kept = self._kept[side]
        found = bisect_right(kept.starts, start) - 1
        if found >= 0 and stop - kept.starts[found] <= len(kept.data[found]):
            return kept.data[found][start - kept.starts[found]:stop - kept.starts[found]]
        numbers, positions = self._slices(side)
        first, last = max(bisect_right(positions, start) - 1, 0), bisect_left(positions, stop)
        wanted, owner = numbers[first:last], self.owner
        places, behind = owner.place[wanted].tolist(), owner.place_stop[wanted].tolist()
        memory = owner.memory
        parts = [memory[place:end] if place >= 0 else self._bytes(wanted.item(at))
                 for at, (place, end) in enumerate(zip(places, behind, strict=True))]
        if parts:
            end = positions[last - 1] + len(parts[-1])
            parts[-1] = parts[-1][:len(parts[-1]) - max(end - stop, 0)]
            parts[0] = parts[0][max(start - positions[first], 0):]
        return b"".join(parts)

    def parts(self, side: Side, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of the packets that delivered the bytes [start, stop) of one direction."""
        numbers, positions = self._slices(side)
        first, last = max(bisect_right(positions, start) - 1, 0), bisect_left(positions, stop)
        wanted, owner = numbers[first:last], self.owner
        rows = owner.segment_rows[owner.segment[wanted]].tolist()
        for row, begin, end in zip(rows, positions[first:last], owner.stop[wanted].tolist(), strict=True):
            if end > start:
                yield row, max(begin, start), min(end, stop)

    def rows_between(self, side: Side, start: int, stop: int) -> list[int]:
        """The rows of the packets that delivered bytes [start, stop) of one direction, ascending."""
        numbers, positions = self._slices(side)
        wanted = numbers[max(bisect_right(positions, start) - 1, 0):bisect_left(positions, stop)]
        rows: list[int] = np.unique(self.owner.segment_rows[self.owner.segment[wanted]]).tolist()
        return rows

    def segments(self, side: Side) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of what each packet holds of one direction, wanted or not, in order of capture."""
        owner, group = self.owner, 2 * self._index + side
        for number in range(int(owner.segment_bounds[group]), int(owner.segment_bounds[group + 1])):
            start = int(owner.segment_start[number])
            yield int(owner.segment_rows[number]), start, start + int(owner.segment_held[number])

    def _slices(self, side: Side) -> _Slices:
        found = self._found[side]
        if found is None:
            numbers = (self.owner.side[self._begin:self._end] == int(side)).nonzero()[0] + self._begin
            found = self._found[side] = _Slices(numbers, self.owner.start[numbers].tolist())
        return found

    def _row_of(self, number: int) -> int:
        row: int = self.owner.segment_rows.item(self.owner.segment.item(number))
        return row

    def _bytes(self, number: int) -> bytes:
        owner, place = self.owner, int(self.owner.place[number])
        if place >= 0:
            return owner.memory[place:int(owner.place_stop[number])].tobytes()
        offset = int(owner.offset[number])
        size = int(owner.stop[number] - owner.start[number])
        return owner.table.payload(self._row_of(number))[offset:offset + size]


class _Slices(NamedTuple):
    """One side's slices in order, and where they start. Of most streams few bytes are asked for: the rest is looked up
    then."""
    numbers: Array
    positions: list[int]


class _Kept(NamedTuple):
    """Pieces of one side."""
    starts: list[int]
    data: list[bytes]


def _how(seen: int, side: Side) -> How:
    if seen & FIN[side]:
        return How.FIN
    return How.RESET if seen & RESET else How.CAPTURE
