"""Plain messages: a kernel outlines the many messages in which nothing unusual stands: fields, body, attachments.

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
    SEVERAL,
    TAB,
    TYPE_BEGIN,
    TYPE_END,
    UNUSUAL,
    judge,
    read_block,
)
from dissectors.mime.plain_words import BEGIN, BOUNDS, LETTERS, TEXT, begins, contains

MOST_PARTS = 1_000
NO_LEVEL, STRANGE = -1, -2
"""In place of the multipart whose delimiter comes next."""

BODY = len(FIELDS)
OUTLINE = BODY + 1
"""Numbers of an outline: the places of its FIELDS, and where its body begins."""
HEADER, START, STOP, LEVEL, NUMBERS = range(5)
ATTACHED = NUMBERS + MOST_LEVELS
"""Numbers of an attachment: where its header block begins, where its body begins and stops, in how many multiparts it
is, and its number among the parts of each."""
MOST_ATTACHMENTS = 4_000
"""Of messages that are read together."""


class Scratch(NamedTuple):
    """Room that the kernel works in, behind the words that it looks for: places of fields, a value, the boundaries of
    open multiparts, their sizes and numbers of parts, attachments."""
    letters: npt.NDArray[np.uint8]
    bounds: Numbers
    fields: Numbers
    value: npt.NDArray[np.uint8]
    boundaries: npt.NDArray[np.uint8]
    sizes: Numbers
    children: Numbers
    attached: Numbers

    @classmethod
    def make(cls) -> Scratch:
        """Room for one process."""
        return cls(LETTERS, BOUNDS, np.zeros(len(FIELDS), np.int64), np.zeros(LONGEST_VALUE, np.uint8),
                   np.zeros(MOST_LEVELS * LONGEST_BOUNDARY, np.uint8), np.zeros(MOST_LEVELS, np.int64),
                   np.zeros(MOST_LEVELS, np.int64), np.zeros(MOST_ATTACHMENTS * ATTACHED, np.int64))


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
def hyphens(data, at, end):  # type: ignore[no-untyped-def]
    """The LF, from `at` on, of the next line that is followed by one with two hyphens at its start; `end` where there
    is none. One of two such bytes is seen by steps of two."""
    begin = at
    at += 1
    while 0 < at < end:
        while at + 6 < end and data[at] != HYPHEN and data[at + 2] != HYPHEN and data[at + 4] != HYPHEN and (
                data[at + 6] != HYPHEN):
            at += 8
        while at < end and data[at] != HYPHEN:
            at += 2
        first = at - 1 if at <= end and data[at - 1] == HYPHEN else at
        if begin < first < end - 1 and data[first - 1] == LF and data[first] == HYPHEN and data[first + 1] == HYPHEN:
            return first - 1
        at += 2
    return end


@kernel
def next_delimiter(data, at, end, letters, bounds, boundaries, sizes, depth, is_text):  # type: ignore
    """Goes on from the line end at `at` to a delimiter of the open multiparts: gives the LF before it, where its line
    ends, whose it is, and whether it ends that; NO_LEVEL where none comes, STRANGE where a uuencoded file may begin
    before, as it may in a text."""
    while True:
        before = line_end(data, at, end) if is_text else hyphens(data, at, end)
        at = before + 1
        if at >= end:
            return end, end, NO_LEVEL, False
        if depth > 0 and at + 1 < end and data[at] == HYPHEN and data[at + 1] == HYPHEN:
            line = at + 2
            at = line_end(data, line, end)
            stop = trimmed(data, line, at)
            level = level_of(data, line, stop, boundaries, sizes, depth)
            if level >= 0:
                return before, at, level, False
            if stop - line > 2 and data[stop - 1] == HYPHEN and data[stop - 2] == HYPHEN:
                level = level_of(data, line, stop - 2, boundaries, sizes, depth)
                if level >= 0:
                    return before, at, level, True
        elif is_text and begins(data, at, end, letters, bounds, BEGIN):
            return at, at, STRANGE, False


@kernel
def begin_attachment(attached, number, header, start, children, depth):  # type: ignore[no-untyped-def]
    """Notes where an attachment begins, and which part it is."""
    at = number * ATTACHED
    attached[at + HEADER], attached[at + START], attached[at + LEVEL] = header, start, depth
    for i in range(depth):
        attached[at + NUMBERS + i] = children[i]


@kernel
def end_attachment(data, attached, number, end, is_line_end):  # type: ignore[no-untyped-def]
    """Notes where an attachment stops: at `end`, or, where there is the LF of a line end that belongs to a delimiter,
    before that line end."""
    at = number * ATTACHED
    stop = end - 1 if is_line_end and data[end - 1] == CR else end
    attached[at + STOP] = max(stop, attached[at + HEADER])
    attached[at + START] = min(attached[at + START], attached[at + STOP])


@kernel
def put_outline(outlines, outline, fields, body):  # type: ignore[no-untyped-def]
    """Notes where the fields of a message and its body stand."""
    for i in range(len(fields)):
        outlines[outline + i] = fields[i]
    outlines[outline + BODY] = body


@kernel
def outline_one(data, begin, end, letters, bounds, fields, value, boundaries, sizes, children, attached,  # type: ignore
                first, outlines, outline):
    """How many attachments the message [begin, end) has, which are noted from `first` on, and its outline from
    `outline` on; UNUSUAL where something in it is."""
    count, depth, at = 0, 0, begin
    for _ in range(MOST_PARTS):
        header = at
        at = read_block(data, at, end, letters, bounds, fields) - 1      # its last line end, or below 0
        found = judge(data, letters, bounds, fields, value, boundaries, sizes, depth) if at >= 0 else UNUSUAL
        if header == begin:
            put_outline(outlines, outline, fields, at + 1)
        if found == A_MULTIPART and not is_open(boundaries, sizes, depth):
            children[depth] = 0
            depth += 1
        elif found < 0 or (first + count + found) * ATTACHED > len(attached):
            return UNUSUAL
        elif found > 0:
            begin_attachment(attached, first + count, header, at + 1, children, depth)
            count += 1
        is_text = found == 0 or (found > 0 and (
            fields[TYPE_BEGIN] < 0 or contains(data, fields[TYPE_BEGIN], fields[TYPE_END], letters, bounds, TEXT)))
        ends = True
        while ends:
            before, at, level, ends = next_delimiter(
                data, at, end, letters, bounds, boundaries, sizes, depth, is_text)
            is_text = False
            inner = level if ends else level + 1
            if level == STRANGE or not have_parts(children, inner, depth):
                return UNUSUAL
            if found > 0:
                missing = level == NO_LEVEL and depth > 0 and data[end - 1] == LF
                end_attachment(data, attached, first + count - 1, before - 1 if missing else before,
                               level != NO_LEVEL or missing)
                found = 0
            if level == NO_LEVEL:
                return count if outlines[outline + SEVERAL] < 0 else UNUSUAL
            depth = inner
        children[level] += 1
        at = min(at + 1, end)
    return UNUSUAL


@kernel
def outline_all(data, begin, end, letters, bounds, fields, value, boundaries, sizes, children, attached,  # type: ignore
                outlines, counts):
    """Outlines each of the messages [begin[k], end[k]), and counts their attachments, which are noted one behind the
    other."""
    first = 0
    for k in range(len(begin)):
        counts[k] = outline_one(data, begin[k], end[k], letters, bounds, fields, value, boundaries, sizes, children,
                                attached, first, outlines, k * OUTLINE)
        first += max(counts[k], 0)
