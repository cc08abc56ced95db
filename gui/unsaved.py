"""Captures that were taken in the window and are not saved yet: each in a folder of its own, which outlives a crash."""
from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLockFile, QStandardPaths

FILE = "capture.pcapng"
_LOCK = "lock"


class Unsaved:
    """A capture that goes unless it is saved.

    While a window has it, nobody else offers it; the lock of a window that has crashed counts no longer.
    """

    def __init__(self, folder: Path) -> None:
        """Takes an existing folder, or makes it; `taken` says whether that worked."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._lock = QLockFile(str(folder / _LOCK))
        self._lock.setStaleLockTime(0)      # as long as its process is there
        self.taken = self._lock.tryLock(0)

    @property
    def file(self) -> str:
        """Where the packets are."""
        return str(self._folder / FILE)

    def let_go(self) -> None:
        """Leaves it to the next window."""
        self._lock.unlock()

    def remove(self) -> None:
        """Removes it with all that is in it."""
        self._lock.unlock()
        shutil.rmtree(self._folder)


def folder() -> Path:
    """Where they are: with what programs keep from one start to the next, which is on a disk."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation), "unsaved")


def begin() -> Unsaved:
    """A new one.

    Raises:
        OSError: where there is no place for it.
    """
    return Unsaved(folder() / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{time.monotonic_ns()}")


def left() -> Iterator[Unsaved]:
    """Those that nobody has, the latest first: what a crash has left. Those without packets are removed."""
    if not folder().is_dir():
        return
    for one in sorted(folder().iterdir(), reverse=True):
        found = Unsaved(one)
        if found.taken and _has_packets(found.file):
            yield found
        elif found.taken:
            found.remove()


def _has_packets(path: str) -> bool:
    from analyzer.capture import open_capture
    from analyzer.errors import CaptureError
    try:
        with open_capture(path) as capture:
            return any(len(records.offset) for records in capture.blocks())
    except CaptureError:
        return False
