"""Reads the plain sessions of many flows at once (see `dissectors.mail.plain`)."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dissectors.imap.plain_lines import read_imap
from dissectors.kernel import Kernel, kernel, readonly
from dissectors.mail.plain import (
    COUNT,
    EXPECT,
    HALF,
    IMAP,
    MOST_WAITING,
    POP,
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

_ITEMS_A_SEGMENT, _MORE_ITEMS = 4, 16
"""Room for what is said."""
LARGEST_COPIED, MOST_COPIED = 1 << 20, 32 << 20
"""Bytes of a session, and of several, that are put together so that their lines are whole."""


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
    """A session that was found to be plain: what was said in it, an item a row."""
    reader: PlainReader
    items: Numbers
    data: memoryview

    @property
    def said(self) -> list[list[int]]:
        """The items as SAID numbers each."""
        found: list[list[int]] = self.items.tolist()
        return found

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
    found = _read(reader, slices, slices.end - slices.begin, work)
    again = _worth_joining(slices, [k for k, session in enumerate(found) if session is None])
    if again:
        joined = _joined(slices, np.array(again))
        for k, session in zip(again, _read(reader, joined, (slices.end - slices.begin)[again], work), strict=True):
            found[k] = session
    return found


def call_of(reader: PlainReader, slices: Slices, segments: int) -> tuple[Kernel, tuple[Any, ...]]:
    """The kernel that reads sessions of so many segments, and its arguments; the last two are the table of what was
    said, and where the items of each session end."""
    sessions = len(slices.begin)
    said = np.zeros(SAID * (_ITEMS_A_SEGMENT * segments + _MORE_ITEMS * sessions), np.int64)
    waiting, state = np.zeros(MOST_WAITING, np.int64), np.zeros(STATE, np.int64)
    return kernel_of(reader.protocol), (reader.verbs, *slices, waiting, state, said, np.zeros(sessions, np.int64))


def _read(reader: PlainReader, slices: Slices, segments: Numbers, work: int) -> list[PlainSession | None]:
    read, arguments = call_of(reader, slices, int(segments.sum()))
    read.for_work(work)(*arguments)
    *_, said, until = arguments
    items, data, begin = said.reshape(-1, SAID), slices.data.data, 0
    found: list[PlainSession | None] = []
    for stop in until.tolist():
        found.append(PlainSession(reader, items[begin:stop], data) if stop >= 0 else None)
        begin = max(begin, stop)
    return found


def _worth_joining(slices: Slices, sessions: Iterable[int]) -> list[int]:
    """The sessions that may be plain where lines that lie in several segments are whole."""
    found, room = [], MOST_COPIED
    for k in sessions:
        part = slice(slices.begin[k], slices.end[k])
        side, start, stop = slices.side[part], slices.start[part], slices.stop[part]
        size = int((stop - start).sum())
        if (size <= min(LARGEST_COPIED, room) and (slices.lengths[2 * k:2 * k + 2] >= 0).all()
                and (slices.place[part] >= 0).all() and ((side[1:] == side[:-1]) & (start[1:] == stop[:-1])).any()):
            found.append(k)
            room -= size
    return found


def _joined(slices: Slices, sessions: Numbers) -> Slices:
    """Some sessions in a copy, in which neighbouring slices of a side are one."""
    counts = slices.end[sessions] - slices.begin[sessions]
    ends = np.cumsum(counts)
    numbers = np.concatenate([np.arange(slices.begin[k], slices.end[k]) for k in sessions])
    side, place, start, stop = (column[numbers] for column in slices[1:5])
    sizes, memory = stop - start, slices.data.data
    data = b"".join([memory[at:at + size] for at, size in zip(place.tolist(), sizes.tolist(), strict=True)])
    begins = np.ones(len(numbers), bool)
    begins[1:] = (side[1:] != side[:-1]) | (start[1:] != stop[:-1])
    begins[ends - counts] = True
    first = np.flatnonzero(begins)
    return Slices(readonly(data), side[first], (np.cumsum(sizes) - sizes)[first], start[first],
                  stop[np.append(first[1:], len(numbers)) - 1], np.searchsorted(first, ends - counts),
                  np.searchsorted(first, ends), slices.lengths.reshape(-1, 2)[sessions].reshape(-1))


read_said = read_smtp
"""Reads what a side says; each protocol's kernel stands in its place."""


@kernel
def read_all(verbs, data, side, place, start, stop, begin, end, lengths, waiting, state, said,  # type: ignore
             until):
    """Reads sessions: items of the k-th one end before until[k]; -1 where it is not plain."""
    count = 0
    for k in range(len(until)):
        begin_session(state, count)
        client, server = read_session(verbs, data, side, place, start, stop, int(begin[k]), int(end[k]), waiting, state,
                                      said)
        until[k] = -1
        # lengths are -1 too where no SYN was seen
        if (client >= 0 and client == lengths[2 * k] and server == lengths[2 * k + 1] and state[EXPECT] == READY
                and state[HALF] == 0):
            until[k] = count = int(state[COUNT])
    return count


@kernel
def read_session(verbs, data, side, place, start, stop, begin, end, waiting, state, said):  # type: ignore
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
            at = read_said(data, verbs, int(side[i]), at, behind, shift, waiting, state, said)
            if at < 0:
                return -1, -1
    return client, server


_READERS = {SMTP: ("read_smtp_sessions", read_smtp), POP: ("read_pop_sessions", read_pop),
            IMAP: ("read_imap_sessions", read_imap)}
SESSION_KERNELS = frozenset(name for name, _ in _READERS.values())
"""The names of what `kernel_of` gives."""


@cache
def kernel_of(protocol: int) -> Kernel:
    """`read_all` for a protocol. Each is compiled by itself, where the protocol is spoken."""
    name, read = _READERS[protocol]
    session = Kernel(read_session.twin({"read_said": read}))
    found = Kernel(read_all.twin({"read_session": session}))
    found.__name__ = name
    return found
