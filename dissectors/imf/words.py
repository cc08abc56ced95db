"""Values of structured fields as words (RFC 5322 3.2): quoted strings are one word, comments are told apart."""
from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

MAX_BYTES = 1 << 16
"""How much of a value is read."""
MAX_WORDS = 5000
"""Words of a value that are read."""

_WORD = re.compile(r'(?P<quoted>"[^"\\]*+(?>(?:\\.[^"\\]*+)*)")|(?P<sign>[;,])|(?P<open>\()|(?P<atom>[^\s;,("]++|")')
_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Kind(Enum):
    """What a word is."""
    ATOM = "atom"
    QUOTED = "quoted"
    SIGN = "sign"           # ";" or ","
    COMMENT = "comment"


class Word(NamedTuple):
    """A word's text: without quotes or parentheses."""
    kind: Kind
    text: str


def words(value: bytes) -> Iterator[Word]:
    """The words of a value. A comment that nothing closes reaches to the end."""
    text = value[:MAX_BYTES].decode("utf-8", "replace")
    pos = 0
    for _ in range(MAX_WORDS):
        found = _WORD.search(text, pos)
        if found is None:
            return
        pos = found.end()
        if found["open"]:
            pos = _end_of_comment(text, found.start())
            yield Word(Kind.COMMENT, " ".join(text[found.end():pos].removesuffix(")").split()))
        elif found["quoted"]:
            yield Word(Kind.QUOTED, _ESCAPE.sub(r"\1", found[0][1:-1]))
        else:
            yield Word(Kind.SIGN if found["sign"] else Kind.ATOM, found[0])


def _end_of_comment(text: str, start: int) -> int:
    """RFC 5322 3.2.2: comments nest."""
    depth = 0
    for found in _PARENTHESIS.finditer(text, start):
        depth += (found[0] == "(") - (found[0] == ")")
        if not depth:
            return found.end()
    return len(text)
