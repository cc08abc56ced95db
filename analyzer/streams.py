"""Streams: the TCP flows of a capture, put together from their segments by one kernel."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.flows import TCP, FlowTable
from analyzer.scan import REASSEMBLED, SENT
from analyzer.stream import NO_PLACE, Stream
from analyzer.table import PacketTable
from analyzer.tcp import (
    LENGTH,
    MISSING,
    OUT_OF_ORDER,
    RETRANSMISSIONS,
    SIDE_COUNTS,
    arrange,
)

if TYPE_CHECKING:
    from dissectors.plain_sessions import Slices

NO_SEQUENCE = UNKNOWN_LENGTH = NOT_WANTED = -1


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
        self.conflict, self._notes = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
        self.side = np.zeros(2 * count, np.uint8)
        self.start, self.stop, self.segment = (np.zeros(2 * count, np.int64) for _ in range(3))
        self.bounds = np.zeros(flows + 1, np.int64)
        self.counts = np.zeros(2 * flows * SIDE_COUNTS, np.int64)
        self.segment_start, self.segment_held, self._place = start, held, place
        bases, syns = self._bases()
        self.syns = syns
        arrange.for_work(count)(
            table.data, bounds, bases, syns, table.column("sequence")[rows], table.column("acknowledgment")[rows],
            size, held, table.column("tcp_flags")[rows], rows, place, start, acknowledged, used, self.conflict,
            self._notes, order, spare, *sides, self.side, self.start, self.stop, self.segment, self.bounds, self.counts)
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
        of, flows = self.flow_table.of, self.flows
        syns = np.stack([of("syn_sent", flows) >= 0, of("syn_received", flows) >= 0], axis=1)
        bases = np.stack([of("base_sent", flows), of("base_received", flows)], axis=1)
        bases = np.where(bases >= 0, (bases + 1) & 0xFFFFFFFF, NO_SEQUENCE)
        return bases.reshape(-1), syns.reshape(-1).astype(np.uint8)

    def stream(self, flow: int) -> Stream:
        """One flow of the selection."""
        return next(self.several([flow]))

    def several(self, flows: Sequence[int]) -> Iterator[Stream]:
        """Some flows of the selection."""
        wanted = np.asarray(flows, np.int64)
        index = np.searchsorted(self.flows, wanted)
        if (index >= len(self.flows)).any() or (self.flows[index] != wanted).any():
            raise KeyError(flows)
        bounds = zip(self.bounds[index].tolist(), self.bounds[index + 1].tolist(), strict=True)
        for flow, number, (begin, end) in zip(flows, index.tolist(), bounds, strict=True):
            yield Stream(self, flow, number, begin, end)

    def slices_of_rows(self, rows: Array) -> Array:
        """For each packet the number of the slice that it delivered; NO_PLACE where it delivered none, or several."""
        found: Array = self._slices_by_row[rows]
        return found

    @cached_property
    def _slices_by_row(self) -> Array:
        numbers = np.arange(self.bounds[-1], dtype=np.int32)
        rows = self.segment_rows[self.segment[numbers]]
        found = np.full(self.table.rows, NO_PLACE, np.int32)
        found[rows] = numbers
        found[rows[found[rows] != numbers]] = NO_PLACE
        return found

    def notes_of(self, rows: Array) -> Array:
        """For each packet how its segment stands to those before it (see `tcp.note_side`); 0 where it has none."""
        found: Array = self._notes_by_row[rows]
        return found

    @cached_property
    def _notes_by_row(self) -> Array:
        found = np.zeros(self.table.rows, np.uint8)
        found[self.segment_rows] = self._notes
        return found

    def slices_of(self, flows: Array) -> Slices:
        """Where the bytes of some flows of the selection are, for kernels that read them all."""
        from dissectors.plain_sessions import Slices
        index = np.searchsorted(self.flows, flows)
        lengths = self.counts.reshape(-1, 2, SIDE_COUNTS)[index, :, LENGTH]
        lengths[self.syns.reshape(-1, 2)[index] == 0] = UNKNOWN_LENGTH
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


def _rows_by_side(table: PacketTable, flows: FlowTable, numbers: Array) -> tuple[Array, Array]:
    """The rows of flows in order of flow, side and capture; and where each side begins (as `arrange` wants it)."""
    index = np.full(len(flows) + 1, NOT_WANTED, np.int32)
    index[numbers] = np.arange(len(numbers))
    found = index[table.column("flow")]
    rows = np.flatnonzero((table.transports() == TCP) & (found != NOT_WANTED))
    # numbers of which each has its row in its last bits are sorted sooner than places; in place, as memory costs time
    ordered, bits = found[rows].astype(np.int64), table.rows.bit_length()
    ordered <<= 1
    ordered |= table.column("marks")[rows] & SENT == 0
    ordered <<= bits
    ordered |= rows
    ordered.sort()
    bounds = np.searchsorted(ordered, np.arange(2 * len(numbers) + 1) << bits)
    ordered &= (1 << bits) - 1
    return ordered, bounds.astype(np.int64)

