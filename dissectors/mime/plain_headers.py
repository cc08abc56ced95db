"""Header blocks of plain messages (see `dissectors.mime.plain`): kernels that find fields and judge a part by them."""
from __future__ import annotations

from dissectors.kernel import kernel
from dissectors.mail.plain import CR, LF, SPACE
from dissectors.mime.plain_words import (
    ATTACHMENT,
    BOUNDARY,
    CONTENT_TYPE,
    DIGEST,
    INLINE,
    MESSAGE,
    MESSAGE_ID,
    MULTIPART,
    NAME,
    TEXT,
    TNEF,
    WINMAIL,
    begins,
    contains,
    is_word,
)

TAB = 9
QUOTE, STAR, HYPHEN, SLASH, COLON, SEMICOLON, EQUALS, QUESTION, BACKSLASH, TILDE = b"\"*-/:;=?\\~"
SPECIALS = tuple(b"()<>@,;:\\\"/[]?=")
"""RFC 2045 5.1: tspecials"""
MOST_FIELDS = 1_000
"""Fields of a header block."""
LONGEST_VALUE = 1_024
"""Bytes of a field that says what a part is."""
LONGEST_BOUNDARY = 200
MOST_LEVELS = 8
"""Multiparts in multiparts."""

(TYPE_BEGIN, TYPE_END, DISPOSITION_BEGIN, DISPOSITION_END, FROM_BEGIN, FROM_END, TO_BEGIN, TO_END, CC_BEGIN, CC_END,
 SUBJECT_BEGIN, SUBJECT_END, DATE_BEGIN, DATE_END, ID_BEGIN, ID_END, SEVERAL) = FIELDS = range(17)
"""Where fields of a header block stand in `fields`: begin (-1: it has none) and end of the first one's value. SEVERAL:
whether it has several of From, To or Cc, of which all count (-1: not)."""
UNUSUAL, A_MULTIPART = -1, -2
"""In place of a number of attachments: others know; a part that has parts."""


@kernel
def name_end(data, at, end):  # type: ignore[no-untyped-def]
    """Where the colon stands behind the name of a field; -1 where there is no name, or blanks come between."""
    if at + 1 < end and data[at] == HYPHEN and data[at + 1] == HYPHEN:
        return -1
    for i in range(at, end):
        if data[i] == COLON:
            return i if i > at else -1
        if data[i] <= SPACE or data[i] > TILDE:
            return -1
    return -1


@kernel
def field_end(data, at, end):  # type: ignore[no-untyped-def]
    """Behind the last line of a field; -1 where no line follows."""
    for i in range(at, end - 1):
        if data[i] == LF and data[i + 1] != SPACE and data[i + 1] != TAB:
            return i + 1
    return -1


@kernel
def field_at(data, at, colon, letters, bounds):  # type: ignore[no-untyped-def]
    """Where in `fields` a field of this name belongs; -1 where it is another one."""
    for word in range(CONTENT_TYPE, MESSAGE_ID + 1):
        if is_word(data, at, colon, letters, bounds, word):
            return 2 * word
    return -1


@kernel
def read_block(data, at, end, letters, bounds, fields):  # type: ignore[no-untyped-def]
    """Reads the header block at a place; gives where the body begins, -1 where a line is no field or none is empty."""
    for i in range(len(fields)):
        fields[i] = -1
    for _ in range(MOST_FIELDS):
        if at < end and data[at] == LF:
            return at + 1
        if at + 1 < end and data[at] == CR and data[at + 1] == LF:
            return at + 2
        colon = name_end(data, at, end)
        behind = field_end(data, colon, end) if colon >= 0 else -1
        if behind < 0:
            return -1
        place = field_at(data, at, colon, letters, bounds)
        if place >= 0 and fields[place] < 0:
            fields[place], fields[place + 1] = colon + 1, behind - 1
        elif place in (FROM_BEGIN, TO_BEGIN, CC_BEGIN):
            fields[SEVERAL] = 1
        at = behind
    return -1


@kernel
def take_value(data, begin, end, value):  # type: ignore[no-untyped-def]
    """Copies a value without its line ends and the blanks before it; gives its size, -1 where it is long or has
    other than ASCII, escapes, encoded words or extended parameters."""
    size = 0
    for i in range(begin, end):
        byte = data[i]
        if byte == LF or (byte == CR and data[i + 1] == LF):
            continue
        if (byte < SPACE and byte != TAB) or byte > TILDE or byte in (BACKSLASH, STAR) or size == len(value):
            return -1
        if byte == QUESTION and size > 0 and value[size - 1] == EQUALS:
            return -1
        if size > 0 or (byte != SPACE and byte != TAB):
            value[size] = byte
            size += 1
    return size


@kernel
def token_end(value, at, size):  # type: ignore[no-untyped-def]
    """Behind the letters, digits and signs that a name may have (token)."""
    while at < size:
        byte = value[at]
        if byte <= SPACE or byte in SPECIALS:
            break
        at += 1
    return at


@kernel
def past_blanks(value, at, size):  # type: ignore[no-untyped-def]
    """Behind blanks."""
    while at < size and (value[at] == SPACE or value[at] == TAB):
        at += 1
    return at


@kernel
def take_parameter(value, at, size):  # type: ignore[no-untyped-def]
    """Where the value of a parameter begins and ends that stands at a place, quoted or not, and where the next one
    begins. The end is -1 where it is empty, or neither the end of all nor another parameter follows."""
    begin = at
    if at < size and value[at] == QUOTE:
        begin = at + 1
        stop = begin
        while stop < size and value[stop] != QUOTE:
            stop += 1
        at = stop + 1
    else:
        at = stop = token_end(value, at, size)
    at = past_blanks(value, at, size)
    if stop == begin or at > size or (at < size and value[at] != SEMICOLON):
        return begin, -1, at
    return begin, stop, at


@kernel
def take_boundary(value, at, size, letters, bounds, boundaries, to):  # type: ignore[no-untyped-def]
    """Copies the boundary out of the parameters from `at` on to a place; gives its size, -1 where there is none or
    the parameters are not as they should be."""
    at = past_blanks(value, at, size)
    begin = stop = at
    wanted = False
    while not wanted:
        if at >= size or value[at] != SEMICOLON:
            return -1
        name = past_blanks(value, at + 1, size)
        at = token_end(value, name, size)
        wanted = is_word(value, name, at, letters, bounds, BOUNDARY)
        if at in (name, size) or value[at] != EQUALS:
            return -1
        begin, stop, at = take_parameter(value, at + 1, size)
        if stop < 0:
            return -1
    if stop - begin > LONGEST_BOUNDARY or value[stop - 1] in (SPACE, TAB, HYPHEN):
        return -1
    for i in range(begin, stop):
        boundaries[to + i - begin] = value[i]
    return stop - begin


@kernel
def judge_disposition(data, letters, bounds, fields, value, is_text):  # type: ignore[no-untyped-def]
    """How many attachments a part is that has no parts, by Content-Disposition; -1 where that is unusual."""
    if fields[DISPOSITION_BEGIN] < 0:
        return 0 if is_text else 1
    size = take_value(data, fields[DISPOSITION_BEGIN], fields[DISPOSITION_END], value)
    if size < 0 or (not is_text and contains(value, 0, size, letters, bounds, WINMAIL)):
        return -1
    stop = token_end(value, 0, size)
    behind = past_blanks(value, stop, size)
    if behind < size and value[behind] != SEMICOLON:
        return -1
    if not is_text or is_word(value, 0, stop, letters, bounds, ATTACHMENT):
        return 1
    if not is_word(value, 0, stop, letters, bounds, INLINE) or contains(value, stop, size, letters, bounds, NAME):
        return -1
    return 0


@kernel
def judge(data, letters, bounds, fields, value, boundaries, sizes, depth):  # type: ignore[no-untyped-def]
    """How many attachments a part is by its header block; A_MULTIPART with its boundary put behind those of the
    `depth` open ones; -1 where something is unusual."""
    if fields[TYPE_BEGIN] < 0:
        return judge_disposition(data, letters, bounds, fields, value, True)
    size = take_value(data, fields[TYPE_BEGIN], fields[TYPE_END], value)
    if size <= 0:
        return -1
    slash = token_end(value, 0, size)
    stop = token_end(value, min(slash + 1, size), size)
    if slash == 0 or slash >= size or value[slash] != SLASH or stop == slash + 1:
        return -1
    if begins(value, 0, size, letters, bounds, MULTIPART):
        if depth >= MOST_LEVELS or begins(value, 0, size, letters, bounds, DIGEST):
            return -1
        sizes[depth] = take_boundary(value, stop, size, letters, bounds, boundaries, depth * LONGEST_BOUNDARY)
        return A_MULTIPART if sizes[depth] > 0 else -1
    if begins(value, 0, size, letters, bounds, TEXT):
        named = contains(value, stop, size, letters, bounds, NAME)
        return -1 if named else judge_disposition(data, letters, bounds, fields, value, True)
    if begins(value, 0, size, letters, bounds, MESSAGE):
        return -1
    for word in (TNEF, WINMAIL):
        if contains(value, 0, size, letters, bounds, word):
            return -1
    return judge_disposition(data, letters, bounds, fields, value, False)
