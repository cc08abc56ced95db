"""Packets that carry nothing but a part of an email in a plain session: found many at once, without their events."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.streams import Streams

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

_SESSION, _SIDE = 1 << 41, 1 << 40
"""What a session's number and a side are multiplied by in a key; a position in the side's stream is added."""


def message_parts(streams: Streams, plain: Mapping[int, PlainSession | None], rows: Array,
                  flows: Array) -> Iterator[tuple[int, int, int]]:
    """Which of the rows lie within emails, as numbers among them; the sides, and how many bytes each has. `flows` are
    those of the rows, `plain` the sessions among these."""
    sessions = {flow: (number, session) for number, (flow, session) in enumerate(plain.items()) if session is not None}
    keys = [(base + begin, base + end) for number, session in sessions.values()
            for side, begin, end, _ in session.messages() for base in (_SESSION * number + _SIDE * side,)]
    if not keys:
        return iter(())
    begins, ends = np.array(sorted(keys), np.int64).T
    slices = streams.slices_of_rows(rows)
    chosen = np.flatnonzero((slices >= 0) & np.isin(flows, list(sessions)))
    slices = slices[chosen]
    side, size = streams.side[slices].astype(np.int64), streams.stop[slices] - streams.start[slices]
    number = np.array([sessions[flow][0] for flow in flows[chosen].tolist()], np.int64)
    key = _SESSION * number + _SIDE * side + streams.start[slices]
    message = np.searchsorted(begins, key, "right") - 1
    within = (message >= 0) & (key + size <= ends[message])
    return zip(chosen[within].tolist(), side[within].tolist(), size[within].tolist(), strict=True)
