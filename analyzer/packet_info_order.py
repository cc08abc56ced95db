"""The order of packets by their lines, which stand one behind the other as bytes: there is no object a packet.

Letters count as their small ones, as in other lists. Bytes of UTF-8 are in the order of the characters.
"""
from __future__ import annotations

from collections.abc import Iterator

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
_ROWS_AT_ONCE, _OTHERS_AT_ONCE, _TIES_AT_ONCE = 20_000, 2_000, 50_000
_RELEASED_EVERY = 10
"""After so many times the memory of the capture's bytes is given back."""
_OTHER_WORK = 30
"""A line that is not one of DNS is as much work as so many that are."""
_ROOM = 64
"""Octets for a line, at first."""


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
def pack_lines(lines, places, heads, head_begins, text, at, keys, begins, sizes):  # type: ignore[no-untyped-def]
    """Writes lines, of which the i-th is that of places[i], into `text` from `at` on, without their heads, and notes
    their keys; gives where they end."""
    stop = 0
    for i in range(len(places)):
        start, stop, characters, last = stop, stop, 0, stop
        while lines[stop] != 10:
            if lines[stop] & 0xC0 != 0x80:
                characters += 1
                if characters == LONGEST:
                    last = stop
            stop += 1
        end = last if characters > LONGEST else stop
        head = head_of(lines, start, end, heads, head_begins)
        begin = at
        for octet in range(start + (head_begins[head // 2 + 1] - head_begins[head // 2] if head % 2 else 0), end):
            text[at] = lines[octet] + 32 if 65 <= lines[octet] <= 90 else lines[octet] + 0
            at += 1
        if characters > LONGEST:
            text[at], text[at + 1], text[at + 2] = 0xE2, 0x80, 0xA6
            at += 3
        key = head + 0
        for octet in range(begin, begin + _KEY_OCTETS):
            key = key * 256 + (text[octet] if octet < at else 0)
        keys[places[i]], begins[places[i]], sizes[places[i]] = key, begin, at - begin
        stop += 1
    return at


@kernel
def compare(text, begins, sizes, one, other):  # type: ignore[no-untyped-def]
    """How a line compares with another of the same head: below 0, 0, above 0."""
    first, second = begins[one] + 0, begins[other] + 0
    for i in range(min(sizes[one] + 0, sizes[other] + 0)):
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
    for i in range(first, middle):
        room[i] = order[i]
    left, right, to = first, middle, first
    while left < middle:
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
        self._work = count
        self._text, self._stop = np.zeros(count * _ROOM, np.uint8), 0
        self._keys, self._begins = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._sizes = np.zeros(count, np.int16)
        self._heads = np.frombuffer(b"".join(_HEADS), np.uint8), np.cumsum([0, *map(len, _HEADS)])

    def add(self, places: Array, lines: Array) -> None:
        """Takes the lines of these places, each with a line end."""
        needed = self._stop + len(lines) + len("…".encode()) * len(places)
        if needed > len(self._text):
            self._text.resize(max(needed, len(self._text) * 5 // 4), refcheck=False)
        self._stop = pack_lines.for_work(self._work)(
            lines, places, *self._heads, self._text, self._stop, self._keys, self._begins, self._sizes)

    def ranks(self) -> Iterator[Array | None]:
        """For each place the number of its line among different ones, in order; at last."""
        order = np.argsort(self._keys, kind="stable")
        keys, count, rank = self._keys[order], len(order), 0
        bounds = np.flatnonzero(keys[1:] != keys[:-1]) + 1
        room, ranks, stop = np.zeros(count, np.int64), np.zeros(count, np.int64), 0
        while stop < count:
            first, next_ = stop, int(np.searchsorted(bounds, stop + _TIES_AT_ONCE))
            stop = int(bounds[next_]) if next_ < len(bounds) else count
            rank = rank_lines.for_work(self._work)(
                self._text, self._begins, self._sizes, self._keys, order, room, first, stop, rank, ranks)
            yield None
        yield ranks


def info_ranks(engine: Engine, rows: Array) -> Iterator[float | Array]:
    """For each of some packets the number of its line among different ones, in order: how far that is, from 0 to 1, and
    at last the numbers."""
    infos, lines, others = Infos(engine), Lines(len(rows)), [np.zeros(0, np.int64)]
    left = total = len(rows) * (1 + _OTHER_WORK)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start:start + _ROWS_AT_ONCE]
        others.append(_add_by_kernels(lines, infos, some, start, len(rows)) + start)
        left -= len(some) + _OTHER_WORK * (len(some) - len(others[-1]))
        yield 1 - left / total
    open_ = np.concatenate(others)      # those of a flow together: its conversation is read once
    for count in _add_others(lines, infos, rows, open_[np.argsort(engine.packets.column("flow")[rows[open_]])]):
        left -= _OTHER_WORK * count
        yield 1 - left / total
    for ranks in lines.ranks():
        yield 1.0 if ranks is None else ranks


def _add_by_kernels(lines: Lines, infos: Infos, rows: Array, first: int, work: int) -> Array:
    """Adds the lines that kernels make of packets, the first of which has the place `first`; gives where the others
    stand, which only `_add_others` can read."""
    are_messages, are_bare = infos.kernels(rows)
    messages, bare = np.flatnonzero(are_messages), np.flatnonzero(are_bare)
    text, done = infos.message_lines(rows[messages], work)
    lines.add(messages + first, text)
    lines.add(bare + first, infos.segment_lines(rows[bare], work))
    infos.release()
    return np.concatenate([messages[~done], np.flatnonzero(~(are_messages | are_bare))])


def _add_others(lines: Lines, infos: Infos, rows: Array, others: Array) -> Iterator[int]:
    """Adds the lines of other packets, some at a time."""
    for number, start in enumerate(range(0, len(others), _OTHERS_AT_ONCE)):
        if number % _RELEASED_EVERY == 0:
            infos.release()
        places = others[start:start + _OTHERS_AT_ONCE]
        found = "".join(line.replace("\n", " ") + "\n" for line in infos.lines(rows[places], len(rows)))
        lines.add(places, np.frombuffer(found.encode("utf-8", "replace"), np.uint8))
        yield len(places)
