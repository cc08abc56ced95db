"""Finding packets: by text, bytes, regular expression or display filter, in steps, for a Worker; without Qt."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from analyzer.errors import UsageError
from gui.filtering import STEP_SECONDS
from gui.models.nodes import Nodes
from gui.text import plain
from gui.wording import translate

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array

PATIENCE = 0.2
"""Seconds that a regular expression may take for one packet."""
Test = Callable[[int], bool]


class What(Enum):
    """What is looked for."""
    FILTER = "filter"
    HEX = "hex"
    TEXT = "text"
    EXPRESSION = "expression"


class Where(Enum):
    """Where a text or a regular expression is looked for."""
    LIST = "list"
    DETAILS = "details"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and where; `by_case` tells capitals from small letters."""
    text: str
    what: What = What.TEXT
    where: Where = Where.LIST
    by_case: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The packet that was found, or None; `place` is its place among those that were looked at."""
    row: int | None
    place: int


def find(analysis: Analysis, rows: Array, search: Search) -> Iterator[float | Found]:
    """Looks at packets in this order: how far it is, from 0 to 1, and at last what was found.

    Raises:
        UsageError: where what is looked for can't be understood.
    """
    holds, end = _test(analysis, search), time.monotonic() + STEP_SECONDS
    for place in range(len(rows)):
        row = int(rows[place])
        if holds(row):
            yield Found(row, place)
            return
        if time.monotonic() > end:
            yield place / len(rows)
            end = time.monotonic() + STEP_SECONDS
    yield Found(None, len(rows))


def _test(analysis: Analysis, search: Search) -> Test:
    """Whether a packet is what is looked for."""
    if search.what is What.FILTER:
        return _by_filter(analysis, search.text)
    if search.what is What.HEX:
        octets = _octets(search.text)
        return lambda row: octets in analysis.packets.frame(row)
    if search.where is Where.BYTES:
        fits = _by_expression(search.text.encode(), search) if search.what is What.EXPRESSION else _by_text(
            search.text.encode(), search.by_case)
        return lambda row: fits(analysis.packets.frame(row))
    read = _list_line(analysis) if search.where is Where.LIST else lambda row: _details(analysis, row)
    fits = _by_expression(search.text, search) if search.what is What.EXPRESSION else _by_text(
        search.text, search.by_case)
    return lambda row: fits(read(row))


def _by_filter(analysis: Analysis, text: str) -> Test:
    from analyzer.filters.columns import column_answers
    from analyzer.filters.select import TreeAnswers, compiled
    program = compiled(text, analysis.registry)
    (kept, known), answers = column_answers(analysis).of(program.plan), TreeAnswers(analysis, program)
    return lambda row: row in kept if row in known else answers.keeps(row)


def _octets(text: str) -> bytes:
    try:
        found = bytes.fromhex(text.replace(":", " ").replace("-", " "))
    except ValueError:
        found = b""
    if not found:
        raise UsageError(translate("Finding", "bytes are written as 0d0a or 0d:0a"))
    return found


def _by_text(text: Any, by_case: bool) -> Callable[[Any], bool]:
    """Whether a text, or bytes, stand in others."""
    if by_case:
        return lambda given: text in given
    small = text.lower()
    return lambda given: small in given.lower()


def _by_expression(text: Any, search: Search) -> Callable[[Any], bool]:
    import regex
    try:
        of_bytes = regex.DOTALL if isinstance(text, bytes) else 0      # in bytes, 0a is one like any other
        expression = regex.compile(text, of_bytes | (0 if search.by_case else regex.IGNORECASE))
    except regex.error as fault:
        raise UsageError(translate("Finding", "the regular expression can't be read: {0}").format(fault)) from None

    def fits(given: Any) -> bool:
        try:
            return expression.search(given, timeout=PATIENCE) is not None
        except TimeoutError:
            raise UsageError(translate("Finding", "the regular expression takes too long")) from None
    return fits


def _list_line(analysis: Analysis) -> Callable[[int], str]:
    """What stands in the packet list."""
    from analyzer.infos import Infos
    infos, column = Infos(analysis.engine), analysis.packets.column

    def read(row: int) -> str:
        ends = (infos.end(int(column(name)[row])) or "" for name in ("source", "destination"))
        return "\t".join((*ends, infos.protocol(row), str(column("length")[row]), plain(infos.info(row))))
    return read


def _details(analysis: Analysis, row: int) -> str:
    """What stands in the field tree."""
    nodes = Nodes(analysis.tree(row))
    return "\n".join(nodes.text(node) for node in range(len(nodes)))
