"""Packets within the emails of plain sessions: many at once, without their conversations."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.streams import Streams

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

_SESSION, _SIDE = 1 << 41, 1 << 40
"""What a session's number and a side are multiplied by in a key; a position in the side's stream is added."""


def parts_of_emails(streams: Streams, plain: Mapping[int, PlainSession], rows: Array, flows: Array) -> Array:
    """Which of some packets delivered nothing but one part of an email each, as a mask; `flows` are those of the rows,
    `plain` the sessions among these."""
    bases = {flow: _SESSION * number for number, flow in enumerate(plain)}
    slices = streams.slices_of_rows(rows)
    found: Array = (slices >= 0) & np.isin(flows, list(bases))
    chosen = slices[found]
    base = np.array([bases[flow] for flow in flows[found].tolist()], np.int64)
    begin = base + _SIDE * streams.side[chosen].astype(np.int64) + streams.start[chosen]
    keys = sorted((bases[flow] + _SIDE * side + start, bases[flow] + _SIDE * side + stop)
                  for flow, session in plain.items() for side, start, stop, _ in session.messages())
    begins, ends = np.array(keys, np.int64).reshape(-1, 2).T
    message = np.searchsorted(begins, begin, "right") - 1
    end = begin + streams.stop[chosen] - streams.start[chosen]
    found[found] = (message >= 0) & (end <= np.append(ends, -1)[message])
    return found
