"""Text for terminals: nothing in it acts on the terminal, and its width in columns is known."""
from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"

_NARROW = re.compile("[ -\u02af‐-‧]*+")
"""Latin letters, and what is between words and sentences."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\N{NO-BREAK SPACE}": " ", "\N{IDEOGRAPHIC SPACE}": "  "}


def visible(text: str) -> str:
    """The text with everything that is not drawn as escapes: controls, terminal escapes, marks of direction."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def visible_lines(text: str) -> str:
    """As `visible`, but keeps line feeds."""
    return "\n".join(map(visible, text.split("\n")))


def visible_columns(text: str) -> str:
    """As `visible_lines`, but keeps tabs too: text of our own that is set in columns with them."""
    return "\t".join(map(visible_lines, text.split("\t")))


def _escaped(char: str) -> str:
    short = _SHORT.get(char)
    if short is not None:
        return short
    number = ord(char)
    if unicodedata.category(char) == "Zs":
        return " "
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def encoded(text: str) -> bytes:
    """UTF-8; half characters, as names of files can have them, are U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).encode()


def width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian characters two, combining ones none."""
    return len(text) if _is_narrow(text) else sum(map(_WIDTHS.__getitem__, text))


def _is_narrow(text: str) -> bool:
    """Whether each character takes a column, as far as that can be told quickly."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


class _Widths(dict[str, int]):
    """The width of each character, once it was asked for; there are only so many."""

    def __missing__(self, char: str) -> int:
        none = unicodedata.category(char) in ("Mn", "Me")
        self[char] = width = 0 if none else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return width


_WIDTHS = _Widths()


def cut(text: str, columns: int) -> str:
    """The text in so many columns at most, with an ellipsis where something was cut off."""
    if width(text) <= columns:
        return text
    return _head(text, columns - 1) + ELLIPSIS if columns > 0 else ""


def cut_middle(text: str, columns: int) -> str:
    """As `cut`, but keeps the end: addresses differ there."""
    if columns < 5 or width(text) <= columns:
        return cut(text, columns)
    tail = (columns - 1) // 2
    return _head(text, columns - 1 - tail) + ELLIPSIS + _head(text[::-1], tail)[::-1]


def _head(text: str, columns: int) -> str:
    if _is_narrow(text):
        return text[:columns]
    for index, char in enumerate(text):
        columns -= _WIDTHS[char]
        if columns < 0:
            return text[:index]
    return text


def padded(text: str, columns: int, right: bool = False) -> str:
    """The text with spaces around it to fill so many columns."""
    space = " " * (columns - width(text))
    return space + text if right else text + space
