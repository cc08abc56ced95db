"""Words of plain IMAP sessions (see `dissectors.imap.plain`): kernels find tags, words, tokens and literals."""
from __future__ import annotations

from dissectors.kernel import kernel
from dissectors.mail.plain import CR, SPACE

QUOTE, OPEN, CLOSE, PLUS, STAR, LESS, GREATER, BRACKET, BACKSLASH, CLOSED, BRACE, ENDED = b'"()+*<>[\\]{}'
LETTERS_OF_CODE, LONGEST_WORD, LONGEST_TAG, LONGEST_NUMBER = 38, 12, 64, 18
"""A word of up to 12 letters, digits and dots is a number of 63 bits."""
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789."
"""What may stand in such a word; the first one counts 1."""


def word_code(word: str) -> int:
    """A word as a number, as `word_at` has it."""
    code = 0
    for symbol in word:
        code = code * LETTERS_OF_CODE + SYMBOLS.index(symbol) + 1
    return code


BODY, BINARY, HEADER, TEXT = map(word_code, ("BODY", "BINARY", "HEADER", "TEXT"))
TAIL, TAIL_CODE = 1 << 48, int.from_bytes(b"TENATE", "big")
"""The last letters of CATENATE as bytes of a number."""


@kernel
def word_stop(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the word that begins at `at` of a line: where a blank or the line's end stands."""
    while at < stop and data[at] != SPACE and data[at] != CR:
        at += 1
    return at


@kernel
def word_at(data, at, stop):  # type: ignore[no-untyped-def]
    """The code of the word [at, stop), in upper case; -1 where it is longer than codes are or has other bytes."""
    if stop - at > LONGEST_WORD:
        return -1
    code = 0
    for i in range(at, stop):
        byte = int(data[i])
        if 97 <= byte <= 122:
            byte -= 32
        if 65 <= byte <= 90:
            symbol = byte - 64
        elif 48 <= byte <= 57:
            symbol = byte - 21
        elif byte == 46:
            symbol = 37
        else:
            return -1
        code = code * LETTERS_OF_CODE + symbol
    return code


@kernel
def number_at(data, at, stop):  # type: ignore[no-untyped-def]
    """The number that the digits [at, stop) are; -1 where they are not 1 to 18 digits."""
    if stop <= at or stop - at > LONGEST_NUMBER:
        return -1
    number = 0
    for i in range(at, stop):
        byte = int(data[i])
        if byte < 48 or byte > 57:
            return -1
        number = 10 * number + byte - 48
    return number


@kernel
def tag_stop(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the tag that begins a line, where a blank stands; -1 where there is no simple tag."""
    for i in range(at, min(stop, at + LONGEST_TAG + 1)):
        byte = data[i]
        if byte == SPACE:
            return i if i > at else -1
        if not (97 <= byte <= 122 or 65 <= byte <= 90 or 48 <= byte <= 57 or byte == 45 or byte == 46 or byte == 95):
            return -1
    return -1


@kernel
def same_tag(data, one, other):  # type: ignore[no-untyped-def]
    """Whether the same tag and blank stand at both places."""
    i = 0
    while data[one + i] == data[other + i]:
        if data[one + i] == SPACE:
            return True
        i += 1
    return False


@kernel
def quoted_stop(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the quoted string that begins at `at` (RFC 9051 9: quoted); -1 where nothing closes it."""
    escaped = False
    for i in range(at + 1, stop):
        byte = data[i]
        if byte < SPACE:
            return -1
        if escaped:
            escaped = False
        elif byte == BACKSLASH:
            escaped = True
        elif byte == QUOTE:
            return i + 1
    return -1


@kernel
def is_special(byte):  # type: ignore[no-untyped-def]
    """Whether a byte has a meaning of its own, or is a control."""
    return byte < SPACE or byte in (QUOTE, OPEN, CLOSE, BRACE, BRACKET)


@kernel
def token_stop(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the token that begins at `at` (`dissectors.imap.grammar.TOKEN`), which is no parenthesis; -1 where it is
    not simple. Sections stand behind BODY and BINARY only."""
    if data[at] == QUOTE:
        return quoted_stop(data, at, stop)
    i = at
    while i < stop and data[i] != SPACE and not is_special(data[i]):
        i += 1
    if i == stop or data[i] == SPACE or data[i] == CLOSE:
        return i if i > at else -1
    return section_stop(data, at, i, stop) if data[i] == BRACKET else -1


@kernel
def section_stop(data, at, bracket, stop):  # type: ignore[no-untyped-def]
    """Behind the section of an item that begins at `at`; -1 where it is not simple."""
    name = word_at(data, at, bracket)
    if name != BODY and name != BINARY:
        return -1
    i = bracket
    while i < stop and data[i] != CLOSED:
        if data[i] < SPACE:
            return -1
        i += 1
    i += 1
    if i < stop and data[i] == LESS:
        first = i + 1
        while i < stop and data[i] != GREATER:
            i += 1
        if number_at(data, first, i) < 0:
            return -1
        i += 1
    return i if i < stop and data[i] == SPACE else -1


@kernel
def literal_size(data, at, stop):  # type: ignore[no-untyped-def]
    """The size that a literal's announcement at [at, stop) has, `{n}` or `{n+}`; -1 where it is something else."""
    if stop - at < 3 or data[at] != BRACE or data[stop - 1] != ENDED:
        return -1
    return number_at(data, at + 1, stop - 2 if data[stop - 2] == PLUS else stop - 1)


@kernel
def argument_stop(data, at, stop):  # type: ignore[no-untyped-def]
    """Behind the blank that follows the quoted string or simple atom at `at`; -1 where there is nothing of the kind."""
    i = at
    if data[at] == QUOTE:
        i = quoted_stop(data, at, stop)
    else:
        while i < stop and data[i] != SPACE and not is_special(data[i]):
            i += 1
    return i + 1 if at < i < stop and data[i] == SPACE else -1


@kernel
def append_literal(data, at, stop):  # type: ignore[no-untyped-def]
    """Where the literal of an APPEND stands, behind mailbox, flags and date (RFC 9051 6.3.12); -1 where it is not
    simple. `at` is behind the verb and its blank."""
    at = argument_stop(data, at, stop)
    if at >= 0 and at < stop and data[at] == OPEN:
        i = at + 1
        while i < stop and data[i] != CLOSE:
            if is_special(data[i]):
                return -1
            i += 1
        at = i + 2 if i + 1 < stop and data[i + 1] == SPACE else -1
    if at >= 0 and at < stop and data[at] == QUOTE:
        at = argument_stop(data, at, stop)
    return at


@kernel
def has_catenate(data, at, stop):  # type: ignore[no-untyped-def]
    """Whether CATENATE may stand in a line: what ends like it does."""
    tail = 0
    for i in range(at, stop):
        byte = int(data[i])
        if 97 <= byte <= 122:
            byte -= 32
        tail = (tail << 8 | byte) % TAIL
        if tail == TAIL_CODE:
            return True
    return False


@kernel
def append_size(data, at, argument, behind):  # type: ignore[no-untyped-def]
    """The size of the message that an APPEND in the line [at, behind) announces; -1 where that is not simple."""
    literal = append_literal(data, argument, behind - 2)
    return -1 if literal < 0 or has_catenate(data, at, behind) else literal_size(data, literal, behind - 2)
