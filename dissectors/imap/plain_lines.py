"""Lines of plain IMAP sessions (see `dissectors.imap.plain`): kernels read commands and responses."""
from __future__ import annotations

from dissectors.imap.plain_fetch import (
    BEHIND,
    FETCHED,
    IN_LITERAL,
    IS_MESSAGE,
    KIND,
    OWN,
    STOP,
    begin_response,
    put_response,
    read_items,
)
from dissectors.imap.plain_words import (
    ENDED,
    PLUS,
    STAR,
    append_size,
    number_at,
    same_tag,
    tag_stop,
    word_at,
    word_code,
    word_stop,
)
from dissectors.kernel import kernel
from dissectors.mail.plain import (
    ANSWERED,
    ASKED,
    BODY,
    COMMAND,
    EXPECT,
    GREETING,
    HALF,
    LONGEST_MESSAGE,
    MESSAGE,
    OLDEST,
    READY,
    REPLY,
    RESPONSE,
    SILENCE,
    SPACE,
    has,
    line_stop,
    put,
)

APPEND, IDLE, AUTHENTICATE, DONE = map(word_code, ("APPEND", "IDLE", "AUTHENTICATE", "DONE"))
OK, NO, BAD = map(word_code, ("OK", "NO", "BAD"))
FETCH, UIDFETCH = map(word_code, ("FETCH", "UIDFETCH"))

A_LITERAL, SENDING, LINE_END, A_CHALLENGE, A_RESPONSE = range(2, 7)
"""What the client's next bytes are, beside READY: a message that the server has to ask for, the rest of it, the line's
end behind it; after AUTHENTICATE nothing up to a challenge, and what answers that."""
QUEUED, IDLING, SASL, APPENDING, NUMBER, ABOUT = range(OWN, OWN + 6)
"""How many commands have begun; the numbers of IDLE and AUTHENTICATE in progress plus 1; the number of an APPEND; the
last numbers of the item that the line completes."""
MOST_IN_PROGRESS = 16
"""Commands without a reply, at one moment. Place of the tag and number of each are in `waiting`."""

UNTAGGED, CONTINUED, LINE, NOTHING = 7, 10, 11, -1
"""Kinds of items: an untagged response (with its number, -1 for none), a line `+`, a further line of a command; and
where a line completes none."""


@kernel
def queue(data, place, waiting, state):  # type: ignore[no-untyped-def]
    """A command whose tag is at a place waits for its reply; False where too many do, or one with the same tag."""
    if state[QUEUED] - state[OLDEST] >= MOST_IN_PROGRESS:
        return False
    for k in range(state[OLDEST], state[QUEUED]):
        if same_tag(data, waiting[2 * (k % MOST_IN_PROGRESS)], place):
            return False
    at = 2 * (state[QUEUED] % MOST_IN_PROGRESS)
    waiting[at], waiting[at + 1] = place, state[ASKED]
    state[QUEUED] += 1
    state[ASKED] += 1
    return True


@kernel
def complete(kind, number, about, state):  # type: ignore[no-untyped-def]
    """The line completes an item."""
    state[KIND], state[NUMBER], state[ABOUT] = kind, number, about
    return True


@kernel
def read_command(data, verbs, at, behind, shift, waiting, state):  # type: ignore[no-untyped-def]
    """Reads a command's line; False where it is not plain."""
    word = tag_stop(data, at, behind) + 1
    if word == 0:       # RFC 2177 3: the line that ends IDLE has no tag
        return (state[IDLING] > 0 and word_at(data, at, behind - 2) == DONE
                and complete(LINE, state[IDLING] - 1, 0, state))
    end = word_stop(data, word, behind)
    code, number = word_at(data, word, end), state[ASKED]
    if not has(verbs, code) or not queue(data, at, waiting, state):
        return False
    complete(COMMAND, number, code, state)
    state[IDLING] = number + 1 if code == IDLE else 0
    state[SASL] = number + 1 if code == AUTHENTICATE else 0
    if code == AUTHENTICATE:
        state[EXPECT] = A_CHALLENGE
    if data[behind - 3] != ENDED:
        return True
    state[APPENDING] = number
    return code == APPEND and begin_append(data, at, end + 1, behind, shift, state)


@kernel
def begin_append(data, at, argument, behind, shift, state):  # type: ignore[no-untyped-def]
    """An APPEND in the line [at, behind) announces its message; False where it is not plain."""
    size = append_size(data, at, argument, behind)
    if size <= 0 or size > LONGEST_MESSAGE:
        return False
    state[BODY], state[STOP], state[IS_MESSAGE] = behind + shift, behind + shift + size, 1
    state[EXPECT] = SENDING if data[behind - 4] == PLUS else A_LITERAL
    return True


@kernel
def read_asked(data, verbs, at, behind, shift, waiting, state):  # type: ignore[no-untyped-def]
    """Reads a line of the client; False where it is not plain."""
    if state[EXPECT] == READY:
        return read_command(data, verbs, at, behind, shift, waiting, state)
    if state[EXPECT] == LINE_END:
        state[EXPECT] = READY
        return behind == at + 2 and complete(LINE, state[APPENDING], 0, state)
    state[EXPECT] = A_CHALLENGE
    state[ASKED] += 1
    return complete(RESPONSE, state[ASKED] - 1, 0, state)


@kernel
def read_untagged(data, at, behind, shift, state):  # type: ignore[no-untyped-def]
    """Reads a line of an untagged response, the greeting too; False where it is not plain."""
    word, value = at + 2, -1
    if data[at + 1] != SPACE:
        return False
    if 48 <= data[word] <= 57:
        end = word_stop(data, word, behind)
        value = number_at(data, word, end)
        if value < 0 or data[end] != SPACE:
            return False
        word = end + 1
    end = word_stop(data, word, behind)
    code, letter = word_at(data, word, end), data[word] | 32
    if code <= 0 or letter < 97 or letter > 122 or code == UIDFETCH:
        return False
    if state[EXPECT] == SILENCE:
        state[EXPECT], state[ANSWERED] = READY, 1
        return code == OK and value < 0 and complete(GREETING, 0, 0, state)
    if code == FETCH:
        return value >= 0 and begin_response(data, at, end, behind, shift, value, state)
    return data[behind - 3] != ENDED and complete(UNTAGGED, value, 0, state)


@kernel
def read_tagged(data, at, behind, waiting, state):  # type: ignore[no-untyped-def]
    """Reads the reply to the oldest command; False where it is not plain."""
    word = tag_stop(data, at, behind) + 1
    if word == 0 or state[OLDEST] == state[QUEUED]:
        return False
    first = 2 * (state[OLDEST] % MOST_IN_PROGRESS)
    to = waiting[first + 1]
    if not same_tag(data, waiting[first], at) or (state[EXPECT] == A_LITERAL and to == state[APPENDING]):
        return False
    code = word_at(data, word, word_stop(data, word, behind))
    if code not in (OK, NO, BAD):
        return False
    state[OLDEST] += 1
    if state[IDLING] == to + 1:
        state[IDLING] = 0
    if state[SASL] == to + 1:
        state[SASL], state[EXPECT] = 0, READY
    state[ANSWERED] += 1
    return complete(REPLY, state[ANSWERED] - 1, to, state)


@kernel
def read_heard(data, at, behind, shift, waiting, state):  # type: ignore[no-untyped-def]
    """Reads a line of the server; False where it is not plain."""
    if state[HALF]:
        return read_items(data, at, behind, shift, state)
    if data[at] == STAR:
        return read_untagged(data, at, behind, shift, state)
    if state[EXPECT] == SILENCE:
        return False
    if data[at] != PLUS:
        return read_tagged(data, at, behind, waiting, state)
    if state[EXPECT] == A_CHALLENGE:
        state[EXPECT] = A_RESPONSE
    return complete(CONTINUED, 0, 0, state)


@kernel
def pass_literal(side, at, stop, shift, state, said):  # type: ignore[no-untyped-def]
    """Goes on in a literal; gives the place behind it or `stop`, -1 where there is no room."""
    if not side:
        state[EXPECT] = SENDING
    at = min(stop, state[STOP] - shift)
    if at + shift < state[STOP]:
        return at
    state[HALF if side else EXPECT] = BEHIND if side else LINE_END
    number = -1 if side else state[APPENDING]
    if state[IS_MESSAGE] and not put(state, said, MESSAGE, state[BODY], state[STOP], 0, number, side):
        return -1
    return at


@kernel
def in_literal(side, state):  # type: ignore[no-untyped-def]
    """Whether a side's next bytes are a literal's."""
    return state[HALF] == IN_LITERAL if side else state[EXPECT] == A_LITERAL or state[EXPECT] == SENDING


@kernel
def interrupts(side, state):  # type: ignore[no-untyped-def]
    """Whether a side speaks where it has to wait for the other."""
    if side:
        return state[EXPECT] == SENDING or state[EXPECT] == LINE_END
    return state[HALF] != 0 or state[EXPECT] == SILENCE or state[EXPECT] == A_CHALLENGE


@kernel
def read_imap(data, verbs, side, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads what a side says at [at, stop); gives the place behind what was read, -1 where it is not plain."""
    if interrupts(side, state):
        return -1
    if in_literal(side, state):
        return pass_literal(side, at, stop, shift, state, said)
    behind = line_stop(data, at, stop)
    if behind < 0:
        return -1
    state[KIND] = NOTHING
    if side:
        plain = read_heard(data, at, behind, shift, waiting, state)
    else:
        plain = read_asked(data, verbs, at, behind, shift, waiting, state)
    if plain and state[KIND] == FETCHED:
        plain = put_response(behind + shift, state, said)
    elif plain and state[KIND] != NOTHING:
        plain = put(state, said, state[KIND], at + shift, behind + shift, at, state[NUMBER], state[ABOUT])
    return behind if plain else -1
