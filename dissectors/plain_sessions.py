"""Reads the plain sessions of many flows at once (see `dissectors.mail.plain`)."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dissectors.kernel import kernel
from dissectors.mail.plain import (
    COUNT,
    EXPECT,
    HALF,
    MOST_WAITING,
    READY,
    SAID,
    SMTP,
    STATE,
    Numbers,
    PlainReader,
    begin_session,
)
from dissectors.pop.plain import read_pop
from dissectors.smtp.plain import read_smtp
from dissectors.stream import Event, Side

_ITEMS_A_SLICE, _MORE_ITEMS = 4, 16
"""Room for what is said."""


class Slices(NamedTuple):
    """The slices of sessions, in the order in which they count: side (0 client), place in `data` (-1: elsewhere),
    [start, stop) of the side's stream. Session k has those of [begin[k], end[k]). `lengths`: of both sides' streams,
    two a session, -1 where the SYN was not seen."""
    data: npt.NDArray[np.uint8]
    side: npt.NDArray[np.uint8]
    place: Numbers
    start: Numbers
    stop: Numbers
    begin: Numbers
    end: Numbers
    lengths: Numbers


class PlainSession(NamedTuple):
    """A session that was found to be plain: what was said in it, as SAID numbers an item."""
    reader: PlainReader
    said: list[list[int]]
    data: memoryview

    def events(self) -> list[Event]:
        """The events."""
        return self.reader.events(self.said, self.data)

    def messages(self) -> Iterator[tuple[Side, int, int, bool]]:
        """The messages, as PlainReader has them."""
        return self.reader.messages(self.said)


def read_sessions(reader: PlainReader, slices: Slices, work: int) -> list[PlainSession | None]:
    """The sessions; None for each that is not plain.

    Args:
        work: about how many segments are read like this in all.
    """
    sessions = len(slices.begin)
    room = _ITEMS_A_SLICE * int((slices.end - slices.begin).sum()) + _MORE_ITEMS * sessions
    said = np.zeros(SAID * room, np.int64)
    until = np.zeros(sessions, np.int64)
    waiting, state = np.zeros(MOST_WAITING, np.int64), np.zeros(STATE, np.int64)
    read_all.for_work(work)(reader.protocol, reader.verbs, *slices, waiting, state, said, until)
    items, data, begin = said.reshape(-1, SAID), slices.data.data, 0
    found: list[PlainSession | None] = []
    for stop in until.tolist():
        found.append(PlainSession(reader, items[begin:stop].tolist(), data) if stop >= 0 else None)
        begin = max(begin, stop)
    return found


@kernel
def read_all(protocol, verbs, data, side, place, start, stop, begin, end, lengths, waiting, state,  # type: ignore
             said, until):
    """Reads sessions: items of the k-th one end before until[k]; -1 where it is not plain."""
    count = 0
    for k in range(len(until)):
        begin_session(state, count)
        client, server = read_session(protocol, verbs, data, side, place, start, stop, int(begin[k]), int(end[k]),
                                      waiting, state, said)
        until[k] = -1
        # lengths are -1 too where no SYN was seen
        if (client >= 0 and client == lengths[2 * k] and server == lengths[2 * k + 1] and state[EXPECT] == READY
                and state[HALF] == 0):
            until[k] = count = int(state[COUNT])
    return count


@kernel
def read_session(protocol, verbs, data, side, place, start, stop, begin, end, waiting, state, said):  # type: ignore
    """Reads the slices [begin, end) of a session; gives how much of each side was read, -1 where it is not plain."""
    client = server = 0
    for i in range(begin, end):
        at, behind, shift = int(place[i]), int(place[i] + stop[i] - start[i]), int(start[i] - place[i])
        if at < 0 or start[i] != (server if side[i] else client):
            return -1, -1
        if side[i]:
            server = int(stop[i])
        else:
            client = int(stop[i])
        while at < behind:
            if protocol == SMTP:
                at = read_smtp(data, verbs, int(side[i]), at, behind, shift, waiting, state, said)
            else:
                at = read_pop(data, verbs, int(side[i]), at, behind, shift, waiting, state, said)
            if at < 0:
                return -1, -1
    return client, server
