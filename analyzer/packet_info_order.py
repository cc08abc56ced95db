"""The order of packets by their lines, which stand one behind the other as bytes: there is no object a packet.

Letters count as their small ones, as in other lists. Bytes of UTF-8 are in the order of the characters.
"""
from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import pairwise
from threading import Lock
from typing import TypeVar

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import LONGEST, MESSAGE, OTHER, SAID, SEGMENT, Infos
from dissectors.kernel import kernel

_HEADS = (b"c: data fragment, ", b"s: data fragment, ", b"standard query 0x", b"standard query response 0x")
"""How most lines begin, in order; none is the beginning of another. It stands in a key as a number."""
_KEY_OCTETS, _BASE = 10, 60
"""The octets of a key, which has their numbers as digits."""
_END, _REST = 0, 59
"""Such numbers: what stands behind the line's end, and behind an octet that shares its number with others."""
_SHARED = 64
"""Is added to the number of such an octet."""
_ALONE = b" ,-./0123456789:@[_`abcdefghijklmnopqrstuvwxyz\x86\x92\xe2"
"""Octets that have a number of their own in keys; those between them share one. The last three are those of an
arrow."""
_DEPTH, _WHOLE = 24, 1 << 30
"""Octets behind the key that are kept of a line: enough for most, and all of those that are not told apart by these."""
_FEW = 12
"""So many lines are sorted by putting each into its place."""
_ROWS_AT_ONCE, _LEAST_AT_ONCE, _OTHERS_AT_ONCE, _LINES_A_PART = 30_000, 500, 4_000, 120_000
_SAMPLE = 20_000
"""Keys that show about how all are spread."""
_ROOM = 32
"""Octets for a line, at first: more than most need, as what is not written takes no memory, but moving it would."""

Made = TypeVar("Made")


@kernel
def head_of(lines, start, stop, heads, begins):  # type: ignore[no-untyped-def]
    """Which head a line begins with: 2 × its number + 1, or an even number for where it stands between them."""
    for head in range(len(begins) - 1):
        at, differs = start, 0
        for i in range(begins[head], begins[head + 1]):
            octet = lines[at] + 0 if at < stop else 0
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
def pack_lines(lines, places, heads, head_begins, numbers, depth, text, keys, begins, sizes):  # type: ignore
    """Notes the keys of lines, of which the i-th is that of places[i], and writes the first octets behind these into
    `text`, which has room for all; gives its size. Sizes below 0 are those of what is not all there."""
    for i in range(len(lines)):
        text[i] = lines[i] + 32 if 65 <= lines[i] <= 90 else lines[i]
    at = start = 0
    for i in range(len(places)):
        place = places[i]
        key = head_of(text, start, len(text), heads, head_begins)
        stop = start + (head_begins[key // 2 + 1] - head_begins[key // 2] if key % 2 else 0)
        for used in range(_KEY_OCTETS):
            number = numbers[text[stop]] + 0
            if number >= _SHARED or number == _END:
                key = key * _BASE + number % _SHARED
                for _ in range(used + 1, _KEY_OCTETS):
                    key = key * _BASE + (_REST if number else _END)
                break
            key = key * _BASE + number
            stop += 1
        rest = stop + 0
        while text[stop] != 10:
            stop += 1
        end = stop + 0
        if end - start > LONGEST:
            end = cut_at(lines, start, end)
            if end < stop:      # what is left out has, with the line's end, more octets than what stands for it
                text[end], text[end + 1], text[end + 2] = 0xE2, 0x80, 0xA6
                end += 3
        keys[place], begins[place] = key, at
        sizes[place] = end - rest if end - rest <= depth else rest - end
        for i in range(rest, min(end, rest + depth)):
            text[at] = text[i]
            at += 1
        start = stop + 1
    return at


@kernel
def compare(text, begins, sizes, depth, one, other):  # type: ignore[no-untyped-def]
    """How a line compares with another of the same key, down to a depth: below 0, 0, above 0."""
    first, second = begins[one] + 0, begins[other] + 0
    size, other_size = min(abs(sizes[one] + 0), depth), min(abs(sizes[other] + 0), depth)
    for i in range(min(size, other_size)):
        if text[first + i] != text[second + i]:
            return -1 if text[first + i] < text[second + i] else 1
    return size - other_size


@kernel
def sort_run(text, begins, sizes, depth, order, room, first, stop):  # type: ignore[no-untyped-def]
    """Sorts the lines order[first…stop): small parts first, which are then merged."""
    for part in range(first, stop, _FEW):
        for i in range(part + 1, min(part + _FEW, stop)):
            moved, to = order[i] + 0, i
            while to > part and compare(text, begins, sizes, depth, order[to - 1], moved) > 0:
                order[to] = order[to - 1]
                to -= 1
            order[to] = moved
    width = _FEW + 0
    while width < stop - first:
        for part in range(first, stop - width, 2 * width):
            merge(text, begins, sizes, depth, order, room, part, part + width, min(part + 2 * width, stop))
        width *= 2


@kernel
def merge(text, begins, sizes, depth, order, room, first, middle, stop):  # type: ignore[no-untyped-def]
    """Merges order[first…middle) and order[middle…stop)."""
    if compare(text, begins, sizes, depth, order[middle - 1], order[middle]) <= 0:
        return
    for i in range(middle - first):
        room[i] = order[first + i]
    left, right, to = 0, middle, first
    while left < middle - first:
        if right < stop and compare(text, begins, sizes, depth, order[right], room[left]) < 0:
            order[to] = order[right]
            right += 1
        else:
            order[to] = room[left]
            left += 1
        to += 1


@kernel
def depth_of(sizes, order, first, stop):  # type: ignore[no-untyped-def]
    """How deep lines can be compared."""
    for i in range(first, stop):
        if sizes[order[i]] < 0:
            return _DEPTH
    return _WHOLE


@kernel
def rank_lines(text, begins, sizes, keys, order, room, ranks, open_):  # type: ignore[no-untyped-def]
    """Sorts lines that have the same key, of which keys[i] is that of order[i], and gives each its number among
    different ones; gives how many these are. Notes which lines have the number of others, though they may differ
    further behind."""
    at = rank = 0
    while at < len(order):
        end = at + 1
        while end < len(order) and keys[end] == keys[at]:
            end += 1
        alike = keys[at] % _BASE == _END      # the whole line is in the key
        depth = depth_of(sizes, order, at, end)
        if end > at + 1 and not alike:
            sort_run(text, begins, sizes, depth, order, room, at, end)
        for i in range(at, end):
            if i > at and not alike:
                if compare(text, begins, sizes, depth, order[i - 1], order[i]) != 0:
                    rank += 1
                elif max(abs(sizes[order[i - 1]] + 0), abs(sizes[order[i]] + 0)) > depth:
                    open_[order[i - 1]] = open_[order[i]] = True
            ranks[order[i]] = rank
        rank += 1
        at = end
    return rank


@cache
def _numbers() -> Array:
    """The number of each octet in keys, in their order, _SHARED added where others have it too."""
    found, number = np.zeros(256, np.uint8), _END
    for octet in range(256):
        if octet in _ALONE or octet == 0 or octet - 1 in _ALONE:
            number += 1
        found[octet] = number if octet in _ALONE else number + _SHARED
    found[ord("\n")] = _END
    return found


class Lines:
    """Lines in the order in which they come, and of each place where its line is."""

    def __init__(self, count: int) -> None:
        self._work, self._adding = count, Lock()
        self._text, self._stop = np.zeros(count * _ROOM, np.uint8), 0
        self._open = np.zeros(count, np.bool_)
        self._keys, self._begins = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._sizes = np.zeros(count, np.int16)
        self._heads = np.frombuffer(b"".join(_HEADS), np.uint8), np.cumsum([0, *map(len, _HEADS)])

    def add(self, places: Array, lines: Array, depth: int = _WHOLE) -> None:
        """Takes the lines of these places, each with a line end; several threads may add some. `depth`: octets behind
        a key that are kept."""
        text = np.empty(len(lines), np.uint8)
        size = pack_lines.for_work(self._work)(
            lines, places, *self._heads, _numbers(), depth, text, self._keys, self._begins, self._sizes)
        with self._adding:
            stop = self._stop + size
            if stop > len(self._text):
                self._text.resize(max(stop, len(self._text) * 17 // 16), refcheck=False)
            self._text[self._stop:stop] = text[:size]
            self._begins[places] += self._stop
            self._stop = stop

    def ranks(self) -> Generator[float, None, tuple[Array, Array]]:
        """For each place the number of its line among different ones, in order; the places of lines that have the
        number of others, though they may differ further behind."""
        ranks, known, parts = np.zeros(len(self._keys), np.int32), 0, list[tuple[Array, int]]()
        for made in _by_twos([partial(self._rank, *bounds, ranks) for bounds in pairwise(self._bounds())]):
            parts += made
            yield 1.0
        for places, different in parts:
            ranks[places] += known
            known += different
        return ranks, np.flatnonzero(self._open)

    def _bounds(self) -> list[int]:
        """Keys between which about as many lines are."""
        count = len(self._keys)
        parts = 2 * (1 + count // (2 * _LINES_A_PART))
        sample = np.sort(self._keys[::1 + count // _SAMPLE])
        between = sample[len(sample) * np.arange(1, parts) // parts] if count else sample
        return [0, *np.unique(between).tolist(), np.iinfo(np.int64).max]

    def _rank(self, first: int, stop: int, ranks: Array) -> tuple[Array, int]:
        """Ranks the lines whose keys are in [first, stop), from 0; gives their places, and how many different ones
        there are."""
        places = np.flatnonzero((self._keys >= first) & (self._keys < stop)).astype(np.int32)
        keys = self._keys[places]
        order = np.argsort(keys)
        keys, places = keys[order], places[order]
        return places, rank_lines.for_work(self._work)(
            self._text, self._begins, self._sizes, keys, places, np.empty(len(places), np.int32), ranks, self._open)


def _by_twos(tasks: Sequence[Callable[[], Made]]) -> Iterator[list[Made]]:
    """What calls give, of which two run at a time, in two threads."""
    with ThreadPoolExecutor(1) as beside:
        for first in range(0, len(tasks), 2):
            other = [beside.submit(task) for task in tasks[first + 1:first + 2]]
            yield [tasks[first](), *(made.result() for made in other)]


def info_ranks(engine: Engine, rows: Array) -> Iterator[float | Array]:
    """For each of some packets the number of its line among different ones, in order: how far that is, from 0 to 1, and
    at last the numbers.

    Of most lines only the beginnings are kept. Those that are not told apart by these are made again.
    """
    infos = Infos(engine)
    kernels = np.concatenate([np.zeros(0, np.uint8), *(
        infos.kernels(rows[start:start + _ROWS_AT_ONCE]) for start in range(0, len(rows), _ROWS_AT_ONCE))])
    written = _Written(engine, rows, kernels, _DEPTH)
    yield from written.all()
    ranks, same = yield from written.lines.ranks()
    del written
    if len(same):
        again = _Written(engine, rows[same], kernels[same], _WHOLE)
        yield from again.all()
        tell_apart(ranks, same, (yield from again.lines.ranks())[0])
    yield ranks


def tell_apart(ranks: Array, places: Array, more: Array) -> None:
    """Lets numbers of lines that stand for several at some places be in the order of further numbers of these places,
    one for each line."""
    pairs, of_pair = np.unique(ranks[places].astype(np.int64) << 32 | more, return_inverse=True)
    begins = np.diff(pairs >> 32, prepend=-1) != 0
    behind = np.arange(len(pairs)) - np.maximum.accumulate(np.where(begins, np.arange(len(pairs)), 0))
    further = np.bincount(pairs >> 32, minlength=int(ranks.max()) + 1) - 1      # how many more lines each number gets
    moved = np.maximum(further, 0).cumsum() - np.maximum(further, 0)
    ranks += moved.astype(np.int32)[ranks]
    ranks[places] += behind.astype(np.int32)[of_pair]


class _Written:
    """The lines of some packets. `kernels` say what writes each, and are told where something else does; `depth`:
    octets behind a key that are kept of what is soon written again."""

    def __init__(self, engine: Engine, rows: Array, kernels: Array, depth: int) -> None:
        self._engine, self._infos, self._rows = engine, Infos(engine), rows
        self._kernels, self._depth, self.lines = kernels, depth, Lines(len(rows))
        self._silent: list[Array] = []
        # where the packets are few among all, they lie far from each other: little of the file is to be in memory
        share = len(rows) / max(engine.packets.rows, 1)
        self._at_once = min(_ROWS_AT_ONCE, _LEAST_AT_ONCE + int(4 * share * _ROWS_AT_ONCE))

    def all(self) -> Iterator[float]:
        """Adds all, and says how far that is: kernels write lines, in two threads; those that only Python can make come
        behind them."""
        tasks = self._tasks()
        for number, _ in enumerate(_by_twos(tasks)):
            self._engine.packets.release()
            yield 2 * number / (len(tasks) + 2)
        for places in self._silent:
            self._kernels[places] = SEGMENT
        yield from self._others(np.flatnonzero(self._kernels == OTHER))

    def _tasks(self) -> list[Callable[[], None]]:
        """What kernels do."""
        sessions = self._whole_flows(np.flatnonzero(self._kernels == SAID))
        blocks = range(0, len(self._rows), self._at_once)
        return [*(partial(self._add_sessions, places) for places in sessions),
                *(partial(self._add_block, block) for block in blocks)]

    def _by_flow(self, places: Array) -> Array:
        """Places of packets, those of a flow together: its conversation is read once."""
        found: Array = places[np.argsort(self._flows(places), kind="stable")]
        return found

    def _flows(self, places: Array) -> Array:
        found: Array = self._engine.packets.column("flow")[self._rows[places]]
        return found

    def _whole_flows(self, places: Array) -> list[Array]:
        """The packets of one flow after the other, in parts of whole flows: these reach far over the file."""
        places, at_once = self._by_flow(places), max(self._at_once // 2, 1)
        flows = self._flows(places)
        begins = np.flatnonzero(np.diff(flows, prepend=-1))
        parts = np.searchsorted(begins, np.arange(at_once, len(places), at_once))
        return np.split(places, np.unique(begins[parts[parts < len(begins)]])) if len(places) else []

    def _add_block(self, start: int) -> None:
        """Lines of DNS messages, and of segments that carry nothing that is known."""
        kernels = self._kernels[start:start + self._at_once]
        messages = np.flatnonzero(kernels == MESSAGE) + start
        text, done = self._infos.message_lines(self._rows[messages], len(self._rows))
        self.lines.add(messages, text, self._depth)
        self._add_segments(np.flatnonzero(kernels == SEGMENT) + start)
        self._kernels[messages[~done]] = OTHER

    def _add_segments(self, places: Array) -> None:
        self.lines.add(places, self._infos.segment_lines(self._rows[places], len(self._rows)), self._depth)

    def _add_sessions(self, places: Array) -> None:
        """Lines of segments of sessions; those that say nothing are as if they carried nothing."""
        plain = self._engine.find_plain(np.unique(self._flows(places)).tolist())
        said = self._infos.session_lines(self._rows[places], plain, len(self._rows))
        self.lines.add(places[said.told], said.text)
        self._add_segments(places[said.silent])
        self._silent.append(places[said.silent])
        self._kernels[np.delete(places, np.concatenate([said.told, said.silent]))] = OTHER

    def _others(self, places: Array) -> Iterator[float]:
        """Adds lines that Python makes; gives how far that is."""
        places = self._by_flow(places)
        for start in range(0, len(places), _OTHERS_AT_ONCE):
            part = places[start:start + _OTHERS_AT_ONCE]
            said = self._infos.lines(self._rows[part], len(self._rows))
            text = "".join(line.replace("\n", " ") + "\n" for line in said).encode("utf-8", "replace")
            self.lines.add(part, np.frombuffer(text, np.uint8))
            self._engine.packets.release()
            yield start / len(places)
