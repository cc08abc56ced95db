"""The names in DNS messages as the tree shows them: each different one made into text once, for filters."""
from __future__ import annotations

from functools import cached_property

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.filters.column import combinations
from dissectors.dns.name import labels_at, tree_name
from dissectors.kernel import kernel

_MANY = 20
"""A name is as much work as so many packets."""
_LONGEST = 256
"""Octets behind a place in which its name or a pointer ends (RFC 1035 2.3.4)."""


@kernel
def measure_names(data, begin, place, seed, keys, sizes):  # type: ignore[no-untyped-def]
    """For each name that walk_name found good, at `place` of the message that begins at `begin`, a number of 62 bits
    that tells it from others by its very octets, and how many octets its labels have with their lengths."""
    for i in range(len(begin)):
        at = place[i] + 0
        low, high = (seed ^ 0x2545F491) & 0x7FFFFFFF, seed & 0x7FFFFFFF
        while data[at] != 0:
            count = data[at] + 0
            if count >= 192:
                at = begin[i] + (count - 192) * 256 + data[at + 1]
                continue
            for octet in range(at, at + count + 1):
                low = ((low ^ data[octet]) * 16777619) & 0x7FFFFFFF
                high = ((high + data[octet]) * 1000003 + low) & 0x7FFFFFFF
            sizes[i] += count + 1
            at += count + 1
        keys[i] = high * 0x80000000 + low


@kernel
def write_names(data, begin, place, out, plain):  # type: ignore[no-untyped-def]
    """Writes such names with dots between their labels and a line end behind each; marks those of which that is the
    text, for they have printable octets alone."""
    to = 0
    for i in range(len(begin)):
        at, empty = place[i] + 0, True
        plain[i] = data[at] != 0
        while data[at] != 0:
            count = data[at] + 0
            if count >= 192:
                at = begin[i] + (count - 192) * 256 + data[at + 1]
                continue
            if not empty:
                out[to] = 0x2E
                to += 1
            empty = False
            for octet in range(at + 1, at + 1 + count):
                value = data[octet] + 0
                if value < 0x20 or value > 0x7E:
                    plain[i] = False
                    value = 0x3F
                out[to] = value
                to += 1
            at += count + 1
        out[to] = 0x0A
        to += 1


class ShownNames:
    """The names at `place` of messages that begin at `begin` of `data`; the walk found them good.

    Attributes:
        number: for each which of the different names it is.
    """

    def __init__(self, data: Array, begin: Array, place: Array) -> None:
        count = len(begin)
        keys, sizes = np.zeros(count, np.int64), np.zeros(count, np.int64)
        measure_names.for_work(count * _MANY)(data, begin, place, random_seed(), keys, sizes)
        first, self.number = combinations([keys])
        self._data, self._begin, self._place = data, begin[first], place[first]
        self._room = int(np.maximum(sizes[first], 1).sum())

    @cached_property
    def texts(self) -> list[str]:
        """The different names."""
        count = len(self._begin)
        out, plain = np.zeros(self._room + 1, np.uint8), np.zeros(count, np.bool_)
        write_names.for_work(count * _MANY)(self._data, self._begin, self._place, out, plain)
        texts = out.tobytes().decode("ascii").split("\n")[:count]
        for number in np.flatnonzero(~plain).tolist():
            texts[number] = tree_name(self.labels(number))
        return texts

    def labels(self, number: int) -> bytes:
        """The labels of a name, each with its length before it."""
        begin, place = int(self._begin[number]), int(self._place[number])
        return labels_at(self._data[begin:place + _LONGEST].tobytes(), place - begin, 0)
