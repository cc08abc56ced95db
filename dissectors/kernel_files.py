"""The files in which machine code of kernels is kept for later processes.

A virtual environment keeps its own, which lasts and goes with it; else, or where that can't be written, the user's
cache does.
"""
from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from dissectors.machine_code import DamagedCode, KernelCode


def load(name: str) -> KernelCode | None:
    """The code that was kept under a name; None where there is none, or a damaged one."""
    for folder in _folders():
        with contextlib.suppress(OSError, DamagedCode):
            return KernelCode.load(folder / name)
    return None


def save(name: str, code: KernelCode) -> None:
    """Keeps code in the first folder that can be written; where there is none, the next process compiles again."""
    for folder in _folders():
        with contextlib.suppress(OSError):
            code.save(folder / name)
            return


def count() -> int:
    """How many there are."""
    return sum(len(os.listdir(folder)) for folder in _folders() if folder.is_dir())


def _folders() -> list[Path]:
    """Where code may be, in the order in which it is looked for."""
    chosen = os.environ.get("PILOTFISH_CACHE")
    if chosen:
        roots = [Path(chosen)]
    elif sys.prefix != sys.base_prefix:
        roots = [Path(sys.prefix, "var", "cache", "pilotfish"), _of_user()]
    else:
        roots = [_of_user()]
    return [root / "kernels" for root in roots]


def _of_user() -> Path:
    """Where this user's caches belong on this system."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "pilotfish"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "pilotfish" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pilotfish"
