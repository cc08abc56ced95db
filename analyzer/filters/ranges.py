"""Ranges of bytes and layers as display filters write them: what stands in [brackets]."""
from __future__ import annotations

import re

from analyzer.errors import FilterError
from analyzer.filters.lexer import Token
from analyzer.filters.syntax import Range

MOST_RANGES = 100
"""In one pair of [brackets]."""
_NUMBER = r"-?(?:0[xX][0-9a-fA-F]+|[0-9]+)"
_RANGE = re.compile(
    rf"\s*(?:(?P<first>{_NUMBER})\s*(?P<mark>[:-])?\s*(?P<second>{_NUMBER})?|:\s*(?P<length>{_NUMBER}))\s*")


def ranges(token: Token) -> tuple[Range, ...]:
    """What stands in brackets: `3`, `3:2` (two from 3 on), `3-4` (to 4), `:2`, `3:`, several of them."""
    found, at = [], token.column + 1
    parts = token.text.split(",")
    if len(parts) > MOST_RANGES:
        raise FilterError(f"more than {MOST_RANGES} ranges", token.column)
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None or not part.strip():
            raise FilterError(f"{part.strip() or token.written} is no range of bytes", at)
        found.append(_range(match, at))
        at += len(part) + 1
    return tuple(found)


def _range(match: re.Match[str], column: int) -> Range:
    if match["length"] is not None:
        return _long(0, _number(match["length"]), column)
    first, mark, second = _number(match["first"]), match["mark"], match["second"]
    if mark is None:
        if second is not None:
            raise FilterError(f"{match[0].strip()} is no range of bytes", column)
        return _long(first, 1, column)
    if mark == ":":
        return Range(first, None) if second is None else _long(first, _number(second), column)
    if second is None or (first < 0) != (_number(second) < 0) or _number(second) < first:
        raise FilterError(f"{match[0].strip()} is no range of bytes", column)
    return _long(first, _number(second) - first + 1, column)


def _long(first: int, length: int, column: int) -> Range:
    if length <= 0:
        raise FilterError("a range has at least one byte", column)
    return Range(first, None if first < 0 and first + length >= 0 else first + length)


def _number(text: str) -> int:
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text)
    return sign * int(digits, 16 if digits[:2] in ("0x", "0X") else 10)
