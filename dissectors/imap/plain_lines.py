"""Lines of plain IMAP sessions (see `dissectors.imap.plain`): kernels read commands and responses."""
from __future__ import annotations

from dissectors.imap.plain_fetch import BEHIND, IN_LITERAL, OWN, STOP, begin_response, pass_literal, read_items
from dissectors.imap.plain_words import (
    ENDED,
    PLUS,
    STAR,
    append_literal,
    has_catenate,
    literal_size,
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
QUEUED, IDLING, SASL, APPENDING, REFUSED = range(OWN, OWN + 5)
"""How many commands have begun; the numbers of IDLE and AUTHENTICATE in progress plus 1; the number of an APPEND; the
place of the last tag that was refused plus 1."""
MOST_IN_PROGRESS = 16
"""Commands without a reply, at one moment. Place of the tag and number of each are in `waiting`."""

UNTAGGED, CONTINUED, LINE = 7, 10, 11
"""Kinds of items: an untagged response (with its number, -1 for none), a line `+`, a further line of a command."""


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
def read_command(data, verbs, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads a command's line; gives the place behind it, -1 where it is not plain."""
    behind = line_stop(data, at, stop)
    if behind < 0:
        return -1
    word = tag_stop(data, at, behind) + 1
    if word == 0:
        return read_done(data, at, behind, shift, state, said)
    end = word_stop(data, word, behind)
    code, number = word_at(data, word, end), state[ASKED]
    if not has(verbs, code) or not put(state, said, COMMAND, at + shift, behind + shift, at, number, code):
        return -1
    if not queue(data, at, waiting, state):
        return -1
    state[IDLING] = number + 1 if code == IDLE else 0
    state[SASL] = number + 1 if code == AUTHENTICATE else 0
    if code == AUTHENTICATE:
        state[EXPECT] = A_CHALLENGE
    if data[behind - 3] != ENDED:
        return behind
    state[APPENDING] = number
    return behind if code == APPEND and begin_append(data, at, end + 1, behind, shift, state) else -1


@kernel
def read_done(data, at, behind, shift, state, said):  # type: ignore[no-untyped-def]
    """Reads the line that ends IDLE (RFC 2177 3); gives `behind`, or -1 where it is something else."""
    if state[IDLING] == 0 or word_at(data, at, behind - 2) != DONE:
        return -1
    return behind if put(state, said, LINE, at + shift, behind + shift, at, state[IDLING] - 1, 0) else -1


@kernel
def begin_append(data, at, argument, behind, shift, state):  # type: ignore[no-untyped-def]
    """An APPEND in the line [at, behind) announces its message; False where it is not plain."""
    stop = behind - 2
    literal = append_literal(data, argument, stop)
    size = literal_size(data, literal, stop) if literal >= 0 else -1
    if size <= 0 or size > LONGEST_MESSAGE or has_catenate(data, at, behind):
        return False
    if state[REFUSED] and same_tag(data, at, state[REFUSED] - 1):
        return False
    state[BODY], state[STOP] = behind + shift, behind + shift + size
    state[EXPECT] = SENDING if data[stop - 2] == PLUS else A_LITERAL
    return True


@kernel
def read_message(at, stop, shift, state, said):  # type: ignore[no-untyped-def]
    """Goes on in the message of an APPEND; gives the place behind it or `stop`, -1 where there is no room."""
    state[EXPECT] = SENDING
    at = min(stop, state[STOP] - shift)
    if at + shift == state[STOP]:
        state[EXPECT] = LINE_END
        if not put(state, said, MESSAGE, state[BODY], state[STOP], 0, state[APPENDING], 0):
            return -1
    return at


@kernel
def read_line_end(data, at, stop, shift, state, said):  # type: ignore[no-untyped-def]
    """Reads the line's end behind a message; gives the place behind it, -1 where something else stands there."""
    if line_stop(data, at, stop) != at + 2:
        return -1
    state[EXPECT] = READY
    return at + 2 if put(state, said, LINE, at + shift, at + 2 + shift, at, state[APPENDING], 0) else -1


@kernel
def read_response(data, at, stop, shift, state, said):  # type: ignore[no-untyped-def]
    """Reads what answers a challenge; gives the place behind it, -1 where it is not plain."""
    behind, number = line_stop(data, at, stop), state[ASKED]
    state[EXPECT] = A_CHALLENGE
    state[ASKED] += 1
    return behind if behind > 0 and put(state, said, RESPONSE, at + shift, behind + shift, at, number, 0) else -1


@kernel
def read_untagged(data, at, behind, shift, state, said):  # type: ignore[no-untyped-def]
    """Reads a line of an untagged response, the greeting too; gives `behind`, or -1 where it is not plain."""
    word, value = at + 2, -1
    if data[at + 1] != SPACE:
        return -1
    if 48 <= data[word] <= 57:
        end = word_stop(data, word, behind)
        value = number_at(data, word, end)
        if value < 0 or data[end] != SPACE:
            return -1
        word = end + 1
    end = word_stop(data, word, behind)
    code, letter = word_at(data, word, end), data[word] | 32
    if code <= 0 or letter < 97 or letter > 122 or code == UIDFETCH:
        return -1
    if state[EXPECT] == SILENCE:
        state[EXPECT], state[ANSWERED] = READY, 1
        kept = put(state, said, GREETING, at + shift, behind + shift, at, 0, 0)
        return behind if kept and code == OK and value < 0 else -1
    if code == FETCH:
        return begin_response(data, end, behind, shift, at + shift, value, state, said) if value >= 0 else -1
    if data[behind - 3] == ENDED or not put(state, said, UNTAGGED, at + shift, behind + shift, at, value, 0):
        return -1
    return behind


@kernel
def read_tagged(data, at, behind, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads the reply to the oldest command; gives `behind`, or -1 where it is not plain."""
    word = tag_stop(data, at, behind) + 1
    if word == 0 or state[OLDEST] == state[QUEUED]:
        return -1
    first = 2 * (state[OLDEST] % MOST_IN_PROGRESS)
    to = waiting[first + 1]
    if not same_tag(data, waiting[first], at) or (state[EXPECT] == A_LITERAL and to == state[APPENDING]):
        return -1
    code = word_at(data, word, word_stop(data, word, behind))
    if code in (NO, BAD):
        state[REFUSED] = at + 1
    elif code != OK:
        return -1
    state[OLDEST] += 1
    if state[IDLING] == to + 1:
        state[IDLING] = 0
    if state[SASL] == to + 1:
        state[SASL], state[EXPECT] = 0, READY
    number, state[ANSWERED] = state[ANSWERED], state[ANSWERED] + 1
    return behind if put(state, said, REPLY, at + shift, behind + shift, at, number, to) else -1


@kernel
def read_heard(data, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads what the server says; gives the place behind what was read, -1 where it is not plain."""
    if state[EXPECT] == SENDING or state[EXPECT] == LINE_END:
        return -1
    if state[HALF] == IN_LITERAL:
        return pass_literal(at, stop, shift, state, said)
    behind = line_stop(data, at, stop)
    if behind < 0:
        return -1
    if state[HALF] == BEHIND:
        return read_items(data, at, behind, shift, state, said)
    if data[at] == STAR:
        return read_untagged(data, at, behind, shift, state, said)
    if state[EXPECT] == SILENCE:
        return -1
    if data[at] != PLUS:
        return read_tagged(data, at, behind, shift, waiting, state, said)
    if state[EXPECT] == A_CHALLENGE:
        state[EXPECT] = A_RESPONSE
    return behind if put(state, said, CONTINUED, at + shift, behind + shift, at, 0, 0) else -1


@kernel
def read_imap(data, verbs, side, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads what a side says at [at, stop); gives the place behind what was read, -1 where it is not plain."""
    if side:
        return read_heard(data, at, stop, shift, waiting, state, said)
    expect = state[EXPECT]
    if state[HALF] or expect in (SILENCE, A_CHALLENGE):
        return -1
    if expect == READY:
        return read_command(data, verbs, at, stop, shift, waiting, state, said)
    if expect == A_RESPONSE:
        return read_response(data, at, stop, shift, state, said)
    if expect == LINE_END:
        return read_line_end(data, at, stop, shift, state, said)
    return read_message(at, stop, shift, state, said)
