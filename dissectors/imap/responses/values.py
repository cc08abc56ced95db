"""The values of a response with their places: atoms, strings, literals, and lists of them (RFC 9051 4)."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dissectors.imap.grammar import CLOSE, OPEN, Kind, literal_of, tokens

NESTING = 100
"""Lists inside of each other that are read; BODYSTRUCTURE has two levels for each part within a part."""
MAX_VALUES = 20_000
"""Values of one response that are read."""
MAX_BYTES = 16_384
"""Bytes of one value that are looked at."""
MAX_TEXT = 2000
"""Characters of one value that are shown."""
MAX_PARTS = 20
"""Parts within parts of BODYSTRUCTURE that are shown as such."""


@dataclass(frozen=True, slots=True)
class Word:
    """An atom, a quoted string or a literal.

    Attributes:
        meant: its bytes without quotes, escapes and the announcement of a literal; the first MAX_BYTES of them.
        size: how many bytes are meant.
        start, stop: where it stands, with what `meant` is without.
        string: whether it is a string, so that the letters NIL are just these.
    """
    meant: bytes
    size: int
    start: int
    stop: int
    string: bool = False

    @property
    def is_nil(self) -> bool:
        """RFC 9051 4.6: nothing, which is another thing than an empty string."""
        return not self.string and self.meant.upper() == b"NIL"

    @property
    def text(self) -> str:
        """What is meant, to be shown."""
        return self.meant.decode("utf-8", "replace")[:MAX_TEXT]

    @property
    def name(self) -> str:
        """What is meant as a name, for which case does not matter."""
        return self.meant.decode("ascii", "replace").upper()


@dataclass(slots=True)
class Group:
    """A parenthesized list; `data` has it at [start, stop)."""
    items: list[Value]
    data: bytes
    start: int
    stop: int

    @property
    def text(self) -> str:
        """The list as it was sent, to be shown."""
        return self.data[self.start:min(self.stop, self.start + MAX_BYTES)].decode("utf-8", "replace")[:MAX_TEXT]


Value = Word | Group


class Values(NamedTuple):
    """What was read, and what is wrong with it ("" for nothing) at which byte."""
    items: list[Value]
    problem: str
    at: int


def read(data: bytes, start: int, stop: int | None = None) -> Values:
    """The values from `start` on to `stop`, or to the end of the response; what is not closed ends there."""
    top = Group([], data, start, len(data))
    stack = [top]
    problem, at = "", 0
    for count, (kind, word, cut) in enumerate(_words(data, start, stop)):
        if count >= MAX_VALUES or (kind is OPEN and len(stack) > NESTING):
            problem, at = ("lists are too deep" if kind is OPEN and count < MAX_VALUES else
                           "further values are not shown"), word.start
            break
        if kind is OPEN:
            inner = Group([], data, word.start, len(data))
            stack[-1].items.append(inner)
            stack.append(inner)
        elif kind is not CLOSE:
            stack[-1].items.append(word)
            if cut:
                problem, at = "a literal is not whole", word.start
        elif len(stack) > 1:
            stack.pop().stop = word.stop
        else:
            problem, at = problem or "a parenthesis closes nothing", word.start
    if len(stack) > 1 and not problem:
        problem, at = "a list is not closed", stack[-1].start
    return Values(top.items, problem, at)


def _words(data: bytes, start: int, stop: int | None) -> Iterator[tuple[Kind, Word, bool]]:
    """Tokens; literals as quoted ones, and whether they are cut."""
    while start < len(data):
        end = stop or data.find(b"\n", start) + 1 or len(data)
        literal = None if stop else literal_of(data[start:end])
        for token in tokens(data, start, start + literal.at if literal else end):
            meant = token.value
            yield token.kind, Word(meant[:MAX_BYTES], len(meant), token.at, token.at + len(token.raw),
                                   token.kind is Kind.QUOTED), False
        if literal is None:
            return
        at, start = start + literal.at, end + literal.size
        yield Kind.QUOTED, Word(data[end:end + min(literal.size, MAX_BYTES)], literal.size, at, min(start, len(data)),
                                True), start > len(data)
