"""Regular expressions of filters: read within limits, and given up where they take too long."""
from __future__ import annotations

import re
import time
from typing import Any

from analyzer.errors import FilterError
from analyzer.filters.syntax import Quoted
from analyzer.filters.types import Type, octets
from dissectors.fields import Kind

PATIENCE, SLOW = 0.2, 0.000_1
"""Seconds that a regular expression may take for one value, and for many, each."""
LARGEST, DEEPEST = 4_000, 50
"""Characters of a regular expression with its repeated parts written out, and groups in each other."""
_PART = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]?|\(|\)|[^\\\[()]", re.DOTALL)
_TIMES = re.compile(r"\{([0-9]{0,9})(?:,([0-9]{0,9}))?\}")


class Expression:
    """Searches by a regular expression, whatever the case of letters."""

    def __init__(self, given: Quoted, type_: Type) -> None:
        import regex
        _check_size(given)
        pattern: Any = given.text if type_.kind is Kind.TEXT else octets(given.text)
        try:
            self._search = regex.compile(pattern, regex.IGNORECASE).search
        except regex.error as fault:
            raise FilterError(f"the regular expression can't be read: {fault.msg}",
                              given.column + 1 + (fault.pos or 0)) from None
        self._column = given.column
        self._values, self._spent = 0, 0.0

    def found(self, value: Any) -> bool:
        """Whether a value fits; raises FilterError."""
        begin = time.thread_time()
        try:
            fits = self._search(value, timeout=PATIENCE) is not None
        except TimeoutError:
            raise FilterError("the regular expression takes too long", self._column) from None
        self._values += 1
        self._spent += time.thread_time() - begin
        if self._spent > PATIENCE + self._values * SLOW:
            raise FilterError("the regular expression takes too long", self._column)
        return fits


def _check_size(given: Quoted) -> None:
    """Refuses what would take very much time or memory to be read: repeated parts are written out by the reader."""
    text, at, sizes = given.text, 0, [0]
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return      # a backslash at the end: the reader says so
        at = part.end()
        if part[0] == "(":
            sizes.append(1)
        size = 0 if part[0] == "(" else sizes.pop() if part[0] == ")" and len(sizes) > 1 else 1
        while times := _TIMES.match(text, at):
            at = times.end()
            size *= max(int(times[1] or 0), int(times[2] or 0), 1)
        sizes[-1] += size
        if len(sizes) > DEEPEST or sum(sizes) > LARGEST:
            raise FilterError("the regular expression is too large", given.column)
