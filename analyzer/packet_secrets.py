"""Where lines of plain sessions are secret: kernels beside what the protocols' conversations say."""
from __future__ import annotations

from analyzer.secrets import SHORTEST
from dissectors.imap.plain_lines import CONTINUED, UNTAGGED
from dissectors.imap.plain_words import QUOTE, STAR, quoted_stop, tag_stop, word_at, word_code
from dissectors.kernel import kernel
from dissectors.mail.plain import COMMAND, GREETING, POP, REPLY, RESPONSE, SAID, SMTP, SPACE, verb_code
from dissectors.mail.sasl import NAME_FIRST, WITHOUT_SECRETS
from dissectors.smtp.plain import AUTH

PASS, APOP = verb_code("PASS"), verb_code("APOP")
LOGIN, AUTHENTICATE = word_code("LOGIN"), word_code("AUTHENTICATE")
NAME_BEFORE = word_code(NAME_FIRST)
ANONYMOUS, EXTERNAL = map(word_code, sorted(WITHOUT_SECRETS))
EQUALS = 61

MECHANISM, STEP, SECRET_AT, SECRET_STOP, TAILS = range(5)
"""What is kept of a session's authentication, by its place in `dialogue`: the mechanism, how many responses it had,
where the last line is secret, and the last octets of secrets."""
MOST_TAILS = 24
DIALOGUE = TAILS + MOST_TAILS
TAIL = SHORTEST
WHOLE_TAIL = 1 << 8 * TAIL
"""Octets of a tail, which are one number below the second."""
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
            mechanism != NAME_BEFORE or dialogue[STEP] > 0 or past_word(data, first, first + size) < first + size):
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


@kernel
def tail_of(data, stop):  # type: ignore[no-untyped-def]
    """The octets before a place, as a number."""
    found = 0
    for i in range(stop - TAIL, stop):
        found = found << 8 | int(data[i])
    return found


@kernel
def decoded_tail(data, at, stop):  # type: ignore[no-untyped-def]
    """The last octets of what a text in base64 stands for (RFC 4648 4), as a number; those of the text itself where
    there is no such thing."""
    if stop - at < 8 or (stop - at) % 4:
        return tail_of(data, stop)
    bits, end = 0, stop
    while data[end - 1] == EQUALS and stop - end < 2:
        end -= 1
    for i in range(stop - 8, end):
        octet = int(data[i])
        if 65 <= octet <= 90:
            digit = octet - 65
        elif 97 <= octet <= 122:
            digit = octet - 71
        elif 48 <= octet <= 57:
            digit = octet + 4
        elif octet in (43, 47):
            digit = 62 if octet == 43 else 63
        else:
            return tail_of(data, stop)
        bits = bits << 6 | digit
    return (bits >> 2 * (stop - end)) % WHOLE_TAIL


@kernel
def add_tail(octets, count, dialogue):  # type: ignore[no-untyped-def]
    """Notes a tail, once; gives how many there are then, MOST_TAILS where there is no room for more."""
    for k in range(count):
        if dialogue[TAILS + k] == octets:
            return count
    if count < MOST_TAILS:
        dialogue[TAILS + count] = octets
        count += 1
    return count


@kernel
def note_tails(data, count, dialogue):  # type: ignore[no-untyped-def]
    """Notes how the secret of a line ends, as it was sent and as it was meant (see `analyzer.secrets`); gives how many
    tails there are then."""
    at, stop = int(dialogue[SECRET_AT]), int(dialogue[SECRET_STOP])
    if at < 0:
        return count
    for bare in range(3):
        if bare == 1:
            stop = without_blanks(data, at, stop)
        while bare == 2 and stop > at and data[stop - 1] in (QUOTE, SPACE):
            stop -= 1
        if stop - at >= TAIL:
            count = add_tail(tail_of(data, stop), count, dialogue)
            count = add_tail(decoded_tail(data, at, stop), count, dialogue)
    return count


@kernel
def has_tail(data, at, stop, count, dialogue):  # type: ignore[no-untyped-def]
    """Whether one of the first tails stands in a text."""
    octets = 0
    for i in range(at, stop):
        octets = (octets << 8 | int(data[i])) % WHOLE_TAIL
        for k in range(TAILS, TAILS + count):
            if dialogue[k] == octets:
                return True
    return False


@kernel
def may_repeat_secrets(data, protocol, said, begin, behind, dialogue):  # type: ignore[no-untyped-def]
    """Whether in a session of the items [begin, behind) the server perhaps repeats a secret: where it does, it says
    what one ends with."""
    count = 0
    for item in range(begin, behind):
        place = SAID * item
        kind, start = said[place], said[place + 3]
        if kind in (COMMAND, RESPONSE):
            note_secret(data, protocol, kind, said[place + 5], start, start + said[place + 2] - said[place + 1] - 2,
                        dialogue)
            count = note_tails(data, count, dialogue)
    if count == 0:
        return False
    for item in range(begin, behind):
        place = SAID * item
        kind, start = said[place], said[place + 3]
        if kind in (REPLY, GREETING, UNTAGGED, CONTINUED) and (
                count == MOST_TAILS or has_tail(data, start, start + said[place + 2] - said[place + 1], count,
                                                   dialogue)):
            return True
    return False
