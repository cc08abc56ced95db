"""Plain messages: a kernel counts the attachments of the many messages in which nothing unusual stands.

It reads headers and boundaries as `dissectors.mime.parts` does and judges parts as `dissectors.mime.attachments` does,
and gives up at the first thing that it does not expect: then these say.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dissectors.kernel import kernel
from dissectors.mail.plain import CR, LF, SPACE, Numbers
from dissectors.mime.plain_headers import (
    A_MULTIPART,
    FIELDS,
    HYPHEN,
    LONGEST_BOUNDARY,
    LONGEST_VALUE,
    MOST_LEVELS,
    TAB,
    UNUSUAL,
    begins,
    judge,
    read_block,
)

MOST_PARTS = 1_000
BEGIN = tuple(b"begin ")
"""How a uuencoded file begins."""
NO_LEVEL, STRANGE = -1, -2
"""In place of the multipart whose delimiter comes next."""


class Scratch(NamedTuple):
    """Room that the kernel works in: places of fields, a value, the boundaries of open multiparts, their sizes and
    numbers of parts."""
    fields: Numbers
    value: npt.NDArray[np.uint8]
    boundaries: npt.NDArray[np.uint8]
    sizes: Numbers
    children: Numbers

    @classmethod
    def make(cls) -> Scratch:
        """Room for one process."""
        return cls(np.zeros(len(FIELDS), np.int64), np.zeros(LONGEST_VALUE, np.uint8),
                   np.zeros(MOST_LEVELS * LONGEST_BOUNDARY, np.uint8), np.zeros(MOST_LEVELS, np.int64),
                   np.zeros(MOST_LEVELS, np.int64))


@kernel
def level_of(data, at, stop, boundaries, sizes, depth):  # type: ignore[no-untyped-def]
    """The open multipart whose boundary stands at [at, stop); -1 where none does."""
    for level in range(depth):
        alike = stop - at == sizes[level]
        for i in range(sizes[level]):
            if not alike or data[at + i] != boundaries[level * LONGEST_BOUNDARY + i]:
                alike = False
                break
        if alike:
            return level
    return -1


@kernel
def have_parts(children, level, depth):  # type: ignore[no-untyped-def]
    """Whether the multiparts from a level on have parts."""
    for i in range(level, depth):   # noqa: SIM110  (a kernel)
        if children[i] == 0:
            return False
    return True


@kernel
def is_open(boundaries, sizes, depth):  # type: ignore[no-untyped-def]
    """Whether the boundary behind those of the open multiparts is one of theirs."""
    begin = depth * LONGEST_BOUNDARY
    return level_of(boundaries, begin, begin + sizes[depth], boundaries, sizes, depth) >= 0


@kernel
def line_end(data, at, end):  # type: ignore[no-untyped-def]
    """Where the LF of a line stands; `end` where there is none."""
    while at < end and data[at] != LF:
        at += 1
    return at


@kernel
def trimmed(data, at, stop):  # type: ignore[no-untyped-def]
    """Where a line ends without the blanks and the CR at its end."""
    while stop > at and (data[stop - 1] == CR or data[stop - 1] == SPACE or data[stop - 1] == TAB):
        stop -= 1
    return stop


@kernel
def next_delimiter(data, at, end, boundaries, sizes, depth):  # type: ignore[no-untyped-def]
    """Goes on from the line end at `at` to a delimiter of the open multiparts: gives where its line ends, whose it is,
    and whether it ends that; NO_LEVEL where none comes, STRANGE where a uuencoded file may begin before."""
    while True:
        at = line_end(data, at, end) + 1
        if at >= end:
            return end, NO_LEVEL, False
        if depth > 0 and at + 1 < end and data[at] == HYPHEN and data[at + 1] == HYPHEN:
            line = at + 2
            at = line_end(data, line, end)
            stop = trimmed(data, line, at)
            level = level_of(data, line, stop, boundaries, sizes, depth)
            if level >= 0:
                return at, level, False
            if stop - line > 2 and data[stop - 1] == HYPHEN and data[stop - 2] == HYPHEN:
                level = level_of(data, line, stop - 2, boundaries, sizes, depth)
                if level >= 0:
                    return at, level, True
        elif begins(data, at, end, BEGIN):
            return at, STRANGE, False


@kernel
def count_one(data, begin, end, fields, value, boundaries, sizes, children):  # type: ignore[no-untyped-def]
    """How many attachments the message [begin, end) has; UNUSUAL where something in it is."""
    count, depth, at = 0, 0, begin
    for _ in range(MOST_PARTS):
        at = read_block(data, at, end, fields) - 1      # its last line end, or below 0
        found = judge(data, fields, value, boundaries, sizes, depth) if at >= 0 else UNUSUAL
        if found == A_MULTIPART and not is_open(boundaries, sizes, depth):
            children[depth] = 0
            depth += 1
        elif found < 0:
            return UNUSUAL
        else:
            count += found
        ends = True
        while ends:
            at, level, ends = next_delimiter(data, at, end, boundaries, sizes, depth)
            first = level if ends else level + 1
            if level == STRANGE or not have_parts(children, first, depth):
                return UNUSUAL
            if level == NO_LEVEL:
                return count
            depth = first
        children[level] += 1
        at = min(at + 1, end)
    return UNUSUAL


@kernel
def count_all(data, begin, end, fields, value, boundaries, sizes, children, counts):  # type: ignore[no-untyped-def]
    """Counts the attachments of each of the messages [begin[k], end[k])."""
    for k in range(len(begin)):
        counts[k] = count_one(data, begin[k], end[k], fields, value, boundaries, sizes, children)
