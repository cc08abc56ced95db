"""Finds rows of help by words, as a lecture uses them."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

Row = Mapping[str, str]
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ions?|ives?|ed|es|s)$", re.IGNORECASE)
"""Left off, so that "caching" finds caches, and "recursive" recursion."""


def about(rows: Iterable[Row], words: str) -> list[Row]:
    """The rows in which words begin with each of these; those that have them in name and label come first."""
    patterns = [_beginning(word) for word in words.split()]
    found = [row for row in rows if all(pattern.search(_text(row)) for pattern in patterns)]
    return sorted(found, key=lambda row: sum(not pattern.search(_title(row)) for pattern in patterns))


def _beginning(word: str) -> re.Pattern[str]:
    start = r"(?<![^\W_])" if word[0].isalnum() else ""
    return re.compile(start + re.escape(_ENDING.sub("", word)), re.IGNORECASE)


def _title(row: Row) -> str:
    return f"{row['name']} {row['label']}"


def _text(row: Row) -> str:
    return f"{_title(row)} {row['about']} {row['reference']}"
