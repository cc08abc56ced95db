"""The trees of what replies and commands say in detail."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from dissectors.fields import Field, Spec
from dissectors.mail.events import Command, Reply, typed
from dissectors.mail.trees import lines, read
from dissectors.smtp.details import specs
from dissectors.smtp.details.parameters import PARAMETERS, parameter_text
from dissectors.smtp.events import Greeting
from dissectors.smtp.paths import PATH, mailbox_of
from dissectors.smtp.status_codes import STATUS, meaning
from dissectors.stream import Event

MAX_WORDS = 1000
"""Words of one line that are shown."""
GREETS = frozenset(("HELO", "EHLO", "LHLO"))
WORD = re.compile(rb"[^ \t\r\n]++")
VERB = re.compile(rb"[ \t]*+\w++[ \t]++")
NUMBER = re.compile(rb"\d{1,18}")


def describe_details(event: Event, data: bytes, hellos: Mapping[int, bool]) -> Iterator[Field]:
    """The fields of a command or a reply; `hellos` tells where lines of replies to EHLO and LHLO begin, and which are
    the first ones."""
    if isinstance(event, Command) and not event.continuation:
        yield from _command(event, data)
    elif isinstance(event, Reply) and event.start in hellos and event.status == "250":
        yield from _hello(data, hellos[event.start])
    elif isinstance(event, Reply) and not isinstance(event, Greeting):
        yield from _statuses(event.status, data)


def _command(event: Command, data: bytes) -> Iterator[Field]:
    if event.verb in GREETS:
        yield from (_word(specs.DOMAIN, word) for word in islice(WORD.finditer(data, event.argument_at), 1))
    elif event.verb in ("MAIL", "RCPT"):
        meant = typed(data)
        for field in _envelope(event.verb, meant):
            if len(meant) < len(data):      # what was taken back with backspaces stands in between
                field.pos, field.size = 0, len(data)
            yield field


def _envelope(verb: str, line: bytes) -> Iterator[Field]:
    """The path and the parameters behind it (RFC 5321 4.1.1.2, 4.1.1.3)."""
    begins = VERB.match(line)
    # a character a byte: places are those of the line
    found = PATH.match(line.decode("latin-1"), begins.end()) if begins else None
    if found is None:
        return
    start, stop = found.span(1 if found[1] is not None else 2)
    mailbox = mailbox_of(read(line[start:stop]))
    yield Field(specs.FROM if verb == "MAIL" else specs.TO, mailbox or "<>", start, stop - start)
    for word in islice(WORD.finditer(line, found.end()), MAX_WORDS):
        yield _parameter(word)


def _parameter(word: re.Match[bytes]) -> Field:
    """NAME or NAME=value (RFC 5321 4.1.2: esmtp-param)."""
    name, sign, value = word[0].partition(b"=")
    field = _word(specs.PARAMETER, word)
    spec = PARAMETERS.get(name.upper().decode("ascii", "replace"))
    said = parameter_text(spec, value) if spec is not None and sign else None
    if spec is not None and said is not None:
        field.children.append(Field(spec, said, word.end() - len(value), len(value)))
    return field


def _hello(data: bytes, first_lines: bool) -> Iterator[Field]:
    """The server's domain, then a keyword a line (RFC 5321 4.1.1.1)."""
    for start, line in lines(data):
        words = [(word.start() + start, word) for word in islice(WORD.finditer(line, 4), MAX_WORDS)]
        if not words:
            continue
        (at, first), *rest = words
        if first_lines and not start:
            yield Field(specs.DOMAIN, read(first[0]), at, len(first[0]))
            continue
        # servers before RFC 2554 wrote AUTH=LOGIN, and clients of that time still look for it
        name, sign, value = first[0].partition(b"=")
        stop = len(line.rstrip(b"\r\n")) + start
        field = Field(specs.KEYWORD, read(name).upper(), at, stop - at, text=read(data[at:stop]))
        parameters = [(at + len(name) + 1, value)] if sign and value else []
        parameters += [(place, word[0]) for place, word in rest]
        field.children += [_keyword_parameter(name.upper(), place, said) for place, said in parameters]
        yield field


def _keyword_parameter(keyword: bytes, at: int, said: bytes) -> Field:
    if keyword == b"SIZE" and NUMBER.fullmatch(said):       # RFC 1870 3
        return Field(specs.SIZE_LIMIT, int(said), at, len(said))
    return Field(specs.MECHANISM if keyword == b"AUTH" else specs.KEYWORD_PARAMETER, read(said), at, len(said))


def _statuses(code: str, data: bytes) -> Iterator[Field]:
    """The enhanced codes of a reply's lines (RFC 2034 4), of lines with the same one the first."""
    seen = set()
    for start, line in lines(data):
        found = STATUS.match(line, 4)
        if found is None or found[0] in seen or read(found[1]) != code[0]:
            continue
        seen.add(found[0])
        level, subject, detail = (int(found[number]) for number in (1, 2, 3))
        field = Field(specs.STATUS, read(found[0]), start + found.start(), len(found[0]),
                      text=f"{specs.STATUS.label}: {read(found[0])} ({meaning(subject, detail)})")
        parts = ((specs.STATUS_CLASS, level), (specs.STATUS_SUBJECT, subject), (specs.STATUS_DETAIL, detail))
        field.children += [Field(spec, value, start + found.start(number), len(found[number]))
                           for number, (spec, value) in enumerate(parts, 1)]
        yield field


def _word(spec: Spec, word: re.Match[bytes]) -> Field:
    return Field(spec, read(word[0]), word.start(), len(word[0]))
