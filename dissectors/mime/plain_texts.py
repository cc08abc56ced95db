"""Texts of fields of plain messages: a kernel writes those that stand there as they are read, for all to be decoded
together; others are left to `dissectors.mime.words` and `dissectors.mail.addresses`."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from dissectors.kernel import kernel
from dissectors.mail.addresses import MAX_BYTES, as_it_stands
from dissectors.mail.plain import CR, LF, SPACE, Numbers
from dissectors.mime.plain import OUTLINE
from dissectors.mime.plain_headers import (
    CC_BEGIN,
    DATE_BEGIN,
    EQUALS,
    FROM_BEGIN,
    ID_BEGIN,
    QUESTION,
    SUBJECT_BEGIN,
    TAB,
    TILDE,
    TO_BEGIN,
    UNUSUAL,
)

TEXTS = SUBJECT_BEGIN, DATE_BEGIN, ID_BEGIN
PEOPLE = FROM_BEGIN, TO_BEGIN, CC_BEGIN
ALL = *TEXTS, *PEOPLE
"""The fields whose texts are written: those that are text, then those that are mailboxes."""
WANTED = np.array(ALL)
ABSENT, WRITTEN, OTHER = range(3)
"""What is known of a text: there is no such field, it is there, others must read the field."""

LESS, GREATER, AT, COMMA = b"<>@,"
BETWEEN = 1
"""Stands between the texts of mailboxes, which have no such sign."""
MOST_PEOPLE = 100
NAMES = np.array([as_it_stands(bytes((sign, 64, sign))) for sign in range(256)], np.uint8)
"""Whether a byte is one of which names and mailboxes are made that mean what they look like."""


def texts_of(data: npt.NDArray[np.uint8], outlines: Numbers, counts: Numbers, work: int
             ) -> Iterator[tuple[list[str], list[int]]]:
    """For each of the fields in ALL: the texts of all messages, and what is known of each; those of unusual ones are
    ABSENT. `work`: of how many messages texts will be asked for in all."""
    places, known = outlines.reshape(-1, OUTLINE), np.zeros(len(counts) * len(ALL), np.uint8)
    begins = places[:, ALL]
    ends = np.where(begins >= 0, places[:, [field + 1 for field in ALL]], begins)
    room = np.zeros(int((ends - begins).sum()) + known.size, np.uint8)
    size = put_texts.for_work(work)(data, outlines, counts, WANTED, NAMES, room, known)
    texts, states = room[:size].tobytes().decode("ascii").split("\n"), known.tolist()
    return ((texts[f::len(ALL)], states[f::len(ALL)]) for f in range(len(ALL)))


@kernel
def put_text(data, at, end, room, to):  # type: ignore[no-untyped-def]
    """Writes the text of a value without line ends and the blanks around it; gives the place behind it, -1 where it
    has encoded words or other than printable ASCII."""
    begin = to
    for i in range(at, end):
        byte = data[i]
        if byte in (CR, LF) or (to == begin and (byte in (SPACE, TAB))):
            continue
        if (byte < SPACE and byte != TAB) or byte > TILDE:
            return -1
        if byte == QUESTION and to > begin and room[to - 1] == EQUALS:
            return -1
        room[to] = byte
        to += 1
    while to > begin and (room[to - 1] == SPACE or room[to - 1] == TAB):
        to -= 1
    return to


@kernel
def signs_end(data, at, end, names):  # type: ignore[no-untyped-def]
    """Behind the bytes from `at` on of which names are made."""
    while at < end and names[data[at]]:
        at += 1
    return at


@kernel
def person_end(data, at, end, names):  # type: ignore[no-untyped-def]
    """Behind a name with a mailbox in angle brackets, or a mailbox alone; -1 where neither stands at `at`."""
    begin = at
    while True:
        word = signs_end(data, at, end, names)
        if word in (at, end):
            break
        if data[word] == AT and at == begin:
            stop = signs_end(data, word + 1, end, names)
            return stop if stop > word + 1 else -1
        if data[word] != SPACE:
            return -1
        at = word + 1
    if at == begin or at >= end or data[at] != LESS:
        return -1
    stop = at + 1
    while stop < end and (names[data[stop]] or data[stop] in (AT, EQUALS, QUESTION)):
        stop += 1
    return stop + 1 if stop > at + 1 and stop < end and data[stop] == GREATER else -1


@kernel
def past_blanks(data, at, end):  # type: ignore[no-untyped-def]
    """Behind blanks and line ends."""
    while at < end and data[at] in (SPACE, TAB, CR, LF):
        at += 1
    return at


@kernel
def put_people(data, at, end, names, room, to):  # type: ignore[no-untyped-def]
    """Writes the mailboxes of a value as they stand, with BETWEEN between them; gives the place behind them, -1 where
    something else is there, or very many."""
    for _ in range(MOST_PEOPLE):
        at = past_blanks(data, at, end)
        stop = person_end(data, at, end, names)
        for i in range(at, stop):
            room[to + i - at] = data[i]
        to += max(stop - at, 0)
        at = past_blanks(data, stop, end) if stop >= 0 else end
        if stop < 0 or at == end:
            return to if stop >= 0 else -1
        if data[at] != COMMA:
            return -1
        room[to] = BETWEEN
        to, at = to + 1, at + 1
    return -1


@kernel
def put_texts(data, outlines, counts, fields, names, room, known):  # type: ignore[no-untyped-def]
    """Writes the texts of all messages, each with a line feed behind it but the last; gives where they end."""
    to = 0
    for k in range(len(counts)):
        for f in range(len(fields)):
            number = k * len(fields) + f
            begin, end = outlines[k * OUTLINE + fields[f]], outlines[k * OUTLINE + fields[f] + 1]
            known[number] = ABSENT
            if counts[k] != UNUSUAL and begin >= 0:
                stop = -1
                if f < len(TEXTS):
                    stop = put_text(data, begin, end, room, to)
                elif end - begin <= MAX_BYTES:
                    stop = put_people(data, begin, end, names, room, to)
                known[number] = WRITTEN if stop >= 0 else OTHER
                to = max(stop, to)
            if number + 1 < len(known):
                room[to] = LF
                to += 1
    return to
