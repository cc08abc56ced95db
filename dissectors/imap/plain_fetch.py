"""FETCH responses of plain IMAP sessions (see `dissectors.imap.plain`): kernels read them as `dissectors.imap.fetch`
does, and find which literals are messages."""
from __future__ import annotations

from dissectors.imap.plain_words import (
    BODY,
    BRACE,
    BRACKET,
    CLOSE,
    CLOSED,
    HEADER,
    OPEN,
    QUOTE,
    TEXT,
    literal_size,
    number_at,
    token_stop,
    word_at,
    word_code,
)
from dissectors.kernel import kernel
from dissectors.mail.plain import BODY as BEGAN
from dissectors.mail.plain import EXPECT, FREE, HALF, LONGEST_MESSAGE, READY, SPACE, put

UID_WORD, FLAGS_WORD, SIZE_WORD, RFC822 = map(word_code, ("UID", "FLAGS", "RFC822.SIZE", "RFC822"))
LOWER_R = 114

IN_LITERAL, BEHIND = 1, 2
"""What HALF says of a FETCH response: its literal goes on, or the line behind that is next. Only one literal, of a
client or a server, is under way; BODY is where it begins."""
(STOP, START, START_PLACE, DEPTH, KEY, IS_MESSAGE, HAD_MESSAGE, VALUE, UID, OCTETS, FLAGS_AT, FLAGS_STOP,
 KIND) = range(FREE, FREE + 13)
"""Where the literal ends; where the response began, in stream and capture; how deep its parentheses are; which item's
value is next; whether the literal is a message, and whether one was; what the response says, -1 where it does not;
which kind of item the line completes."""
OWN = FREE + 13
"""The first place in the state that is free for lines."""

NO_KEY, ANY_KEY, UID_KEY, SIZE_KEY, FLAGS_KEY, WHOLE_KEY = range(6)
"""Of an item: WHOLE_KEY is all of a message."""

MATTER, FETCHED = 8, 9
"""Kinds of items: MATTER has uid, octets, place and end of the flags, and the number of the message in the place of
what others have; it stands before its FETCHED."""


@kernel
def section_key(data, at, stop):  # type: ignore[no-untyped-def]
    """Which item BODY or BINARY with a section at [at, stop) is; -1 where that is a piece of a message."""
    begin = at
    while data[begin] != BRACKET:
        begin += 1
    end = begin
    while data[end] != CLOSED:
        end += 1
    section = word_at(data, begin + 1, end)
    if section == 0 and word_at(data, at, begin) == BODY and end + 1 == stop:
        return WHOLE_KEY
    return -1 if section in (0, HEADER, TEXT) else ANY_KEY


@kernel
def key_at(data, at, stop):  # type: ignore[no-untyped-def]
    """Which item the name at [at, stop) is; -1 where it is not plain."""
    if data[at] == QUOTE:
        return -1
    for i in range(at, stop):
        if data[i] == BRACKET:
            return section_key(data, at, stop)
    code = word_at(data, at, stop)
    if code == UID_WORD:
        return UID_KEY
    if code == FLAGS_WORD:
        return FLAGS_KEY
    if code == SIZE_WORD:
        return SIZE_KEY
    if code == RFC822:
        return WHOLE_KEY
    return -1 if data[at] | 32 == LOWER_R else ANY_KEY


@kernel
def take_item(data, at, stop, state):  # type: ignore[no-untyped-def]
    """Takes a token of the response's own list: a name or its value; False where it is not plain."""
    key = state[KEY]
    if key == NO_KEY:
        state[KEY] = key_at(data, at, stop)
        return state[KEY] > 0
    state[KEY] = NO_KEY
    if key == ANY_KEY:
        return True
    if key != UID_KEY and key != SIZE_KEY:
        return False
    number = number_at(data, at, stop)
    state[UID if key == UID_KEY else OCTETS] = number
    return number >= 0


@kernel
def open_list(at, state):  # type: ignore[no-untyped-def]
    """A parenthesis opens at a place; False where it is not plain."""
    state[DEPTH] += 1
    if state[DEPTH] == 2 and state[KEY] == FLAGS_KEY:
        state[FLAGS_AT] = state[FLAGS_STOP] = at + 1
        return True
    return state[DEPTH] == 1 or state[KEY] < UID_KEY


@kernel
def close_list(at, state):  # type: ignore[no-untyped-def]
    """A parenthesis closes at a place."""
    state[DEPTH] -= 1
    if state[DEPTH] == 1:
        if state[KEY] == FLAGS_KEY:
            state[FLAGS_STOP] = at
        state[KEY] = NO_KEY


@kernel
def begin_literal(data, at, stop, shift, state):  # type: ignore[no-untyped-def]
    """A literal is announced at [at, stop), the end of a line; False where it is not plain."""
    size, key = literal_size(data, at, stop), state[KEY]
    if size <= 0 or state[EXPECT] != READY or (key != ANY_KEY and (key != WHOLE_KEY or state[HAD_MESSAGE])):
        return False
    state[IS_MESSAGE] = 1 if key == WHOLE_KEY else 0
    if key == WHOLE_KEY:
        state[HAD_MESSAGE] = 1
        if size > LONGEST_MESSAGE:
            return False
    if state[DEPTH] == 1:
        state[KEY] = NO_KEY
    state[BEGAN] = stop + 2 + shift
    state[STOP], state[HALF] = state[BEGAN] + size, IN_LITERAL
    return True


@kernel
def read_items(data, at, behind, shift, state):  # type: ignore[no-untyped-def]
    """Reads a line of a FETCH response, from `at` up to `behind`, where it ends; False where it is not plain."""
    stop = behind - 2
    while at < stop:
        byte = data[at]
        if byte == SPACE:
            at += 1
        elif byte == OPEN:
            if not open_list(at, state):
                return False
            at += 1
        elif state[DEPTH] == 0:
            return False
        elif byte == CLOSE:
            close_list(at, state)
            at += 1
            if state[DEPTH] == 0:
                state[HALF], state[KIND] = 0, FETCHED
                return at == stop
        elif byte == BRACE:
            return begin_literal(data, at, stop, shift, state)
        else:
            end = token_stop(data, at, stop)
            if end < 0 or (state[DEPTH] == 1 and not take_item(data, at, end, state)):
                return False
            if state[KEY] == FLAGS_KEY and byte == QUOTE:
                return False
            at = end
    return False


@kernel
def begin_response(data, place, at, behind, shift, value, state):  # type: ignore[no-untyped-def]
    """A FETCH response begins at a place, its list at `at`; False where it is not plain."""
    state[START], state[START_PLACE], state[VALUE] = place + shift, place, value
    state[DEPTH] = state[HAD_MESSAGE] = 0
    state[KEY] = NO_KEY
    state[UID] = state[OCTETS] = state[FLAGS_AT] = -1
    return read_items(data, at, behind, shift, state)


@kernel
def put_response(stop, state, said):  # type: ignore[no-untyped-def]
    """Adds the response; False where there is no room."""
    if not put(state, said, MATTER, state[UID], state[OCTETS], state[FLAGS_AT], state[FLAGS_STOP], state[VALUE]):
        return False
    return put(state, said, FETCHED, state[START], stop, state[START_PLACE], 0, 0)
