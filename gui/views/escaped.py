"""Escaped: text of a capture inside of rich text of ours."""
from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from gui.text import plain
from gui.theme import colors
from gui.wording import translate

LONGEST_VALUE = 1_000
LONGEST_WORD, BREAK = 100, "\N{ZERO WIDTH SPACE}"
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def value(text: object) -> str:
    """A value from the capture: on one line, nothing in it is markup."""
    return escape(_line(text))


def foldable(text: object) -> str:
    """As `value`, for a label, which wants to be as wide as its longest word: very long ones may be broken."""
    return escape(_LONG_WORD.sub(f"\\g<0>{BREAK}", _line(text)))


def _line(text: object) -> str:
    line = plain(str(text))
    return line if len(line) <= LONGEST_VALUE else line[:LONGEST_VALUE] + "…"


def table(rows: Iterable[Iterable[str]], head: Iterable[str] = ()) -> str:
    """A table of cells that are rich text already; the first column is a label where there is no head."""
    faint = colors().faint.name()
    head = "".join(f'<td style="color:{faint}; padding-right:14px">{cell}</td>' for cell in head)
    lines = [f"<tr>{head}</tr>"] if head else []
    for row in rows:
        cells = [f'<td style="padding-right:14px{"" if number or head else f"; color:{faint}"}">{cell}</td>'
                 for number, cell in enumerate(row)]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table cellspacing="0" cellpadding="1">{"".join(lines)}</table>'


def title(text: str) -> str:
    """The title of a section."""
    return f'<p style="margin-top:10px; margin-bottom:2px"><b>{text}</b></p>'


def packet_link(number: int | None) -> str:
    """A link to a packet, by its number from 1."""
    return "" if number is None else _link(number, translate("Escaped", "packet {0:,}").format(number))


def packets_link(first: int, last: int) -> str:
    """A link to the first of the packets that carry something."""
    return packet_link(first) if first == last else _link(
        first, translate("Escaped", "packets {0:,} to {1:,}").format(first, last))


def _link(number: int, text: str) -> str:
    return f'<a href="packet:{number}">{text}</a>'
