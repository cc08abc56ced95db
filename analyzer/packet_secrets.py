"""Where lines of plain sessions are secret: kernels beside what the protocols' conversations say."""
from __future__ import annotations

from dissectors.imap.plain_words import QUOTE, STAR, quoted_stop, tag_stop, word_at, word_code
from dissectors.kernel import kernel
from dissectors.mail.plain import COMMAND, POP, SMTP, SPACE, verb_code
from dissectors.mail.sasl import NAME_FIRST, WITHOUT_SECRETS
from dissectors.smtp.plain import AUTH

PASS, APOP = verb_code("PASS"), verb_code("APOP")
LOGIN, AUTHENTICATE = word_code("LOGIN"), word_code("AUTHENTICATE")
NAME_BEFORE = word_code(NAME_FIRST)
ANONYMOUS, EXTERNAL = map(word_code, sorted(WITHOUT_SECRETS))
EQUALS = 61

MECHANISM, STEP, SECRET_AT, SECRET_STOP = range(4)
"""What is kept of a session's authentication, by its place in `dialogue`: the mechanism, how many responses it had, and
where the last line is secret."""
DIALOGUE = 4
NOT_READ = -2
"""In place of a mechanism: its line has other bytes than printable ASCII."""


@kernel
def is_printable(data, at, stop):  # type: ignore[no-untyped-def]
    """Whether bytes are printable ASCII."""
    for i in range(at, stop):  # noqa: SIM110  (a kernel)
        if data[i] < SPACE or data[i] > 126:
            return False
    return True


@kernel
def past_blanks(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the spaces that begin at `at`."""
    while at < stop and data[at] == SPACE:
        at += 1
    return at


@kernel
def past_word(data, at, stop):  # type: ignore[no-untyped-def]
    """Where the next space is, or the end."""
    while at < stop and data[at] != SPACE:
        at += 1
    return at


@kernel
def without_blanks(data, at, stop):  # type: ignore[no-untyped-def]
    """Where a text ends without the spaces behind it."""
    while stop > at and data[stop - 1] == SPACE:
        stop -= 1
    return stop


@kernel
def note_response(data, at, stop, dialogue):  # type: ignore[no-untyped-def]
    """Notes whether a response of a dialogue is secret (see `dissectors.mail.sasl.is_secret`)."""
    mechanism, first = dialogue[MECHANISM], past_blanks(data, at, stop)
    size = without_blanks(data, first, stop) - first
    empty = size == 0 or (size == 1 and (data[first] == STAR or data[first] == EQUALS))
    if not empty and mechanism != ANONYMOUS and mechanism != EXTERNAL and (
            mechanism != NAME_BEFORE or dialogue[STEP] > 0):
        dialogue[SECRET_AT], dialogue[SECRET_STOP] = at, stop
    dialogue[STEP] += 1


@kernel
def begin_dialogue(data, at, stop, dialogue):  # type: ignore[no-untyped-def]
    """Reads `AUTH mechanism [initial-response]` (see `dissectors.mail.sasl.initial_response`)."""
    dialogue[STEP] = 0
    if not is_printable(data, at, stop):
        dialogue[MECHANISM] = NOT_READ
        return
    word = past_blanks(data, past_word(data, at, stop), stop)
    end = past_word(data, word, stop)
    dialogue[MECHANISM] = word_at(data, word, end)
    response = past_blanks(data, end, stop)
    if response < stop:
        note_response(data, response, without_blanks(data, response, stop), dialogue)


@kernel
def note_password(data, at, stop, dialogue):  # type: ignore[no-untyped-def]
    """What follows a place up to the end of a line is secret, if there is anything."""
    if at < stop:
        dialogue[SECRET_AT], dialogue[SECRET_STOP] = at, stop


@kernel
def note_login(data, at, stop, dialogue):  # type: ignore[no-untyped-def]
    """Notes the password of LOGIN, whose name stands at `at`; False where that is not simple (see
    `dissectors.imap.client.password_in`)."""
    if at < stop and data[at] == QUOTE:
        at = quoted_stop(data, at, stop)
    else:
        at = past_word(data, at, stop)
    if at >= 0:
        note_password(data, past_blanks(data, at, stop), stop, dialogue)
    return at >= 0


@kernel
def note_secret(data, protocol, kind, verb, at, stop, dialogue):  # type: ignore[no-untyped-def]
    """Notes where a line of a client, a command or a response of a dialogue, is secret; False where that is not known.
    It stands at [at, stop), without its end."""
    dialogue[SECRET_AT] = dialogue[SECRET_STOP] = -1
    if kind != COMMAND:
        note_response(data, at, stop, dialogue)
        return dialogue[MECHANISM] != NOT_READ and is_printable(data, at, stop)
    if protocol == SMTP:
        if verb == AUTH:
            begin_dialogue(data, at, stop, dialogue)
            return dialogue[MECHANISM] != NOT_READ
        return True
    if protocol == POP:
        if verb in (PASS, APOP):
            word = past_blanks(data, past_word(data, at, stop), stop)
            if verb == APOP:
                word = past_word(data, word, stop) + 1
            note_password(data, word, stop, dialogue)
            return is_printable(data, at, stop)
        return True
    if verb == AUTHENTICATE:
        begin_dialogue(data, tag_stop(data, at, stop) + 1, stop, dialogue)
        return dialogue[MECHANISM] != NOT_READ
    if verb == LOGIN:
        word = past_word(data, tag_stop(data, at, stop) + 1, stop)
        return is_printable(data, at, stop) and note_login(data, past_blanks(data, word, stop), stop, dialogue)
    return True
