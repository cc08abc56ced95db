"""Plain sessions: kernels read the many sessions in which nothing unusual happens, quicker than a conversation can.

A session is plain where both sides are captured from their SYN to their end, replies come in the order of the
commands, lines are whole before the other side speaks, and no command changes what is spoken. A protocol's kernel
reads such a session into a table of what was said, and gives up at the first thing that it does not expect. What it has
read becomes the same events that the protocol's conversation gives, which reads all other sessions.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dissectors.kernel import kernel
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart, Side

Numbers = npt.NDArray[np.int64]

LF, CR, DOT, SPACE = 10, 13, 46, 32
BACKSPACE, DELETE = 8, 127
LONGEST_LINE = 4096
"""Longer lines are not plain; no protocol's reader cuts shorter ones."""
LONGEST_MESSAGE = 4 << 20
"""Longer messages are not plain: the bytes of a plain one are one event."""
LINE_END = 2
"""The size of CR LF."""
DOT_LINE = 3
"""The size of a line with a dot alone."""
WHOLE_END = 5
"""The size of a line end with such a line behind it."""
MOST_WAITING = 256
"""Commands without a reply, at one moment of a plain session."""
SAID = 6
"""Numbers an item of what was said: kind, [begin, end) of the side's stream, place in the capture (of a message: how
many of its lines begin with a dot), its number (of a command or reply; the command of a message), and what it is about
(the verb of a command, the command of a reply)."""

GREETING, COMMAND, RESPONSE, REPLY, MESSAGE, LINES, END = range(7)
"""Kinds: `RESPONSE` is a further line of the last command, `LINES` belong to a reply, `END` is a line with a dot
alone. Further ones are a protocol's own."""

SMTP, POP, IMAP = range(3)
"""The protocols that have kernels."""

# What a kernel keeps of a session, by its place in `state`: how many items there are, how many commands and replies,
# the oldest command without a reply, what comes next, where a message began, how much of its end was seen, how many of
# its lines begin with a dot, whether a reply has begun and not ended; further places are the protocol's own.
COUNT, ASKED, ANSWERED, OLDEST, EXPECT, BODY, MATCHED, DOTS, HALF, FREE = range(10)
STATE = 32
SILENCE, READY = 0, 1
"""Of what comes next: nothing yet, and a new command or its reply, behind which a session may end."""


class PlainReader(Protocol):
    """What a protocol has to read plain sessions."""
    protocol: int
    """SMTP, POP or IMAP."""
    verbs: Numbers
    """The verbs of plain sessions, as its kernel has them."""

    def events(self, said: Iterable[Sequence[int]], data: memoryview) -> list[Event]:
        """The events of a session."""

    def messages(self, said: Iterable[Sequence[int]]) -> Iterator[tuple[Side, int, int, bool]]:
        """The messages of a session: who sent them, where they lie in that stream, whether dots are doubled there."""


def verb_code(verb: str) -> int:
    """A verb of up to seven letters as a number: its bytes, the first one highest."""
    return int.from_bytes(verb.encode(), "big")


@kernel
def begin_session(state, count):  # type: ignore[no-untyped-def]
    """Nothing was said yet; items of other sessions come before."""
    for i in range(len(state)):
        state[i] = 0
    state[COUNT] = count


@kernel
def put(state, said, kind, begin, end, place, number, about):  # type: ignore[no-untyped-def]
    """Adds an item; False where there is no room."""
    at = state[COUNT] * SAID
    if at + SAID > len(said):
        return False
    said[at], said[at + 1], said[at + 2] = kind, begin, end
    said[at + 3], said[at + 4], said[at + 5] = place, number, about
    state[COUNT] += 1
    return True


@kernel
def ask(state, waiting, verb):  # type: ignore[no-untyped-def]
    """A command waits for its reply; False where too many do. Gives nothing else: its number is ASKED - 1."""
    if state[ASKED] - state[OLDEST] >= len(waiting):
        return False
    waiting[state[ASKED] % len(waiting)] = verb
    state[ASKED] += 1
    return True


@kernel
def line_stop(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the line (with CRLF, without what a terminal takes back) that begins at `at`; -1 where there is none."""
    for i in range(at, min(stop, at + LONGEST_LINE)):
        byte = data[i]
        if byte == LF:
            return i + 1 if i > at and data[i - 1] == CR else -1
        if byte in (BACKSPACE, DELETE):
            return -1
    return -1


@kernel
def verb_of(data, at, stop):  # type: ignore[no-untyped-def]
    """The code of the word of letters that begins a line, in upper case; -1 where it is no word of up to 7."""
    code = 0
    for i in range(at, min(stop, at + 8)):
        byte = int(data[i])
        if byte in (SPACE, CR):
            return code
        if 97 <= byte <= 122:
            byte -= 32
        if byte < 65 or byte > 90:
            return -1
        code = code << 8 | byte
    return -1


@kernel
def begin_text(state, begin):  # type: ignore[no-untyped-def]
    """A text that a line with a dot alone ends begins at a position, as if a line had ended before."""
    state[BODY], state[MATCHED], state[DOTS] = begin, 2, 0


@kernel
def line_dot(data, at, stop):  # type: ignore[no-untyped-def]
    """The next dot behind CR LF within [at, stop); `stop` where there is none."""
    at += LINE_END
    while 0 <= at < stop:
        while at + 3 < stop and data[at] != DOT and data[at + 1] != DOT and data[at + 2] != DOT and data[at + 3] != DOT:
            at += 4
        while at < stop and data[at] != DOT:
            at += 1
        if at < stop and data[at - 1] == LF and data[at - 2] == CR:
            return at
        at += 1
    return stop


@kernel
def line_end_seen(data, at, stop):  # type: ignore[no-untyped-def]
    """How many bytes of CR LF are the last ones of [at, stop)."""
    if stop - at >= 1 and data[stop - 1] == CR:
        return 1
    return LINE_END if stop - at >= LINE_END and data[stop - 1] == LF and data[stop - 2] == CR else 0


@kernel
def past_dot(data, at, stop, state):  # type: ignore[no-untyped-def]
    """Goes through a text's bytes up to the line with a dot alone; gives where that is over, `stop` where it is not.
    MATCHED is how many bytes of the end (CR LF . CR LF) were seen last, WHOLE_END where it is over."""
    matched = state[MATCHED]
    while at < stop and matched < WHOLE_END:
        if matched == 0:
            begin = at
            at = line_dot(data, begin, stop)
            matched = line_end_seen(data, begin, at)
            continue
        byte = data[at]
        at += 1
        if byte == DOT and matched == 2:
            state[DOTS] += 1
            matched = 3
        elif (byte == LF and (matched == 1 or matched == 4)) or (byte == CR and matched == 3):
            matched += 1
        else:
            matched = 1 if byte == CR else 0
    state[MATCHED] = matched
    return at


@kernel
def has(verbs, code):  # type: ignore[no-untyped-def]
    """Whether a code is among the verbs."""
    for i in range(len(verbs)):  # noqa: SIM110  (a kernel)
        if verbs[i] == code:
            return True
    return False


def message_events(side: Side, begin: int, end: int, key: int, command: int | None, partial: bool = False,
                   stuffed: bool = True) -> Iterator[Event]:
    """The events of a whole message at [begin, end) of a side's stream; `stuffed`: with dots doubled."""
    yield MessageStart(side=side, start=begin, stop=begin, key=key, command=command, partial=partial)
    if begin < end:
        yield MessageBytes(side=side, start=begin, stop=end, key=key, stuffed=stuffed)
    yield MessageEnd(side=side, start=end, stop=end, key=key, complete=True)
