"""Streams: flows as Data and Gap pieces, put together from their segments, with the way back to packets."""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.flows import TCP, FlowTable, Seen
from analyzer.scan import REASSEMBLED, SENT
from analyzer.table import PacketTable
from analyzer.tcp import (
    CONFLICTS,
    LENGTH,
    MISSING,
    OUT_OF_ORDER,
    RETRANSMISSIONS,
    SIDE_COUNTS,
    arrange,
)
from dissectors.stream import Data, End, Gap, How, Piece, Side

if TYPE_CHECKING:
    from dissectors.mail.plain import Slices

LARGEST_PIECE = 1 << 20
"""Neighbouring segments are handed on as one piece up to this many bytes."""
KEPT = 1 << 20
"""Bytes of a stream that are kept from its pieces, for those who read in it afterwards."""
NO_SEQUENCE = NO_PLACE = UNKNOWN = -1
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


class Streams:
    """The reassembled TCP flows of a selection. `flows`: their numbers, ascending."""

    def __init__(self, table: PacketTable, flows: FlowTable, numbers: Sequence[int] | Array) -> None:
        self.table, self.flow_table = table, flows
        self.flows: Array = np.asarray(numbers, np.int64)
        rows, bounds = _rows_by_side(table, flows, self.flows)
        self.segment_rows, self.segment_bounds = rows, bounds
        self._arrange(rows, bounds)

    def _arrange(self, rows: Array, bounds: Array) -> None:
        table, count, flows = self.table, len(rows), len(self.flows)
        size = table.column("payload_size")[rows].astype(np.int64)
        reassembled = table.column("marks")[rows] & REASSEMBLED != 0
        payload_at = table.column("payload_at")[rows].astype(np.int64)
        held = np.minimum(size, np.maximum(table.column("caplen")[rows].astype(np.int64) - payload_at, 0))
        held[reassembled] = size[reassembled]
        place = table.column("offset")[rows] + payload_at
        place[reassembled] = NO_PLACE
        largest = int(np.diff(bounds).max(initial=0))
        numbers = [np.zeros(n, np.int64) for n in (count, count, count, largest + 1, largest + 1)]
        start, acknowledged, used, order, spare = numbers
        sides = [np.zeros(2 * largest + 1, np.int64) for _ in range(6)]
        self.conflict = np.zeros(count, np.uint8)
        self.side = np.zeros(2 * count, np.uint8)
        self.start, self.stop, self.segment = (np.zeros(2 * count, np.int64) for _ in range(3))
        self.bounds = np.zeros(flows + 1, np.int64)
        self.counts = np.zeros(2 * flows * SIDE_COUNTS, np.int64)
        self.segment_start, self.segment_held, self._place = start, held, place
        bases, syns = self._bases()
        self.syns = syns
        arrange.for_work(count)(
            table.data, bounds, bases, syns, table.column("sequence")[rows], table.column("acknowledgment")[rows],
            size, held, table.column("tcp_flags")[rows], rows, place, start, acknowledged, used, self.conflict, order,
            spare, *sides, self.side, self.start, self.stop, self.segment, self.bounds, self.counts)
        self._place_slices(int(self.bounds[-1]))

    def _place_slices(self, count: int) -> None:
        """Where each slice's bytes are in the capture (-1: in a datagram put together), and where runs of slices
        begin that follow each other on one side."""
        side, start, stop, segment = (a[:count] for a in (self.side, self.start, self.stop, self.segment))
        offset = start - self.segment_start[segment]
        self.offset = offset
        self.place = np.where(self._place[segment] >= 0, self._place[segment] + offset, NO_PLACE)
        self.place_stop = self.place + stop - start
        follows = np.zeros(count + 1, bool)
        follows[1:count] = (side[1:] == side[:-1]) & (start[1:] == stop[:-1])
        follows[self.bounds] = False
        self.runs = np.flatnonzero(~follows)
        self.flow_runs = np.searchsorted(self.runs, self.bounds)
        begins, lasts = self.runs[:-1], self.runs[1:] - 1
        self.run_side, self.run_start, self.run_stop = side[begins], start[begins], stop[lasts]
        self.memory: memoryview = self.table.data.data

    def _bases(self) -> tuple[Array, Array]:
        """The sequence number of each side's position 0 (-1 where nothing of it is known); whether it sent a SYN."""
        column = self.flow_table.column
        syns = np.stack([column("syn_sent")[self.flows] >= 0, column("syn_received")[self.flows] >= 0], axis=1)
        bases = np.stack([column("base_sent")[self.flows], column("base_received")[self.flows]], axis=1)
        bases = np.where(bases >= 0, (bases + 1) & 0xFFFFFFFF, NO_SEQUENCE)
        return bases.reshape(-1), syns.reshape(-1).astype(np.uint8)

    def stream(self, flow: int) -> Stream:
        """One flow of the selection."""
        index = int(np.searchsorted(self.flows, flow))
        if index >= len(self.flows) or self.flows[index] != flow:
            raise KeyError(flow)
        return Stream(self, flow, index)

    def slices_of(self, flows: Array) -> Slices:
        """Where the bytes of some flows of the selection are, for kernels that read them all."""
        from dissectors.mail.plain import Slices
        index = np.searchsorted(self.flows, flows)
        lengths = self.counts.reshape(-1, 2, SIDE_COUNTS)[index, :, LENGTH]
        lengths[self.syns.reshape(-1, 2)[index] == 0] = UNKNOWN
        return Slices(self.table.data, self.side, self.place, self.start, self.stop, self.bounds[index],
                      self.bounds[index + 1], lengths.reshape(-1))

    def missing_bytes(self) -> Array:
        """For each flow of the selection the missing bytes of both sides."""
        return self._per_flow(MISSING)

    def retransmissions(self) -> Array:
        """For each flow of the selection the retransmitted segments of both sides."""
        return self._per_flow(RETRANSMISSIONS)

    def out_of_order(self) -> Array:
        """For each flow of the selection the segments that came late, of both sides."""
        return self._per_flow(OUT_OF_ORDER)

    def _per_flow(self, what: int) -> Array:
        counts: Array = self.counts.reshape(-1, 2, SIDE_COUNTS)[:, :, what].sum(axis=1)
        return counts


class Stream:
    """One flow's bytes in both directions."""

    def __init__(self, owner: Streams, flow: int, index: int) -> None:
        self.flow = flow
        self.owner, self._index = owner, index
        self._begin, self._end = int(owner.bounds[index]), int(owner.bounds[index + 1])
        self._kept = _Kept([], []), _Kept([], [])
        self._found: dict[Side, _Slices] = {}

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
        slices = self._slices(side)
        found = bisect_right(slices.positions, position) - 1
        if not slices.numbers:
            return self.owner.flow_table.value(self.flow, "first_row")
        return self._row_of(slices.numbers[max(found, 0)])

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """The bytes [start, stop) of one direction; missing ones are left out."""
        kept = self._kept[side]
        found = bisect_right(kept.starts, start) - 1
        if found >= 0 and stop - kept.starts[found] <= len(kept.data[found]):
            return kept.data[found][start - kept.starts[found]:stop - kept.starts[found]]
        numbers, positions, places, behind = self._slices(side)
        first, last = max(bisect_right(positions, start) - 1, 0), bisect_left(positions, stop)
        memory = self.owner.memory
        parts = [memory[place:end] if place >= 0 else self._bytes(number) for number, place, end in zip(
            numbers[first:last], places[first:last], behind[first:last], strict=True)]
        if parts:
            end = positions[last - 1] + len(parts[-1])
            parts[-1] = parts[-1][:len(parts[-1]) - max(end - stop, 0)]
            parts[0] = parts[0][max(start - positions[first], 0):]
        return b"".join(parts)

    def parts(self, side: Side, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of the packets that delivered the bytes [start, stop) of one direction."""
        slices = self._slices(side)
        numbers, positions = slices.numbers, slices.positions
        first, last = max(bisect_right(positions, start) - 1, 0), bisect_left(positions, stop)
        for at in range(first, last):
            end = int(self.owner.stop[numbers[at]])
            if end > start:
                yield self._row_of(numbers[at]), max(positions[at], start), min(end, stop)

    def segments(self, side: Side) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of what each packet holds of one direction, wanted or not, in order of capture."""
        owner, group = self.owner, 2 * self._index + side
        for number in range(int(owner.segment_bounds[group]), int(owner.segment_bounds[group + 1])):
            start = int(owner.segment_start[number])
            yield int(owner.segment_rows[number]), start, start + int(owner.segment_held[number])

    def _slices(self, side: Side) -> _Slices:
        found = self._found.get(side)
        if found is None:
            numbers = (self.owner.side[self._begin:self._end] == side).nonzero()[0] + self._begin
            owner = self.owner
            found = self._found[side] = _Slices(numbers.tolist(), *(
                column[numbers].tolist() for column in (owner.start, owner.place, owner.place_stop)))
        return found

    def _row_of(self, number: int) -> int:
        return int(self.owner.segment_rows[self.owner.segment[number]])

    def _bytes(self, number: int) -> bytes:
        owner, place = self.owner, int(self.owner.place[number])
        if place >= 0:
            return owner.memory[place:int(owner.place_stop[number])].tobytes()
        offset = int(owner.offset[number])
        size = int(owner.stop[number] - owner.start[number])
        return owner.table.payload(self._row_of(number))[offset:offset + size]


class _Slices(NamedTuple):
    """One side's slices in order, where they start, and where in the capture their bytes are (from NO_PLACE on:
    elsewhere)."""
    numbers: list[int]
    positions: list[int]
    places: list[int]
    behind: list[int]


class _Kept(NamedTuple):
    """Pieces of one side."""
    starts: list[int]
    data: list[bytes]


def _how(seen: int, side: Side) -> How:
    if seen & FIN[side]:
        return How.FIN
    return How.RESET if seen & RESET else How.CAPTURE


def _rows_by_side(table: PacketTable, flows: FlowTable, numbers: Array) -> tuple[Array, Array]:
    """The rows of flows in order of flow, side and capture; and where each side begins (as `arrange` wants it)."""
    wanted = np.zeros(len(flows) + 1, bool)
    wanted[numbers] = True
    rows = np.flatnonzero((table.transports() == TCP) & wanted[table.column("flow")])
    side = (table.column("marks")[rows] & SENT == 0).astype(np.int64)
    group = np.searchsorted(numbers, table.column("flow")[rows]) * 2 + side
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(2 * len(numbers) + 1))
    return rows[order], bounds.astype(np.int64)

