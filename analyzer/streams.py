"""Streams: flows as Data and Gap pieces, put together from their segments, with the way back to packets."""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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

LARGEST_PIECE = 1 << 20
"""Neighbouring segments are handed on as one piece up to this many bytes."""
NO_SEQUENCE = NO_PLACE = -1
SIDES = tuple(Side)


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
        self.start, self.stop, self.segment, self.row = (np.zeros(2 * count, np.int64) for _ in range(4))
        self.bounds = np.zeros(flows + 1, np.int64)
        self.counts = np.zeros(2 * flows * SIDE_COUNTS, np.int64)
        self.segment_start, self.segment_held, self._place = start, held, place
        bases, syns = self._bases()
        arrange.for_work(count)(
            table.data, bounds, bases, syns, table.column("sequence")[rows], table.column("acknowledgment")[rows],
            size, held, table.column("tcp_flags")[rows], rows, place, start, acknowledged, used, self.conflict, order,
            spare, *sides, self.side, self.start, self.stop, self.segment, self.row, self.bounds, self.counts)
        self._place_slices(int(self.bounds[-1]))

    def _place_slices(self, count: int) -> None:
        """Where each slice's bytes are in the capture (-1: in a datagram put together), and where runs of slices
        begin that follow each other on one side."""
        side, start, stop, segment = (a[:count] for a in (self.side, self.start, self.stop, self.segment))
        offset = start - self.segment_start[segment]
        self.offset = offset
        self.place = np.where(self._place[segment] >= 0, self._place[segment] + offset, NO_PLACE)
        follows = np.zeros(count + 1, bool)
        follows[1:count] = (side[1:] == side[:-1]) & (start[1:] == stop[:-1])
        follows[self.bounds] = False
        self.runs = np.flatnonzero(~follows)
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
        self._positions: tuple[list[int], list[int]] = ([], [])
        self._slices: tuple[list[int], list[int]] = ([], [])
        part = slice(self._begin, self._end)
        self._side, self._start = owner.side[part].tolist(), owner.start[part].tolist()
        self._stop, self._row = owner.stop[part].tolist(), owner.row[part].tolist()
        segments = owner.segment[part]
        self._source_rows: list[int] = owner.segment_rows[segments].tolist()
        self._offsets, self._places = owner.offset[part].tolist(), owner.place[part].tolist()
        for number, side in enumerate(self._side):
            self._positions[side].append(self._start[number])
            self._slices[side].append(number)

    def counts(self, side: Side) -> SideCounts:
        """What reassembly found in one direction."""
        at = (2 * self._index + side) * SIDE_COUNTS
        found = self.owner.counts[at:at + SIDE_COUNTS].tolist()
        return SideCounts(found[RETRANSMISSIONS], found[OUT_OF_ORDER], found[MISSING], found[CONFLICTS],
                          found[LENGTH])

    def pieces(self) -> Iterator[tuple[Side, Piece]]:
        """Both sides' pieces in the order in which they completed; last the two ends."""
        at = [self._origin(Side.CLIENT), self._origin(Side.SERVER)]
        for begin, end in self._runs():
            side, start, stop = SIDES[self._side[begin]], self._start[begin], self._stop[end - 1]
            if start > at[side]:
                yield side, Gap(at[side], start - at[side])
            at[side] = stop
            yield side, Data(start, self._joined(begin, end))
        for side in Side:
            length = self.counts(side).length
            if length > at[side]:
                yield side, Gap(at[side], length - at[side])
            yield side, End(max(length, at[side]), self._how(side))

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Slices [begin, end) that make one piece."""
        runs = self.owner.runs
        first, last = np.searchsorted(runs, (self._begin, self._end))
        ends = (runs[first:last + 1] - self._begin).tolist()
        for begin, end in pairwise(ends):
            while self._stop[end - 1] - self._start[begin] > LARGEST_PIECE and end - begin > 1:
                middle = bisect_left(self._start, self._start[begin] + LARGEST_PIECE, begin + 1, end)
                yield begin, middle
                begin = middle
            if begin < end:
                yield begin, end

    def _joined(self, begin: int, end: int) -> bytes:
        memory, places = self.owner.memory, self._places[begin:end]
        if min(places) < 0:
            return b"".join(map(self._bytes, range(begin, end)))
        sizes = zip(places, self._start[begin:end], self._stop[begin:end], strict=True)
        return b"".join([memory[place:place + stop - start] for place, start, stop in sizes])

    def packet_at(self, side: Side, position: int) -> int:
        """The row of the packet that delivered the byte at a position; for a missing byte that of the one before it,
        and for an empty stream the flow's first."""
        positions = self._positions[side]
        found = bisect_right(positions, position) - 1
        if found < 0:
            return self._source_rows[self._slices[side][0]] if positions else \
                self.owner.flow_table.value(self.flow, "first_row")
        return self._source_rows[self._slices[side][found]]

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """The bytes [start, stop) of one direction; missing ones are left out."""
        numbers, positions = self._slices[side], self._positions[side]
        first, last = max(bisect_right(positions, start) - 1, 0), bisect_left(positions, stop)
        parts = [self._bytes(number) for number in numbers[first:last]]
        if parts:
            end = self._stop[numbers[last - 1]]
            parts[-1] = parts[-1][:len(parts[-1]) - max(end - stop, 0)]
            parts[0] = parts[0][max(start - positions[first], 0):]
        return b"".join(parts)

    def parts(self, side: Side, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of the packets that delivered the bytes [start, stop) of one direction."""
        numbers, positions = self._slices[side], self._positions[side]
        first, last = max(bisect_right(positions, start) - 1, 0), bisect_left(positions, stop)
        for number in numbers[first:last]:
            if self._stop[number] > start:
                yield self._source_rows[number], max(self._start[number], start), min(self._stop[number], stop)

    def segments(self, side: Side) -> Iterator[tuple[int, int, int]]:
        """(row, start, stop) of what each packet holds of one direction, wanted or not, in order of capture."""
        owner, group = self.owner, 2 * self._index + side
        for number in range(int(owner.segment_bounds[group]), int(owner.segment_bounds[group + 1])):
            start = int(owner.segment_start[number])
            yield int(owner.segment_rows[number]), start, start + int(owner.segment_held[number])

    def _origin(self, side: Side) -> int:
        """Where the stream begins: 0, or its first byte where the capture began later."""
        column = "syn_received" if side else "syn_sent"
        if self.owner.flow_table.value(self.flow, column) >= 0 or not self._positions[side]:
            return 0
        return self._positions[side][0]

    def _bytes(self, number: int) -> bytes:
        size, place = self._stop[number] - self._start[number], self._places[number]
        if place >= 0:
            return bytes(self.owner.memory[place:place + size])
        offset = self._offsets[number]
        return self.owner.table.payload(self._source_rows[number])[offset:offset + size]

    def _how(self, side: Side) -> How:
        seen = self.owner.flow_table.value(self.flow, "seen")
        if seen & (Seen.FIN_RECEIVED if side else Seen.FIN_SENT):
            return How.FIN
        return How.RESET if seen & Seen.RESET else How.CAPTURE


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

