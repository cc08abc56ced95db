"""IMAP's grammar (RFC 9051 9): tokens of a line, with their places; literals stand at a line's end."""
from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a token is."""
    ATOM = "atom"           # also numbers, NIL, flags, and names with a section: BODY[HEADER.FIELDS (TO)]<0>
    QUOTED = "quoted"
    OPEN = "("
    CLOSE = ")"


OPEN, CLOSE = Kind.OPEN, Kind.CLOSE
"""The members by themselves, for each token is compared with them."""


class Token(NamedTuple):
    """A token: its bytes as sent (with quotes), and where it starts in what was read."""
    kind: Kind
    raw: bytes
    at: int

    @property
    def value(self) -> bytes:
        """The bytes that are meant: without quotes and what escapes them."""
        if self.kind is Kind.QUOTED:
            return ESCAPED.sub(rb"\1", self.raw[1:-1])
        return self.raw


# What is not closed (a quote, a section) reaches to the line's end, so that nothing is looked for twice.
TOKEN = re.compile(rb'(?P<quoted>"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)")|(?P<open>\()|(?P<close>\))'
                   rb'|(?P<atom>(?:BODY|BINARY)(?>(?:\.PEEK|\.SIZE)?)\[[^\]\r\n]*+(?>(?:\](?>(?:<\d++>)?))?)'
                   rb'|[^\s()"]++|"[^\r\n]*+)',
                   re.IGNORECASE)
ESCAPED = re.compile(rb"\\(.)")
LITERAL = re.compile(rb"(~?)\{(\d{1,18})([+-]?)\}\r?\n\Z")
"""RFC 9051 4.3; `+` needs no answer (RFC 7888), `~` is binary (RFC 3516)"""
KINDS = {"quoted": Kind.QUOTED, "open": Kind.OPEN, "close": Kind.CLOSE, "atom": Kind.ATOM}


class Literal(NamedTuple):
    """The announcement of a literal at a line's end."""
    at: int
    size: int
    synchronizing: bool


def literal_of(line: bytes) -> Literal | None:
    """The literal that a line announces."""
    if line[-2:] != b"}\n" and line[-3:-1] != b"}\r":
        return None
    found = LITERAL.search(line, max(0, len(line) - 32))
    return Literal(found.start(), int(found[2]), not found[3]) if found else None


def tokens(line: bytes, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """The tokens of a line from `start` to `stop`; a quote that is not closed makes an atom of what follows."""
    for found in TOKEN.finditer(line, start, len(line) if stop is None else stop):
        yield Token(KINDS[found.lastgroup or ""], found[0], found.start())


def number(raw: bytes) -> int | None:
    """A number of at most 18 digits (RFC 9051 9: number64)."""
    return int(raw) if raw.isdigit() and len(raw) <= 18 else None
