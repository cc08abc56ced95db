"""Header blocks of plain messages (see `dissectors.mime.plain`): kernels that find fields and judge a part by them."""
from __future__ import annotations

from dissectors.kernel import kernel
from dissectors.mail.plain import CR, LF, SPACE

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

CONTENT_TYPE, CONTENT_DISPOSITION, FROM, TO, CC, SUBJECT, DATE, MESSAGE_ID = map(tuple, (
    b"content-type", b"content-disposition", b"from", b"to", b"cc", b"subject", b"date", b"message-id"))
TEXT, MULTIPART, MESSAGE, DIGEST = map(tuple, (b"text/", b"multipart/", b"message/", b"multipart/digest"))
NAME, TNEF, WINMAIL, BOUNDARY = map(tuple, (b"name", b"tnef", b"winmail", b"boundary"))
ATTACHMENT, INLINE = tuple(b"attachment"), tuple(b"inline")

(TYPE_BEGIN, TYPE_END, DISPOSITION_BEGIN, DISPOSITION_END, FROM_BEGIN, FROM_END, TO_BEGIN, TO_END, CC_BEGIN, CC_END,
 SUBJECT_BEGIN, SUBJECT_END, DATE_BEGIN, DATE_END, ID_BEGIN, ID_END, PEOPLE) = FIELDS = range(17)
"""Where fields of a header block stand in `fields`: begin (-1: it has none) and end of the first one's value. PEOPLE:
whether it has several of From, To or Cc, of which all count (-1: not)."""
UNUSUAL, A_MULTIPART = -1, -2
"""In place of a number of attachments: others know; a part that has parts."""


@kernel
def lower(byte):  # type: ignore[no-untyped-def]
    """A letter in lower case."""
    return byte + 32 if 65 <= byte <= 90 else byte + 0


@kernel
def begins(data, at, end, word):  # type: ignore[no-untyped-def]
    """Whether a word stands at a place, in any case."""
    if end - at < len(word):
        return False
    for i in range(len(word)):  # noqa: SIM110  (a kernel)
        if lower(data[at + i]) != word[i]:
            return False
    return True


@kernel
def contains(data, at, end, word):  # type: ignore[no-untyped-def]
    """Whether a word stands somewhere in [at, end), in any case."""
    for i in range(at, end - len(word) + 1):    # noqa: SIM110  (a kernel)
        if begins(data, i, end, word):
            return True
    return False


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
def field_at(data, at, colon):  # type: ignore[no-untyped-def]
    """Where in `fields` a field of this name belongs; -1 where it is another one."""
    size = colon - at
    if size == len(TO):
        return TO_BEGIN if begins(data, at, colon, TO) else CC_BEGIN if begins(data, at, colon, CC) else -1
    if size == len(FROM):
        return FROM_BEGIN if begins(data, at, colon, FROM) else DATE_BEGIN if begins(data, at, colon, DATE) else -1
    if size == len(SUBJECT):
        return SUBJECT_BEGIN if begins(data, at, colon, SUBJECT) else -1
    if size == len(MESSAGE_ID):
        return ID_BEGIN if begins(data, at, colon, MESSAGE_ID) else -1
    if size == len(CONTENT_TYPE):
        return TYPE_BEGIN if begins(data, at, colon, CONTENT_TYPE) else -1
    if size == len(CONTENT_DISPOSITION):
        return DISPOSITION_BEGIN if begins(data, at, colon, CONTENT_DISPOSITION) else -1
    return -1


@kernel
def read_block(data, at, end, fields):  # type: ignore[no-untyped-def]
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
        place = field_at(data, at, colon)
        if place >= 0 and fields[place] < 0:
            fields[place], fields[place + 1] = colon + 1, behind - 1
        elif place in (FROM_BEGIN, TO_BEGIN, CC_BEGIN):
            fields[PEOPLE] = 1
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
def take_boundary(value, at, size, boundaries, to):  # type: ignore[no-untyped-def]
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
        wanted = at - name == len(BOUNDARY) and begins(value, name, at, BOUNDARY)
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
def judge_disposition(data, fields, value, is_text):  # type: ignore[no-untyped-def]
    """How many attachments a part is that has no parts, by Content-Disposition; -1 where that is unusual."""
    if fields[DISPOSITION_BEGIN] < 0:
        return 0 if is_text else 1
    size = take_value(data, fields[DISPOSITION_BEGIN], fields[DISPOSITION_END], value)
    if size < 0 or (not is_text and contains(value, 0, size, WINMAIL)):
        return -1
    stop = token_end(value, 0, size)
    behind = past_blanks(value, stop, size)
    if behind < size and value[behind] != SEMICOLON:
        return -1
    if not is_text or (stop == len(ATTACHMENT) and begins(value, 0, stop, ATTACHMENT)):
        return 1
    if stop != len(INLINE) or not begins(value, 0, stop, INLINE) or contains(value, stop, size, NAME):
        return -1
    return 0


@kernel
def judge(data, fields, value, boundaries, sizes, depth):  # type: ignore[no-untyped-def]
    """How many attachments a part is by its header block; A_MULTIPART with its boundary put behind those of the
    `depth` open ones; -1 where something is unusual."""
    if fields[TYPE_BEGIN] < 0:
        return judge_disposition(data, fields, value, True)
    size = take_value(data, fields[TYPE_BEGIN], fields[TYPE_END], value)
    if size <= 0:
        return -1
    slash = token_end(value, 0, size)
    stop = token_end(value, min(slash + 1, size), size)
    if slash == 0 or slash >= size or value[slash] != SLASH or stop == slash + 1:
        return -1
    if begins(value, 0, size, MULTIPART):
        if depth >= MOST_LEVELS or begins(value, 0, size, DIGEST):
            return -1
        sizes[depth] = take_boundary(value, stop, size, boundaries, depth * LONGEST_BOUNDARY)
        return A_MULTIPART if sizes[depth] > 0 else -1
    if begins(value, 0, size, TEXT):
        return -1 if contains(value, stop, size, NAME) else judge_disposition(data, fields, value, True)
    if begins(value, 0, size, MESSAGE) or contains(value, 0, size, TNEF) or contains(value, 0, size, WINMAIL):
        return -1
    return judge_disposition(data, fields, value, False)
