"""Keys of lines: numbers by which most lines are in order, and the octets behind what is in them.

Letters count as their small ones, as in other lists. Bytes of UTF-8 are in the order of the characters.
"""
from __future__ import annotations

from functools import cache

import numpy as np

from analyzer.columns import Array
from analyzer.infos import LONGEST
from dissectors.kernel import kernel

HEADS = (b"c: data fragment, ", b"s: data fragment, ", b"standard query 0x", b"standard query response 0x")
"""How most lines begin, in order; none is the beginning of another. It stands in a key as a number."""
KEY_OCTETS, BASE = 10, 60
"""The octets of a key, which has their numbers as digits."""
END, REST = 0, 59
"""Such numbers: what stands behind the line's end, and behind an octet that shares its number with others."""
SHARED = 64
"""Is added to the number of such an octet."""
ALONE = b" ,-./0123456789:@[_`abcdefghijklmnopqrstuvwxyz\x86\x92\xe2"
"""Octets that have a number of their own in keys; those between them share one. The last three are those of an
arrow."""


def enough(depth: int) -> int:
    """So many octets of a line are looked at down to a depth behind its key, and one more, which says that there are
    more."""
    return max(map(len, HEADS)) + KEY_OCTETS + depth + 1


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
        for used in range(KEY_OCTETS):
            number = numbers[text[stop]] + 0
            if number >= SHARED or number == END:
                key = key * BASE + number % SHARED
                for _ in range(used + 1, KEY_OCTETS):
                    key = key * BASE + (REST if number else END)
                break
            key = key * BASE + number
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


@cache
def heads() -> tuple[Array, Array]:
    """HEADS one behind the other, and where each begins."""
    return np.frombuffer(b"".join(HEADS), np.uint8), np.cumsum([0, *map(len, HEADS)])


@cache
def octet_numbers() -> Array:
    """The number of each octet in keys, in their order, SHARED added where others have it too."""
    found, number = np.zeros(256, np.uint8), END
    for octet in range(256):
        if octet in ALONE or octet == 0 or octet - 1 in ALONE:
            number += 1
        found[octet] = number if octet in ALONE else number + SHARED
    found[ord("\n")] = END
    return found
