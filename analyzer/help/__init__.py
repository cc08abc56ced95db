"""What a field, protocol or command means: texts for people, a file a language, loaded when first asked for."""
from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ENGLISH = "en"
_FOLDER = Path(__file__).parent


class Help(NamedTuple):
    """Two or three sentences, and where the standard says it, such as "RFC 1035, 4.1.1"."""
    about: str
    reference: str


def explain(name: str, language: str = ENGLISH) -> Help | None:
    """What a name for filters or a command means; None where nothing is written about it."""
    text = texts(language).get(name)
    return Help(text, _references()[name]) if text else None


def explain_path(path: Sequence[str], language: str = ENGLISH) -> tuple[str, Help] | None:
    """The help for a line of a field tree, and whose it is; what lies above a line explains it in need.

    `path` has the names from the protocol down to the line, or labels where lines have no names: `dns/Answers`.
    """
    for part in reversed(path):
        for name in (part, f"{path[0]}/{part}"):
            found = explain(name, language)
            if found is not None:
                return part, found
    return None


@functools.cache
def texts(language: str = ENGLISH) -> Mapping[str, str]:
    """All texts by name; in English where a language lacks one."""
    english = _load(ENGLISH)
    return english if language == ENGLISH or language not in languages() else english | _load(language)


@functools.cache
def languages() -> frozenset[str]:
    """The languages that there are texts in, such as "en"."""
    return frozenset(path.stem for path in _FOLDER.glob("*.json") if path.stem != "references")


@functools.cache
def _references() -> dict[str, str]:
    return _load("references")


def _load(name: str) -> dict[str, str]:
    loaded: dict[str, str] = json.loads((_FOLDER / f"{name}.json").read_bytes())
    return loaded
