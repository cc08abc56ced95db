"""Words, strings and signs of a display filter, with their columns."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from analyzer.errors import FilterError

LONGEST = 1 << 16
"""Characters of a filter."""


class Sort(Enum):
    """What a token is."""
    SIGN = "sign"        # an operator, whether sign or word, by its name in OPERATORS, or a bracket
    WORD = "word"        # a name or a value without quotes
    STRING = "string"    # in double quotes; text holds what is meant
    CHARACTER = "character"
    RANGES = "ranges"    # what stands in [brackets]
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the filter; `column` counts from 1, `written` is what stands there."""
    sort: Sort
    text: str
    column: int
    written: str


OPERATORS = {
    "and": "and", "&&": "and", "or": "or", "||": "or", "xor": "xor", "^^": "xor", "not": "not", "!": "not",
    "eq": "==", "==": "==", "any_eq": "==", "ne": "!=", "!=": "!=", "all_ne": "!=", "===": "===", "all_eq": "===",
    "!==": "~=", "~=": "~=", "any_ne": "~=", "gt": ">", ">": ">", "ge": ">=", ">=": ">=", "lt": "<", "<": "<",
    "le": "<=", "<=": "<=", "contains": "contains", "matches": "matches", "~": "matches", "in": "in",
    "&": "&", "bitwise_and": "&", "any": "any", "all": "all",
}
_TOKEN = re.compile(r"""
    (?P<space>\s+)
  | (?P<string>[rR]?"(?:[^"\\]|\\.)*")
  | (?P<character>'(?:[^'\\]|\\.)*')
  | (?P<open>[rR]?"|')
  | (?P<net>[0-9]+(?:\.[0-9]+)+/[0-9]+ | [0-9a-fA-F]*:[0-9a-fA-F:.]*/[0-9]+)
  | (?P<word>\.?[A-Za-z0-9_:](?:[A-Za-z0-9_:-]|\.(?![.\s)}\],]|$))*)
  | (?P<ranges>\[[^\]]*\])
  | (?P<sign>===|!==|==|!=|~=|>=|<=|&&|\|\||\^\^|\.\.|[~><!&(){},+\-*/%\#])
""", re.VERBOSE | re.DOTALL)
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a filter, an END last.

    Raises:
        FilterError: where something can't be read.
    """
    if len(text) > LONGEST:
        raise FilterError(f"a filter has {LONGEST} characters at most", LONGEST + 1)
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            reason = "the bracket is not closed" if text[at] == "[" else f"{text[at]!r} is not expected here"
            raise FilterError(reason, at + 1)
        if found.lastgroup != "space":
            yield _token(found, at + 1)
        at = found.end()
    yield Token(Sort.END, "", len(text) + 1, "")


def _token(found: re.Match[str], column: int) -> Token:
    written, group = found.group(), found.lastgroup
    if group == "open":
        raise FilterError("the quote is not closed", column)
    if group == "string":
        raw = written[0] in "rR"
        text = written[2:-1] if raw else _unescaped(written[1:-1], column + 1)
        return Token(Sort.STRING, text, column, written)
    if group == "character":
        text = _unescaped(written[1:-1], column + 1)
        if len(text) != 1:
            raise FilterError(f"{written} is not one character", column)
        return Token(Sort.CHARACTER, text, column, written)
    if group == "ranges":
        return Token(Sort.RANGES, written[1:-1], column, written)
    if written in OPERATORS:
        return Token(Sort.SIGN, OPERATORS[written], column, written)
    return Token(Sort.SIGN if group == "sign" else Sort.WORD, written, column, written)


def _unescaped(text: str, column: int) -> str:
    """What a string with backslashes means; a byte above 127 is that code point."""
    def meant(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] == "x" and len(code) > 1:
            return chr(int(code[1:], 16))
        if code[0] in "01234567":
            return chr(int(code, 8) & 0xFF)
        if code not in _PLAIN:
            raise FilterError(f"\\{code} is no escape; write \\\\{code}, or r\"…\" for a text without escapes",
                              column + found.start())
        return _PLAIN[code]
    return _ESCAPE.sub(meant, text)
