"""By how much the windows of TCP connections are scaled (RFC 7323 2)."""
from __future__ import annotations

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.flows import TCP
from analyzer.scan import HAS_TRANSPORT, REASSEMBLED
from dissectors.header import NO_SCALE, UNKNOWN_SCALE
from dissectors.kernel import kernel
from dissectors.transport.numbers import END_OF_OPTIONS, LARGEST_SHIFT, MINIMUM, NO_OPERATION, WINDOW_SCALE


@kernel
def offered_scales(data, begins, ends, found):  # type: ignore[no-untyped-def]
    """Notes the shift that each TCP header offers, of which [begins[i], ends[i]) was captured."""
    for i in range(len(begins)):
        at, stop, shift = begins[i] + MINIMUM, ends[i] + 0, NO_SCALE + 0
        while at + 1 < stop and data[at] != END_OF_OPTIONS:
            if data[at] == WINDOW_SCALE and at + 2 < stop:
                shift = min(data[at + 2] + 0, LARGEST_SHIFT)
                break
            at += 1 if data[at] == NO_OPERATION else max(data[at + 1] + 0, 2)
        found[i] = shift


def window_scales(engine: Engine, flows: Array, work: int) -> Array:
    """The shifts of both sides' windows of some flows, a row a flow, the client's first; both sides must offer one.
    `work`: of about how many flows they will be asked for in all."""
    found = np.stack([_offered(engine, engine.flows.of(name, flows), work) for name in ("syn_sent", "syn_received")],
                     axis=1)
    found[(found == NO_SCALE).any(axis=1)] = NO_SCALE
    return found


def _offered(engine: Engine, rows: Array, work: int) -> Array:
    """What the packets of these rows offer; -1 stands for none."""
    found = np.full(len(rows), UNKNOWN_SCALE, np.int64)
    known = np.flatnonzero(rows >= 0)
    known = known[_are_segments(engine, rows[known])]
    offered = np.zeros(len(known), np.int64)
    offered_scales.for_work(work)(engine.packets.data, *headers_at(engine, rows[known]), offered)
    found[known] = offered
    return found


def _are_segments(engine: Engine, rows: Array) -> Array:
    marks = engine.packets.column("marks")[rows] & (HAS_TRANSPORT | REASSEMBLED)
    found: Array = (marks == HAS_TRANSPORT) & (engine.packets.transports_of(rows) == TCP)
    return found


def headers_at(engine: Engine, rows: Array) -> tuple[Array, Array]:
    """Where the transport headers of packets begin in the capture, and where what was captured of them ends."""
    column = engine.packets.column
    offset, end = column("offset")[rows], np.minimum(column("payload_at")[rows], column("caplen")[rows])
    return offset + column("transport_at")[rows], offset + end
