"""Counts the messages of plain sessions and their attachments: kernels read them where they lie in the capture."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.plain import Call
from analyzer.streams import Streams
from dissectors.kernel import kernel
from dissectors.mail.plain import CR, DOT, LF
from dissectors.mime import attachments, parse
from dissectors.mime.plain import Scratch, count_all
from dissectors.mime.plain_headers import UNUSUAL

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

ROOM = 4 << 20
"""Bytes of messages that are read at a time; that of one more is always there."""
NOT_DOTTED = -1


class _Message(NamedTuple):
    """Where a message lies: the number of its session, its side (0 client), [start, stop) of that side's stream, and
    whether dots are doubled at the starts of its lines."""
    session: int
    side: int
    start: int
    stop: int
    dotted: bool


class PlainMessages:
    """Counts messages; keeps the room that it works in."""

    def __init__(self) -> None:
        self._scratch = Scratch.make()
        self._room: Array = np.zeros(0, np.uint8)

    def count(self, streams: Streams, sessions: Mapping[int, PlainSession]) -> tuple[int, int]:
        """How many messages these flows' sessions have, and how many attachments these."""
        if not sessions:
            return 0, 0
        slices, work = streams.slices_of(np.array(list(sessions), np.int64)), len(streams.segment_rows)
        messages = attached = 0
        for group in _grouped(sessions.values()):
            wanted = np.array(group, np.int64).reshape(-1)
            begin, end, counts = (np.zeros(len(group), np.int64) for _ in range(3))
            self._make_room(group)
            gather.for_work(work)(*slices[:7], wanted, self._room, begin, end)
            count_all.for_work(work)(self._room, begin, end, *self._scratch, counts)
            for number in np.flatnonzero(counts == UNUSUAL).tolist():
                counts[number] = len(attachments(parse(self._room[begin[number]:end[number]].tobytes())))
            messages += len(group)
            attached += int(counts.sum())
        return messages, attached

    def calls(self, streams: Streams) -> list[Call]:
        """Calls of what counts that do nothing."""
        nothing = np.zeros(0, np.int64)
        slices = streams.slices_of(nothing)
        return [(count_all, (self._room, nothing, nothing, *self._scratch, nothing)),
                (gather, (*slices[:7], nothing, self._room, nothing, nothing))]

    def _make_room(self, group: list[_Message]) -> None:
        size = sum(message.stop - message.start for message in group)
        if size > len(self._room):
            self._room = np.zeros(max(size, ROOM), np.uint8)


def _grouped(sessions: Iterable[PlainSession]) -> Iterator[list[_Message]]:
    """The messages of sessions, so many at a time as there is room for."""
    group: list[_Message] = []
    size = 0
    for number, session in enumerate(sessions):
        for side, start, stop, dotted in session.messages():
            group.append(_Message(number, side, start, stop, dotted))
            size += stop - start
            if size > ROOM:
                yield group
                group, size = [], 0
    if group:
        yield group


@kernel
def copy(data, at, stop, room, to, matched):  # type: ignore[no-untyped-def]
    """Copies [at, stop) of the capture to a place in the room, without the dots that stand doubled at line starts where
    `matched` (how many bytes of a line end came last) is not NOT_DOTTED; gives the place behind, and that again."""
    if matched == NOT_DOTTED:
        for i in range(at, stop):
            room[to + i - at] = data[i]
        return to + stop - at, matched
    for i in range(at, stop):
        byte = data[i]
        if byte == DOT and matched == 2:
            matched = 0
            continue
        matched = 2 if byte == LF and matched == 1 else 1 if byte == CR else 0
        room[to] = byte
        to += 1
    return to, matched


@kernel
def gather(data, side, place, start, stop, begin, end, wanted, room, begins, ends):  # type: ignore[no-untyped-def]
    """Puts messages one behind the other; `wanted` has five numbers for each, as _Message."""
    to = i = 0
    for k in range(len(begins)):
        session, of_side, first, behind = wanted[5 * k], wanted[5 * k + 1], wanted[5 * k + 2], wanted[5 * k + 3]
        matched = 2 if wanted[5 * k + 4] else NOT_DOTTED
        begins[k] = to
        if k == 0 or session != wanted[5 * k - 5]:
            i = int(begin[session])
        while i < end[session] and (side[i] != of_side or stop[i] <= first):
            i += 1
        while i < end[session]:
            if side[i] == of_side:
                if start[i] >= behind:
                    break
                at = place[i] + max(first - start[i], 0)
                to, matched = copy(data, at, place[i] + min(stop[i], behind) - start[i], room, to, matched)
                if stop[i] > behind:
                    break
            i += 1
        ends[k] = to
