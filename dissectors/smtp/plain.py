"""Plain SMTP sessions (see `dissectors.mail.plain`): no LMTP, chunks, PRDR or TLS, AUTH only where it succeeds."""
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
    HALF,
    LONGEST_LINE,
    LONGEST_MESSAGE,
    MATCHED,
    MESSAGE,
    OLDEST,
    READY,
    REPLY,
    RESPONSE,
    SILENCE,
    SMTP,
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
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.smtp.events import Command, Greeting, Reply
from dissectors.stream import CLIENT, SERVER, Event, Side

VERBS = ("EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT", "AUTH")
DATA, AUTH, QUIT, DOT = verb_code("DATA"), verb_code("AUTH"), verb_code("QUIT"), verb_code(".")
VERB_NAMES = {verb_code(verb): verb for verb in VERBS}
HYPHEN = 45
CODE = 3
"""Digits of a reply."""
LEAST_CODE = 100
"""Of a reply that answers something."""

A_RESPONSE, A_MESSAGE, IN_MESSAGE = 2, 3, 4
"""What the client's next bytes are, beside READY; SILENCE: its command waits for the server's word."""
REPLY_BEGAN, REPLY_PLACE, SENDING = FREE, FREE + 1, FREE + 2
"""Where a reply of several lines began, in stream and capture; the number of DATA. HALF has the reply's code."""


@kernel
def read_message(data, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Goes on in the message; gives the place behind it or `stop`, -1 where it is not plain. `shift`: from places to
    positions."""
    if state[EXPECT] == A_MESSAGE:
        state[EXPECT] = IN_MESSAGE
        begin_text(state, at + shift)
    at = past_dot(data, at, stop, state)
    if at + shift - state[BODY] > LONGEST_MESSAGE:
        return -1
    if state[MATCHED] < WHOLE_END:
        return at
    end = at + shift - DOT_LINE
    state[EXPECT] = READY
    if not put(state, said, MESSAGE, state[BODY], end, state[DOTS] - 1, state[SENDING], 0):
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
    if state[EXPECT] == READY:
        kind, code = COMMAND, verb_of(data, at, behind)
        if not has(verbs, code):
            return -1
    state[EXPECT] = SILENCE if code in (DATA, AUTH) else READY
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
    if behind < 0 or code < LEAST_CODE:
        return -1
    if state[HALF] == 0:
        state[REPLY_BEGAN], state[REPLY_PLACE], state[HALF] = at + shift, at, code
    elif shift != state[REPLY_BEGAN] - state[REPLY_PLACE] or behind - state[REPLY_PLACE] > LONGEST_LINE:
        return -1       # its lines lie in several segments, or are many
    if data[at + CODE] == HYPHEN:
        return behind
    code, state[HALF] = state[HALF], 0
    number, state[ANSWERED] = state[ANSWERED], state[ANSWERED] + 1
    if number == 0:
        state[EXPECT] = READY
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
        state[EXPECT] = A_MESSAGE if code == 354 else READY
        state[SENDING] = command
        return code != 334 and code != 235 and code != 221
    if verb == AUTH:
        state[EXPECT] = A_RESPONSE if code == 334 else READY
        return code == 334 or code == 235
    if verb == DOT and code == 353:
        return False
    return code != 354 and code != 334 and code != 235 and (code != 221 or verb == QUIT)


@kernel
def read_smtp(data, verbs, side, at, stop, shift, waiting, state, said):  # type: ignore[no-untyped-def]
    """Reads what a side says at [at, stop); gives the place behind what was read, -1 where it is not plain."""
    expect = state[EXPECT]
    if side:
        return -1 if expect == IN_MESSAGE else read_reply(data, at, stop, shift, waiting, state, said)
    if expect >= A_MESSAGE:
        return read_message(data, at, stop, shift, waiting, state, said)
    return -1 if expect == SILENCE else read_command(data, verbs, at, stop, shift, waiting, state, said)


class PlainSmtp:
    """Reads plain sessions."""
    protocol = SMTP
    verbs: Numbers = np.array([verb_code(verb) for verb in VERBS])

    def messages(self, said: Iterable[Sequence[int]]) -> Iterator[tuple[Side, int, int, bool]]:
        """The messages of a session."""
        return ((CLIENT, begin, end, dots > 0) for kind, begin, end, dots, _, _ in said if kind == MESSAGE)

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
                events += message_events(CLIENT, begin, end, messages, number)
                messages += 1
            elif kind == END:
                add(Command(side=CLIENT, start=begin, stop=end, number=number, verb=".", line=line))
            else:
                add(Command(side=CLIENT, start=begin, stop=end, number=number, verb="AUTH", line=line,
                            secret=sasl.respond(line), continuation=True))
        return events
