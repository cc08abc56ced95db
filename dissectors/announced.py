"""Whether an installed package may have entry points of a group, without a cold start's dear importlib.metadata."""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder


def may_be_announced(group: str) -> bool:
    """False where nobody has that group; importlib.metadata knows for sure, and costs more than the rest of a start."""
    name = group.encode()
    return _has_other_finders() or any(_has(folder, name) for folder in dict.fromkeys(sys.path))


def _has_other_finders() -> bool:
    return any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder)


def _has(folder: str, name: bytes) -> bool:
    if folder.lower().endswith((".egg", ".zip", ".whl")):
        return os.path.exists(folder)
    return any(name in content for content in _entry_points(folder or "."))


def _entry_points(folder: str) -> Iterator[bytes]:
    """What stands in the lists of entry points of the packages that are installed in a folder."""
    if not os.path.isdir(folder):
        return
    for entry in os.listdir(folder):
        if entry.lower().endswith((".dist-info", ".egg-info")):
            path = os.path.join(folder, entry, "entry_points.txt")
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    yield file.read()
