"""The order of many lines, which stand one behind the other as bytes: kernels give each its number."""
from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Lock
from typing import TypeVar

import numpy as np

from analyzer.columns import Array
from analyzer.infos import WHOLE
from analyzer.packet_line_keys import BASE, END, heads, octet_numbers, pack_lines
from dissectors.kernel import kernel

DEPTH = 24
"""Octets behind the key that are kept of a line: enough for most; of those that are not told apart by these it is the
WHOLE."""
_FEW = 12
"""So many lines are sorted by putting each into its place."""
_LINES_A_PART, _SAMPLE = 120_000, 20_000
"""Lines that are ranked at once; keys that show about how all are spread."""
_ROOM = 32
"""Octets for a line, at first: more than most need, as what is not written takes no memory, but moving it would."""

Made = TypeVar("Made")


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
            return DEPTH
    return WHOLE


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
        alike = keys[at] % BASE == END      # the whole line is in the key
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


class Lines:
    """Lines in the order in which they come, and of each place where its line is."""

    def __init__(self, count: int, work: int) -> None:
        """`work`: about how many lines there are in all."""
        self._work, self._adding = work, Lock()
        self._text, self._stop = np.zeros(count * _ROOM, np.uint8), 0
        self._open = np.zeros(count, np.bool_)
        self._keys, self._begins = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._sizes = np.zeros(count, np.int16)

    def add(self, places: Array, lines: Array, depth: int = WHOLE) -> None:
        """Takes the lines of these places, each with a line end; several threads may add some. `depth`: octets behind
        a key that are kept."""
        text = np.empty(len(lines), np.uint8)
        size = pack_lines.for_work(self._work)(
            lines, places, *heads(), octet_numbers(), depth, text, self._keys, self._begins, self._sizes)
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
        for made in in_two_threads(partial(self._rank, *bounds, ranks) for bounds in pairwise(self._bounds())):
            parts.append(made)
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


def in_two_threads(tasks: Iterable[Callable[[], Made]]) -> Iterator[Made]:
    """What calls give, in order, made in two threads; those that have not begun are left out where nobody asks on."""
    with ThreadPoolExecutor(2) as threads:
        try:
            for task in [threads.submit(task) for task in tasks]:
                yield task.result()
        finally:
            threads.shutdown(cancel_futures=True)


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
