"""Reads many messages together: kernels put them one behind the other and outline the plain ones among them."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from analyzer.columns import Array
from analyzer.plain import Call
from analyzer.streams import Streams
from dissectors.kernel import kernel
from dissectors.mail.plain import CR, DOT, LF, LINE_END, line_dot, line_end_seen
from dissectors.mime import attachments, parse
from dissectors.mime.plain import OUTLINE, Scratch, outline_all
from dissectors.mime.plain_headers import UNUSUAL
from dissectors.mime.plain_texts import NAMES, WANTED, put_texts

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession, Slices

Item = TypeVar("Item")

ROOM = 4 << 20
"""Bytes of messages that are read at a time; that of one more is always there."""
NOT_DOTTED = -1


class Place(NamedTuple):
    """Where a message lies: the number of its session, its side (0 client), [start, stop) of that side's stream, and
    whether dots are doubled at the starts of its lines."""
    session: int
    side: int
    start: int
    stop: int
    dotted: bool


class Gathered(NamedTuple):
    """Messages that were read together: [begin, end) of `room` each; where in `rows` those of its packets, in order of
    the stream, end (they begin behind those of the message before), and the first and the last one; how many
    attachments it has (see `dissectors.mime.plain`, whose `outlines` and `attached` these are)."""
    room: Array
    begin: Array
    end: Array
    rows: Array
    rows_end: Array
    first: Array
    last: Array
    counts: Array
    outlines: Array
    attached: Array


class PlainMessages:
    """Reads messages; keeps the room that it works in."""

    def __init__(self) -> None:
        self._scratch = Scratch.make()
        self._room: Array = np.zeros(0, np.uint8)

    def count(self, streams: Streams, sessions: Mapping[int, PlainSession]) -> tuple[int, int]:
        """How many messages these flows' sessions have, and how many attachments these."""
        if not sessions:
            return 0, 0
        slices, messages, attached = streams.slices_of(np.array(list(sessions), np.int64)), 0, 0
        for group in grouped(_places(sessions.values()), _size):
            found = self.read(streams, slices, group)
            for number in np.flatnonzero(found.counts == UNUSUAL).tolist():
                content = found.room[found.begin[number]:found.end[number]].tobytes()
                found.counts[number] = len(attachments(parse(content)))
            messages += len(group)
            attached += int(found.counts.sum())
        return messages, attached

    def read(self, streams: Streams, slices: Slices, group: list[Place]) -> Gathered:
        """Messages of the sessions that these slices of the streams are of, in the order in which these carry them;
        what was read before is gone."""
        size, wanted = sum(map(_size, group)), np.array(group, np.int64).reshape(-1)
        work = len(streams.segment_rows)
        if size > len(self._room):
            self._room = np.zeros(max(size, ROOM), np.uint8)
        begin, end, rows_end, first, last, counts = (np.zeros(len(group), np.int64) for _ in range(6))
        rows = np.zeros(int((slices.end - slices.begin).sum()) + len(group), np.int32)
        outlines = np.zeros(len(group) * OUTLINE, np.int64)
        gather.for_work(work)(*slices[:7], streams.segment, streams.segment_rows, wanted, self._room, rows, begin, end,
                              rows_end, first, last)
        outline_all.for_work(work)(self._room, begin, end, *self._scratch, outlines, counts)
        return Gathered(self._room, begin, end, rows, rows_end, first, last, counts, outlines, self._scratch.attached)

    def calls(self, streams: Streams) -> list[Call]:
        """Calls of what reads that do nothing."""
        nothing = np.zeros(0, np.int64)
        slices = streams.slices_of(nothing)
        return [(outline_all, (self._room, nothing, nothing, *self._scratch, nothing, nothing)),
                (put_texts, (self._room, nothing, nothing, WANTED, NAMES, self._room, self._room)),
                (gather, (*slices[:7], streams.segment, streams.segment_rows, nothing, self._room,
                          nothing.astype(np.int32), *[nothing] * 5))]


def fits(session: PlainSession) -> bool:
    """Whether the room is made for its messages."""
    return all(stop - start <= ROOM for _, start, stop, _ in session.messages())


def _size(place: Place) -> int:
    return place.stop - place.start


def _places(sessions: Iterable[PlainSession]) -> Iterator[Place]:
    return (Place(number, side, start, stop, dotted) for number, session in enumerate(sessions)
            for side, start, stop, dotted in session.messages())


def grouped(items: Iterable[Item], size_of: Callable[[Item], int]) -> Iterator[list[Item]]:
    """So many items at a time as there is room for their bytes."""
    group: list[Item] = []
    size = 0
    for item in items:
        group.append(item)
        size += size_of(item)
        if size > ROOM:
            yield group
            group, size = [], 0
    if group:
        yield group


@kernel
def copy_run(data, at, stop, room, to):  # type: ignore[no-untyped-def]
    """Copies [at, stop) of the capture to a place in the room; gives the place behind."""
    size = stop - at
    if at < 0 or to < 0 or stop > len(data) or to + size > len(room):
        return to       # never: but now the compiler knows that it may copy many bytes at once
    for i in range(size):
        room[to + i] = data[at + i]
    return to + max(size, 0)


@kernel
def copy(data, at, stop, room, to, matched):  # type: ignore[no-untyped-def]
    """The same, without the dots that stand doubled at line starts where `matched` (how many bytes of a line end came
    last) is not NOT_DOTTED; gives that again, too."""
    if matched == NOT_DOTTED:
        return copy_run(data, at, stop, room, to), matched
    begin = at
    while at < min(stop, begin + LINE_END):     # a line end may have begun before
        byte = data[at]
        at += 1
        if byte == DOT and matched == LINE_END:
            matched = 0
            continue
        matched = LINE_END if byte == LF and matched == 1 else 1 if byte == CR else 0
        room[to] = byte
        to += 1
    while at < stop:
        dot = line_dot(data, begin, stop)
        to = copy_run(data, at, dot, room, to)
        matched = line_end_seen(data, begin, stop) if dot == stop else 0
        begin = at = dot + 1
    return to, matched


@kernel
def gather(data, side, place, start, stop, begin, end, segment, segment_rows, wanted, room, rows,  # type: ignore
           begins, ends, rows_ends, firsts, lasts):
    """Puts messages one behind the other; `wanted` has five numbers for each, as Place."""
    to = i = found = 0
    for k in range(len(begins)):
        session, of_side, first, behind = wanted[5 * k], wanted[5 * k + 1], wanted[5 * k + 2], wanted[5 * k + 3]
        matched = LINE_END if wanted[5 * k + 4] else NOT_DOTTED
        begins[k] = to
        if k == 0 or session != wanted[5 * k - 5]:
            i = int(begin[session])
        while i < end[session] and (side[i] != of_side or stop[i] <= first):
            i += 1
        firsts[k] = lasts[k] = segment_rows[segment[i]]
        while i < end[session]:
            if side[i] == of_side:
                if start[i] >= behind:
                    break
                row = rows[found] = segment_rows[segment[i]]
                firsts[k], lasts[k] = min(firsts[k], row), max(lasts[k], row)
                found += 1
                at = place[i] + max(first - start[i], 0)
                to, matched = copy(data, at, place[i] + min(stop[i], behind) - start[i], room, to, matched)
                if stop[i] > behind:
                    break
            i += 1
        ends[k], rows_ends[k] = to, found
