"""The order of packets by their lines, which stand one behind the other as bytes: there is no object a packet.

Letters count as their small ones, as in other lists. Bytes of UTF-8 are in the order of the characters.
"""
from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from threading import Lock

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import LONGEST, Infos
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

    Kernels make their lines beside what only Python can make: in each step both make some.
    """
    infos, lines = Infos(engine), Lines(len(rows))
    blocks, none = _parts(len(rows), _ROWS_AT_ONCE), np.zeros(0, np.int64)
    others = _by_flow(engine, rows, np.concatenate([none, *(
        np.flatnonzero(~np.logical_or(*infos.kernels(rows[block]))) + block.start for block in blocks)]))
    parts = _parts(len(others), _OTHERS_AT_ONCE)
    steps, left = max(len(blocks), len(parts)), [none]
    with ThreadPoolExecutor(1) as beside:
        for step, (block, part) in enumerate(zip_longest(blocks, parts, fillvalue=slice(0, 0)), 1):
            made = beside.submit(_add_by_kernels, lines, infos, rows, block)
            _add_others(lines, infos, rows, others[part])
            left.append(made.result())
            infos.release()
            yield step / steps
    left_over = _by_flow(engine, rows, np.concatenate(left))
    for part in _parts(len(left_over), _OTHERS_AT_ONCE):
        _add_others(lines, infos, rows, left_over[part])
        yield 1.0
    for ranks in lines.ranks():
        yield 1.0 if ranks is None else ranks


def _by_flow(engine: Engine, rows: Array, places: Array) -> Array:
    """Places of packets, those of a flow together: its conversation is read once."""
    found: Array = places[np.argsort(engine.packets.column("flow")[rows[places]], kind="stable")]
    return found


def _parts(count: int, at_once: int) -> list[slice]:
    return [slice(start, start + at_once) for start in range(0, count, at_once)]


def _add_by_kernels(lines: Lines, infos: Infos, rows: Array, block: slice) -> Array:
    """Adds the lines that kernels make of some packets; gives the places of the messages that they can't read."""
    are_messages, are_bare = infos.kernels(rows[block])
    messages, bare = np.flatnonzero(are_messages) + block.start, np.flatnonzero(are_bare) + block.start
    text, done = infos.message_lines(rows[messages], len(rows))
    lines.add(messages, text)
    lines.add(bare, infos.segment_lines(rows[bare], len(rows)))
    left: Array = messages[~done]
    return left


def _add_others(lines: Lines, infos: Infos, rows: Array, places: Array) -> None:
    """Adds the lines of other packets."""
    found = "".join(line.replace("\n", " ") + "\n" for line in infos.lines(rows[places], len(rows)))
    lines.add(places, np.frombuffer(found.encode("utf-8", "replace"), np.uint8))
