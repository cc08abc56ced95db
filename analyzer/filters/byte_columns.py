"""Filters that look for bytes: searched for in the whole capture at once, instead of packet by packet."""
from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.filters.byte_values import CARRIER, FRAME, place
from analyzer.filters.steps import Steps

if TYPE_CHECKING:
    from analyzer.table import PacketTable

_PACKETS_A_STEP, _BYTES_A_COPY = 8_192, 16 << 20
"""Packets that are searched between two steps, and bytes of the capture that are in memory then."""


class Spans(NamedTuple):
    """Where bytes of packets stand in the capture; those of a packet that has none end where they begin."""
    rows: Array
    begin: Array
    end: Array


def spans(table: PacketTable, plain: Array, name: str) -> Spans:
    """Those of a name of `byte_values`, in the packets that show where they stand."""
    rows = np.arange(table.rows) if name == FRAME else np.flatnonzero(plain)
    begin, end = place(name, lambda column: table.column(column)[rows].astype(np.int64))
    offset = table.column("offset")[rows]
    there = True if name == FRAME else table.transports_of(rows) == CARRIER[name]
    return Spans(rows, offset + begin, offset + np.where(there, end, begin))


def containing(data: Array, where: Spans, wanted: bytes) -> Steps[Array]:
    """For each of the spans whether `wanted`, at least a byte, stands in it."""
    found = where.end - where.begin >= len(wanted)
    order = np.argsort(where.begin, kind="stable")
    order = order[found[order]]
    for start in range(0, len(order), _PACKETS_A_STEP):
        some = order[start:start + _PACKETS_A_STEP]
        found[some] = _search(data, where.begin[some], where.end[some], wanted)
        yield
    return found


def _search(data: Array, begin: Array, end: Array, wanted: bytes) -> Array:
    """The same for a few spans in order."""
    if int(end[-1] - begin[0]) > _BYTES_A_COPY and len(begin) > 1:
        half = len(begin) // 2
        return np.concatenate([_search(data, begin[:half], end[:half], wanted),
                               _search(data, begin[half:], end[half:], wanted)])
    copy, found = data[begin[0]:end[-1]].tobytes(), np.zeros(len(begin), bool)
    begins, ends = (begin - begin[0]).tolist(), (end - begin[0]).tolist()
    at = copy.find(wanted)
    while at >= 0:
        number = bisect_right(begins, at) - 1
        found[number] = at + len(wanted) <= ends[number]
        # found or not: what is further on in this span would end behind it too
        at = copy.find(wanted, begins[number + 1]) if number + 1 < len(begins) else -1
    return found
