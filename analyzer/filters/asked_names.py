"""The names that DNS messages ask for: each different one made into text once, for filters."""
from __future__ import annotations

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.filters.column import combinations
from dissectors.dns.name import tree_name
from dissectors.dns.walk import HEADER
from dissectors.kernel import kernel

_MANY = 20
"""A name is as much work as so many packets."""


@kernel
def name_keys(data, start, size, seed, keys, sizes):  # type: ignore[no-untyped-def]
    """For each message a number of 62 bits that tells its first name from others by its very octets, and how many
    octets its labels have; -1 where they are not written out (a compression pointer)."""
    for i in range(len(start)):
        first, stop = start[i] + HEADER, start[i] + size[i]
        pos = first
        while pos < stop and data[pos] != 0 and data[pos] < 64:
            pos += data[pos] + 1
        if pos + 5 > stop or data[pos] != 0:
            sizes[i] = -1
            continue
        low, high = (seed ^ 0x2545F491) & 0x7FFFFFFF, seed & 0x7FFFFFFF
        for at in range(first, pos):
            low = ((low ^ data[at]) * 16777619) & 0x7FFFFFFF
            high = ((high + data[at]) * 1000003 + low) & 0x7FFFFFFF
        keys[i] = high * 0x80000000 + low
        sizes[i] = pos - first


@kernel
def write_names(data, start, size, out, plain):  # type: ignore[no-untyped-def]
    """Writes names with dots between their labels and a line end behind each; marks those that are the text of them,
    for having printable octets alone."""
    at = 0
    for i in range(len(start)):
        plain[i] = size[i] > 0
        pos, stop = start[i] + HEADER, start[i] + HEADER + size[i]
        while pos < stop:
            end = pos + 1 + data[pos]
            for place in range(pos + 1, end):
                octet = data[place] + 0
                if octet < 0x20 or octet > 0x7E:
                    plain[i] = False
                    octet = 0x3F
                out[at] = octet
                at += 1
            out[at] = 0x2E if end < stop else 0x0A
            at += 1
            pos = end
        if size[i] <= 0:
            out[at] = 0x0A
            at += 1


class AskedNames:
    """The first names of messages [start, start + size) of `data`.

    Attributes:
        number: for each message which of the names is its own; where it is not `written`, any.
        written: whether the name stands there without a pointer.
    """

    def __init__(self, data: Array, start: Array, size: Array) -> None:
        count = len(start)
        keys, sizes = np.zeros(count, np.int64), np.zeros(count, np.int64)
        name_keys.for_work(count * _MANY)(data, start, size, random_seed(), keys, sizes)
        self.written: Array = sizes >= 0
        first, self.number = combinations([keys])
        self._data, self._start, self._size = data, start[first], np.maximum(sizes[first], 0)
        self._texts = self._read()

    def _read(self) -> list[str]:
        count = len(self._start)
        out = np.zeros(int(np.maximum(self._size, 1).sum()) or 1, np.uint8)
        plain = np.zeros(count, np.bool_)
        write_names.for_work(count * _MANY)(self._data, self._start, self._size, out, plain)
        texts = out.tobytes().decode("ascii").split("\n")[:count]
        for number in np.flatnonzero(~plain).tolist():
            texts[number] = tree_name(self.labels(number))
        return texts

    def text(self, number: int) -> str:
        """A name as the tree shows it."""
        return self._texts[number]

    def labels(self, number: int) -> bytes:
        """The labels of a name, each with its length before it."""
        begin = int(self._start[number]) + HEADER
        found: bytes = self._data[begin:begin + int(self._size[number])].tobytes()
        return found
