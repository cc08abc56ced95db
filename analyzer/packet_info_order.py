"""The order of packets by their lines, which stand one behind the other as bytes: there is no object a packet.

Letters count as their small ones, as in other lists. Bytes of UTF-8 are in the order of the characters.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import LONGEST, MESSAGE, OTHER, SAID, SEGMENT, Infos
from dissectors.kernel import kernel

_HEADS = (b"standard query 0x", b"standard query response 0x")
"""How most lines of DNS begin, in order; none is the beginning of another. It stands in a key as a number."""
_KEY_OCTETS = 7
_FEW = 12
"""So many lines are sorted by putting each into its place."""
_ROWS_AT_ONCE, _OTHERS_AT_ONCE, _TIES_AT_ONCE = 30_000, 4_000, 50_000
_ROOM = 96
"""Octets for a line, at first: more than most need, as what is not written takes no memory, but moving it would."""


@kernel
def head_of(lines, start, stop, heads, begins):  # type: ignore[no-untyped-def]
    """Which head a line begins with: 2 × its number + 1, or an even number for where it stands between them."""
    for head in range(len(begins) - 1):
        at, differs = start, 0
        for i in range(begins[head], begins[head + 1]):
            octet = 0
            if at < stop:
                octet = lines[at] + 32 if 65 <= lines[at] <= 90 else lines[at] + 0
            if octet != heads[i]:
                differs = -1 if octet < heads[i] else 1
                break
            at += 1
        if differs == 0:
            return 2 * head + 1
        if differs < 0:
            return 2 * head
    return 2 * (len(begins) - 1)


@kernel
def cut_at(lines, start, stop):  # type: ignore[no-untyped-def]
    """Where a line is cut; its end where it is not."""
    characters, last = 0, stop
    for i in range(start, stop):
        if lines[i] & 0xC0 != 0x80:
            characters += 1
            if characters == LONGEST:
                last = i
    return last if characters > LONGEST else stop


@kernel
def pack_lines(lines, places, heads, head_begins, text, at, keys, begins, sizes):  # type: ignore[no-untyped-def]
    """Notes the keys of lines, of which the i-th is that of places[i], and writes what is behind these into `text` from
    `at` on; gives where that ends."""
    stop = 0
    for i in range(len(places)):
        start, begin, size = stop + 0, at + 0, 0
        key = head_of(lines, start, len(lines), heads, head_begins)
        stop += head_begins[key // 2 + 1] - head_begins[key // 2] if key % 2 else 0
        octet = lines[stop] + 0
        while octet != 10:
            small = octet + 32 if 65 <= octet <= 90 else octet
            if size < _KEY_OCTETS:
                key = key * 256 + small
            else:
                text[at] = small
                at += 1
            size += 1
            stop += 1
            octet = lines[stop] + 0
        end = cut_at(lines, start, stop) if stop - start > LONGEST else stop
        if end < stop:
            at, size = at - (stop - end), size - (stop - end) + 3
            text[at], text[at + 1], text[at + 2] = 0xE2, 0x80, 0xA6
            at += 3
        for _ in range(size, _KEY_OCTETS):
            key *= 256
        keys[places[i]], begins[places[i]], sizes[places[i]] = key, begin, size
        stop += 1
    return at


@kernel
def compare(text, begins, sizes, one, other):  # type: ignore[no-untyped-def]
    """How a line compares with another of the same key: below 0, 0, above 0."""
    first, second = begins[one] + 0, begins[other] + 0
    for i in range(min(sizes[one] + 0, sizes[other] + 0) - _KEY_OCTETS):
        if text[first + i] != text[second + i]:
            return -1 if text[first + i] < text[second + i] else 1
    return sizes[one] - sizes[other]


@kernel
def sort_run(text, begins, sizes, order, room, first, stop):  # type: ignore[no-untyped-def]
    """Sorts the lines order[first…stop), equal ones staying as they stand: small parts first, which are then merged."""
    for part in range(first, stop, _FEW):
        for i in range(part + 1, min(part + _FEW, stop)):
            moved, to = order[i] + 0, i
            while to > part and compare(text, begins, sizes, order[to - 1], moved) > 0:
                order[to] = order[to - 1]
                to -= 1
            order[to] = moved
    width = _FEW + 0
    while width < stop - first:
        for part in range(first, stop - width, 2 * width):
            merge(text, begins, sizes, order, room, part, part + width, min(part + 2 * width, stop))
        width *= 2


@kernel
def merge(text, begins, sizes, order, room, first, middle, stop):  # type: ignore[no-untyped-def]
    """Merges order[first…middle) and order[middle…stop)."""
    if compare(text, begins, sizes, order[middle - 1], order[middle]) <= 0:
        return
    for i in range(middle - first):
        room[i] = order[first + i]
    left, right, to = 0, middle, first
    while left < middle - first:
        if right < stop and compare(text, begins, sizes, order[right], room[left]) < 0:
            order[to] = order[right]
            right += 1
        else:
            order[to] = room[left]
            left += 1
        to += 1


@kernel
def rank_lines(text, begins, sizes, keys, order, room, first, stop, rank, ranks):  # type: ignore[no-untyped-def]
    """Sorts what ties among order[first…stop), and gives each line its number among different ones, from `rank` on;
    gives the next number."""
    at = first
    while at < stop:
        end = at + 1
        while end < stop and keys[order[end]] == keys[order[at]]:
            end += 1
        if end > at + 1:
            sort_run(text, begins, sizes, order, room, at, end)
        for i in range(at, end):
            if i > at and compare(text, begins, sizes, order[i - 1], order[i]) != 0:
                rank += 1
            ranks[order[i]] = rank
        rank += 1
        at = end
    return rank


class Lines:
    """Lines in the order in which they come, and of each place where its line is."""

    def __init__(self, count: int) -> None:
        self._work, self._adding = count, Lock()
        self._text, self._stop = np.zeros(count * _ROOM, np.uint8), 0
        self._keys, self._begins = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._sizes = np.zeros(count, np.int16)
        self._heads = np.frombuffer(b"".join(_HEADS), np.uint8), np.cumsum([0, *map(len, _HEADS)])

    def add(self, places: Array, lines: Array) -> None:
        """Takes the lines of these places, each with a line end; several threads may add some."""
        with self._adding:
            needed = self._stop + len(lines) + len("…".encode()) * len(places)
            if needed > len(self._text):
                self._text.resize(max(needed, len(self._text) * 17 // 16), refcheck=False)
            self._stop = pack_lines.for_work(self._work)(
                lines, places, *self._heads, self._text, self._stop, self._keys, self._begins, self._sizes)

    def ranks(self) -> Iterator[Array | None]:
        """For each place the number of its line among different ones, in order; at last."""
        order = np.argsort(self._keys, kind="stable").astype(np.int32)
        keys, count, rank = self._keys[order], len(order), 0
        bounds = np.flatnonzero(keys[1:] != keys[:-1]) + 1
        room = np.zeros(np.diff(bounds, prepend=0, append=count).max(initial=0), np.int32)
        ranks, stop = np.zeros(count, np.int32), 0
        del keys
        while stop < count:
            first, next_ = stop, int(np.searchsorted(bounds, stop + _TIES_AT_ONCE))
            stop = int(bounds[next_]) if next_ < len(bounds) else count
            rank = rank_lines.for_work(self._work)(
                self._text, self._begins, self._sizes, self._keys, order, room, first, stop, rank, ranks)
            yield None
        yield ranks


def info_ranks(engine: Engine, rows: Array) -> Iterator[float | Array]:
    """For each of some packets the number of its line among different ones, in order: how far that is, from 0 to 1, and
    at last the numbers.

    Kernels make the lines, in two threads; those that only Python can make come behind them.
    """
    lines = Lines(len(rows))
    written = _Written(engine, rows, lines)
    tasks, left = written.tasks(), [np.zeros(0, np.int64)]
    with ThreadPoolExecutor(1) as beside:
        for first in range((len(tasks) + 1) // 2):
            made = beside.submit(tasks[-1 - first]) if 2 * first + 1 < len(tasks) else None
            left.append(tasks[first]())
            left += [made.result()] if made else []
            engine.packets.release()
            yield first / len(tasks)
    yield from written.others(np.concatenate(left))
    for ranks in lines.ranks():
        yield 1.0 if ranks is None else ranks


class _Written:
    """Adds the lines of some packets."""

    def __init__(self, engine: Engine, rows: Array, lines: Lines) -> None:
        self._engine, self._infos, self._rows, self._lines = engine, Infos(engine), rows, lines

    def tasks(self) -> list[Callable[[], Array]]:
        """What kernels do: each call adds lines, and gives the places of packets that are left to others."""
        rows, blocks = self._rows, range(0, len(self._rows), _ROWS_AT_ONCE)
        kernels = np.concatenate([np.zeros(0, np.uint8), *(
            self._infos.kernels(rows[block:block + _ROWS_AT_ONCE]) for block in blocks)])
        tasks: list[Callable[[], Array]] = [partial(self._add_sessions, places) for places in
                                            self._whole_flows(np.flatnonzero(kernels == SAID))]
        return tasks + [partial(self._add_block, block, kernels[block:block + _ROWS_AT_ONCE]) for block in blocks]

    def _by_flow(self, places: Array) -> Array:
        """Places of packets, those of a flow together: its conversation is read once."""
        found: Array = places[np.argsort(self._flows(places), kind="stable")]
        return found

    def _flows(self, places: Array) -> Array:
        found: Array = self._engine.packets.column("flow")[self._rows[places]]
        return found

    def _whole_flows(self, places: Array) -> list[Array]:
        """The packets of one flow after the other, about _ROWS_AT_ONCE in a part."""
        places = self._by_flow(places)
        flows = self._flows(places)
        begins = np.flatnonzero(np.diff(flows, prepend=-1))
        parts = np.searchsorted(begins, np.arange(_ROWS_AT_ONCE, len(places), _ROWS_AT_ONCE))
        return np.split(places, np.unique(begins[parts[parts < len(begins)]])) if len(places) else []

    def _add_block(self, start: int, kernels: Array) -> Array:
        """Lines of DNS messages, and of segments that carry nothing that is known."""
        messages = np.flatnonzero(kernels == MESSAGE) + start
        text, done = self._infos.message_lines(self._rows[messages], len(self._rows))
        self._lines.add(messages, text)
        self._add_segments(np.flatnonzero(kernels == SEGMENT) + start)
        return np.concatenate([messages[~done], np.flatnonzero(kernels == OTHER) + start])

    def _add_segments(self, places: Array) -> None:
        self._lines.add(places, self._infos.segment_lines(self._rows[places], len(self._rows)))

    def _add_sessions(self, places: Array) -> Array:
        """Lines of segments of sessions; those that say nothing are as if they carried nothing."""
        plain = self._engine.find_plain(np.unique(self._flows(places)).tolist())
        said = self._infos.session_lines(self._rows[places], plain, len(self._rows))
        self._lines.add(places[said.told], said.text)
        self._add_segments(places[said.silent])
        return np.delete(places, np.concatenate([said.told, said.silent]))

    def others(self, places: Array) -> Iterator[float]:
        """Adds lines that Python makes; gives how far that is."""
        places = self._by_flow(places)
        for start in range(0, len(places), _OTHERS_AT_ONCE):
            part = places[start:start + _OTHERS_AT_ONCE]
            said = self._infos.lines(self._rows[part], len(self._rows))
            text = "".join(line.replace("\n", " ") + "\n" for line in said).encode("utf-8", "replace")
            self._lines.add(part, np.frombuffer(text, np.uint8))
            self._engine.packets.release()
            yield start / len(places)
