"""Plain SMTP sessions (see `dissectors.mail.plain`): no LMTP, no chunks, no TLS, AUTH only where it succeeds."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from dissectors.kernel import Kernel, kernel
from dissectors.mail.plain import (
    ANSWERED,
    ASKED,
    BODY,
    COMMAND,
    COUNT,
    DOT_LINE,
    END,
    EXPECT,
    FREE,
    GREETING,
    LONGEST_LINE,
    LONGEST_MESSAGE,
    MATCHED,
    MESSAGE,
    OLDEST,
    REPLY,
    RESPONSE,
    WHOLE_END,
    Numbers,
    ask,
    begin_session,
    has,
    line_stop,
    past_dot,
    put,
    verb_code,
    verb_of,
)
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.smtp.events import Command, Greeting, Reply
from dissectors.stream import CLIENT, SERVER, Event, MessageBytes, MessageEnd, MessageStart, Side

VERBS = ("EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT", "AUTH")
DATA, AUTH, QUIT, DOT = verb_code("DATA"), verb_code("AUTH"), verb_code("QUIT"), verb_code(".")
VERB_NAMES = {verb_code(verb): verb for verb in VERBS}
HYPHEN = 45
CODE = 3
"""Digits of a reply."""

# What the client's next bytes are; where its command waits for the server's word it may send none.
SILENCE, A_COMMAND, A_RESPONSE, A_MESSAGE, IN_MESSAGE = range(5)
REPLY_BEGAN, REPLY_PLACE, REPLY_CODE, SENDING = FREE, FREE + 1, FREE + 2, FREE + 3
"""Where a reply of several lines began, in stream and capture; its code (0: there is none); the number of DATA."""


@kernel
def read_message(data, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Goes on in the message; gives the place behind it or `stop`, -1 where it is not plain. `shift`: from places to
    positions."""
    if state[EXPECT] == A_MESSAGE:
        state[EXPECT], state[BODY], state[MATCHED] = IN_MESSAGE, at + shift, 2   # as if a line had ended before
    at, matched = past_dot(data, at, stop, state[MATCHED])
    state[MATCHED] = matched
    if at + shift - state[BODY] > LONGEST_MESSAGE:
        return -1
    if matched < WHOLE_END:
        return at
    end = at + shift - DOT_LINE
    state[EXPECT] = A_COMMAND
    if not put(state, said, MESSAGE, state[BODY], end, 0, state[SENDING], 0):
        return -1
    if not put(state, said, END, end, at + shift, 0, state[ASKED], 0) or not ask(state, waiting, DOT):
        return -1
    return at


@kernel
def read_command(data, verbs, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads a command or a response of AUTH; gives the place behind it, -1 where it is not plain."""
    behind = line_stop(data, at, stop)
    if behind < 0:
        return -1
    kind, code = RESPONSE, AUTH
    if state[EXPECT] == A_COMMAND:
        kind, code = COMMAND, verb_of(data, at, behind)
        if not has(verbs, code):
            return -1
    state[EXPECT] = SILENCE if code in (DATA, AUTH) else A_COMMAND
    if not put(state, said, kind, at + shift, behind + shift, at, state[ASKED], code):
        return -1
    return behind if ask(state, waiting, code) else -1


@kernel
def code_at(data, at, stop):  # type: ignore[no-untyped-def]
    """The code of a reply's line; -1 where there is none."""
    if stop - at <= CODE:
        return -1
    code = 0
    for i in range(at, at + CODE):
        if data[i] < 48 or data[i] > 57:
            return -1
        code = 10 * code + int(data[i]) - 48
    behind = data[at + CODE]
    return code if behind == 32 or behind == HYPHEN or behind == 13 else -1


@kernel
def read_reply(data, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads a reply's line; gives the place behind it, -1 where it is not plain."""
    behind = line_stop(data, at, stop)
    code = code_at(data, at, behind)
    if behind < 0 or code <= 0:
        return -1
    if state[REPLY_CODE] == 0:
        state[REPLY_BEGAN], state[REPLY_PLACE], state[REPLY_CODE] = at + shift, at, code
    elif shift != state[REPLY_BEGAN] - state[REPLY_PLACE] or behind - state[REPLY_PLACE] > LONGEST_LINE:
        return -1       # its lines lie in several segments, or are many
    if data[at + CODE] == HYPHEN:
        return behind
    code, state[REPLY_CODE] = state[REPLY_CODE], 0
    number, state[ANSWERED] = state[ANSWERED], state[ANSWERED] + 1
    if number == 0:
        state[EXPECT] = A_COMMAND
        kept = put(state, said, GREETING, state[REPLY_BEGAN], behind + shift, state[REPLY_PLACE], 0, 0)
        return behind if kept and code == 220 else -1
    to = state[OLDEST]
    if to == state[ASKED] or code == 421 or not heard(code, waiting[to % len(waiting)], to, state):
        return -1
    state[OLDEST] += 1
    kept = put(state, said, REPLY, state[REPLY_BEGAN], behind + shift, state[REPLY_PLACE], number, to)
    return behind if kept else -1


@kernel
def heard(code, verb, command, state):  # type: ignore[no-untyped-def]
    """What a reply changes; False where it does not fit its command."""
    if verb == DATA:
        state[EXPECT] = A_MESSAGE if code == 354 else A_COMMAND
        state[SENDING] = command
        return code != 334 and code != 235 and code != 221
    if verb == AUTH:
        state[EXPECT] = A_RESPONSE if code == 334 else A_COMMAND
        return code == 334 or code == 235
    return code != 354 and code != 334 and code != 235 and (code != 221 or verb == QUIT)


@kernel
def read_session(verbs, data, side, place, start, stop, begin, end, waiting, state, said):  # type: ignore
    """Reads the slices [begin, end) of a session; gives how much of each side was read, -1 where it is not plain."""
    client = server = 0
    for i in range(begin, end):
        at, behind, shift = int(place[i]), int(place[i] + stop[i] - start[i]), int(start[i] - place[i])
        if at < 0 or start[i] != (server if side[i] else client):
            return -1, -1
        if side[i]:
            server = int(stop[i])
        else:
            client = int(stop[i])
        while at < behind:
            expect = state[EXPECT]
            if side[i]:
                at = -1 if expect == IN_MESSAGE else read_reply(data, at, behind, shift, waiting, state, said)
            elif expect >= A_MESSAGE:
                at = read_message(data, at, behind, shift, waiting, state, said)
            else:
                at = -1 if expect == SILENCE else read_command(data, verbs, at, behind, shift, waiting, state, said)
            if at < 0:
                return -1, -1
    return client, server


@kernel
def read_sessions(verbs, data, side, place, start, stop, begin, end, lengths, waiting, state, said,  # type: ignore
                  until):
    """Reads sessions: items of the k-th one end before until[k]; -1 where it is not plain."""
    count = 0
    for k in range(len(until)):
        begin_session(state, count)
        client, server = read_session(verbs, data, side, place, start, stop, int(begin[k]), int(end[k]), waiting,
                                      state, said)
        until[k] = -1
        if (client == lengths[2 * k] and server == lengths[2 * k + 1] and state[EXPECT] == A_COMMAND
                and state[REPLY_CODE] == 0):
            until[k] = count = int(state[COUNT])
    return count


class PlainSmtp:
    """Reads plain sessions."""
    kernel: Kernel = read_sessions
    verbs: Numbers = np.array([verb_code(verb) for verb in VERBS])

    def messages(self, said: Iterable[Sequence[int]]) -> Iterator[tuple[Side, int, int]]:
        """The messages of a session."""
        return ((CLIENT, begin, end) for kind, begin, end, _, _, _ in said if kind == MESSAGE)

    def events(self, said: Iterable[Sequence[int]], data: memoryview) -> list[Event]:
        """The events of a session."""
        events: list[Event] = []
        add, messages, sasl = events.append, 0, Sasl("", 0)
        for kind, begin, end, place, number, about in said:
            line = data[place:place + end - begin].tobytes() if kind < MESSAGE else b".\r\n"
            if kind == COMMAND:
                verb, secret = VERB_NAMES[about], None
                if about == AUTH:
                    sasl, secret = Sasl.begin(line)
                add(Command(side=CLIENT, start=begin, stop=end, number=number, verb=verb, line=line, secret=secret))
            elif kind == REPLY:
                add(Reply(side=SERVER, start=begin, stop=end, number=number, status=line[:CODE].decode(), line=line,
                          to=about))
            elif kind == GREETING:
                add(Greeting(side=SERVER, start=begin, stop=end, number=number, status=line[:CODE].decode(), line=line))
            elif kind == MESSAGE:
                add(MessageStart(side=CLIENT, start=begin, stop=begin, key=messages, command=number))
                if begin < end:
                    add(MessageBytes(side=CLIENT, start=begin, stop=end, key=messages, stuffed=True))
                add(MessageEnd(side=CLIENT, start=end, stop=end, key=messages, complete=True))
                messages += 1
            elif kind == END:
                add(Command(side=CLIENT, start=begin, stop=end, number=number, verb=".", line=line))
            else:
                add(Command(side=CLIENT, start=begin, stop=end, number=number, verb="AUTH", line=line,
                            secret=sasl.respond(line), continuation=True))
        return events
