"""Ranges of bytes that IMAP's commands in progress ask for: a shorter piece is the last one of its section."""
from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from dissectors.imap.events import Command, Fetch, Part

RANGE = re.compile(r"\[(HEADER|TEXT|)\]<(\d{1,18})\.(\d{1,18})>", re.IGNORECASE)
"""RFC 9051 6.4.5: `BODY[]<0.1000>` asks for 1000 bytes from byte 0."""
ONE = re.compile(r"(?:FETCH +)?(\d{1,18}) ", re.IGNORECASE)
"""The number or uid where a command asks for one message."""
MOST_COMMANDS, MOST_RANGES = 100, 1000
"""Commands in progress, and ranges of each, that are remembered."""


class _Asked(NamedTuple):
    """What a command asks for: of which message, and sizes by section and offset."""
    number: int | None
    uid: int | None
    sizes: dict[tuple[str, int], int]

    def may_be_of(self, number: int | None, uid: int | None) -> bool:
        """Whether it may ask for a message."""
        return all(wanted is None or known is None or wanted == known
                   for wanted, known in ((self.number, number), (self.uid, uid)))


class Ranges:
    """Knows what commands in progress ask for."""

    def __init__(self) -> None:
        self._asked: dict[int, _Asked] = {}

    def asked(self, command: Command) -> None:
        """A command is begun."""
        argument = command.argument
        if "]<" not in argument:
            return
        sizes = {(section.upper(), int(offset)): int(size)
                 for section, offset, size in map(re.Match.groups, islice(RANGE.finditer(argument), MOST_RANGES))}
        found = ONE.match(argument)
        one = int(found[1]) if found else None
        is_uid = command.verb == "UID"
        self._asked[command.number] = _Asked(None if is_uid else one, one if is_uid else None, sizes)
        if len(self._asked) > MOST_COMMANDS:
            del self._asked[next(iter(self._asked))]

    def answered(self, number: int) -> None:
        """A command is done."""
        self._asked.pop(number, None)

    def size(self, fetch: Fetch, uid: int | None, part: Part) -> int:
        """How many bytes were asked for with a part's section and offset, at least; 0 where that is not known."""
        wanted = part.section, part.offset or 0
        return min((asked.sizes[wanted] for number, asked in self._asked.items() if wanted in asked.sizes
                    and (number == fetch.to or asked.may_be_of(fetch.value, uid))), default=0)
