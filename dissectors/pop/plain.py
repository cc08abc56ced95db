"""Plain POP3 sessions (see `dissectors.mail.plain`): no AUTH, no TLS, no challenges."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from dissectors.kernel import kernel
from dissectors.mail.plain import (
    ANSWERED,
    ASKED,
    BODY,
    COMMAND,
    DOT_LINE,
    DOTS,
    END,
    EXPECT,
    FREE,
    GREETING,
    LINES,
    LONGEST_MESSAGE,
    MATCHED,
    MESSAGE,
    OLDEST,
    POP,
    READY,
    REPLY,
    WHOLE_END,
    Numbers,
    ask,
    begin_text,
    has,
    line_stop,
    message_events,
    past_dot,
    put,
    verb_code,
    verb_of,
)
from dissectors.pop.events import Command, Greeting, Reply, ReplyData
from dissectors.pop.states import secret_in
from dissectors.stream import CLIENT, SERVER, Event, Side

VERBS = ("USER", "PASS", "APOP", "CAPA", "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET", "QUIT", "TOP", "UIDL")
VERB_NAMES = {verb_code(verb): verb for verb in VERBS}
RETR, TOP, CAPA, LIST, UIDL = map(verb_code, ("RETR", "TOP", "CAPA", "LIST", "UIDL"))
PLUS, LETTER_O, LETTER_K = b"+OK"
MINUS, LETTER_E, LETTER_R = b"-ER"
OK, ERR = 1, 2

TEXT = 2
"""What comes next beside READY: lines or a message behind a reply."""
# What follows +OK.
NOTHING, A_LIST, A_MESSAGE, A_TOP = range(4)
FOLLOWS, ABOUT = FREE, FREE + 1
"""What follows the last reply, and the number of its command."""


@kernel
def followed_by(data, at, stop, code):  # type: ignore[no-untyped-def]
    """What follows +OK to a command that stands at [at, stop); see `dissectors.pop.states.follows`."""
    if code == RETR:
        return A_MESSAGE
    if code == TOP:
        return A_TOP
    if code == CAPA:
        return A_LIST
    if code != LIST and code != UIDL:
        return NOTHING
    for i in range(at + 4, stop):
        if data[i] > 32 or data[i] < 9 or 13 < data[i] < 32:
            return NOTHING
    return A_LIST


@kernel
def read_command(data, verbs, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads a command; gives the place behind it, -1 where it is not plain."""
    behind = line_stop(data, at, stop)
    if behind < 0:
        return -1
    code = verb_of(data, at, behind)
    if not has(verbs, code) or not put(state, said, COMMAND, at + shift, behind + shift, at, state[ASKED], code):
        return -1
    return behind if ask(state, waiting, followed_by(data, at, behind, code)) else -1


@kernel
def status_at(data, at, stop):  # type: ignore[no-untyped-def]
    """OK or ERR, as a reply begins with; 0 for anything else."""
    if stop - at >= 5 and data[at] == PLUS and data[at + 1] == LETTER_O and data[at + 2] == LETTER_K:
        return OK if data[at + 3] == 32 or data[at + 3] == 13 else 0
    if stop - at >= 6 and data[at] == MINUS and data[at + 1] == LETTER_E and data[at + 2] == data[at + 3] == LETTER_R:
        return ERR if data[at + 4] == 32 or data[at + 4] == 13 else 0
    return 0


@kernel
def read_reply(data, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads a reply's line; gives the place behind it, -1 where it is not plain."""
    behind = line_stop(data, at, stop)
    status = status_at(data, at, behind)
    if status == 0:
        return -1
    number, state[ANSWERED] = state[ANSWERED], state[ANSWERED] + 1
    if number == 0:
        state[EXPECT] = READY
        kept = put(state, said, GREETING, at + shift, behind + shift, at, 0, 0)
        return behind if kept and status == OK and state[ASKED] == 0 else -1
    to = state[OLDEST]
    if to == state[ASKED] or not put(state, said, REPLY, at + shift, behind + shift, at, number, to):
        return -1
    state[OLDEST] += 1
    state[FOLLOWS], state[ABOUT] = waiting[to % len(waiting)], to
    if status == OK and state[FOLLOWS] != NOTHING:
        state[EXPECT] = TEXT
        begin_text(state, behind + shift)
    return behind


@kernel
def read_text(data, at, stop, shift, state, said):  # type: ignore[no-untyped-def]
    """Goes on in a message or a list; gives the place behind it or `stop`, -1 where it is not plain."""
    at = past_dot(data, at, stop, state)
    if at + shift - state[BODY] > LONGEST_MESSAGE:
        return -1
    if state[MATCHED] < WHOLE_END:
        return at
    end, follows = at + shift - DOT_LINE, state[FOLLOWS]
    kind = LINES if follows == A_LIST else MESSAGE
    state[EXPECT] = READY
    kept = put(state, said, kind, state[BODY], end, state[DOTS] - 1, state[ABOUT], follows == A_TOP)
    return at if kept and put(state, said, END, end, at + shift, 0, state[ABOUT], 0) else -1


@kernel
def read_pop(data, verbs, side, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads what a side says at [at, stop); gives the place behind what was read, -1 where it is not plain."""
    if not side:
        return read_command(data, verbs, at, stop, shift, waiting, state, said) if state[EXPECT] == READY else -1
    if state[EXPECT] == TEXT:
        return read_text(data, at, stop, shift, state, said)
    return read_reply(data, at, stop, shift, waiting, state, said)


class PlainPop:
    """Reads plain sessions."""
    protocol = POP
    verbs: Numbers = np.array([verb_code(verb) for verb in VERBS])

    def messages(self, said: Iterable[Sequence[int]]) -> Iterator[tuple[Side, int, int, bool]]:
        """The messages of a session."""
        return ((SERVER, begin, end, dots > 0) for kind, begin, end, dots, _, _ in said if kind == MESSAGE)

    def events(self, said: Iterable[Sequence[int]], data: memoryview) -> list[Event]:
        """The events of a session."""
        events: list[Event] = []
        add, messages = events.append, 0
        for kind, begin, end, place, number, about in said:
            line = data[place:place + end - begin].tobytes() if kind < MESSAGE else b""
            if kind == COMMAND:
                verb = VERB_NAMES[about]
                add(Command(side=CLIENT, start=begin, stop=end, number=number, verb=verb, line=line,
                            secret=secret_in(verb, line)))
            elif kind == REPLY:
                add(Reply(side=SERVER, start=begin, stop=end, number=number, line=line, to=about,
                          status="+OK" if line[0] == PLUS else "-ERR"))
            elif kind == MESSAGE:
                events += message_events(SERVER, begin, end, messages, number, bool(about))
                messages += 1
            elif kind == GREETING:
                add(Greeting(side=SERVER, start=begin, stop=end, number=number, status="+OK", line=line))
            elif begin < end:
                add(ReplyData(side=SERVER, start=begin, stop=end, to=number))
        return events
