"""The files of a capture: whole blocks in one write, a ring where that is wanted, safe on the disk in seconds."""
from __future__ import annotations

import errno
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, SimpleQueue

from analyzer.blocks import LENGTH
from analyzer.errors import CaptureError
from analyzer.live.settings import Settings

SYNC_SECONDS = 5
"""A loss of power takes no more than this."""


class Files:
    """Where the blocks go.

    Attributes:
        written: packets, in all files.
        size: bytes, in all files.
    """

    def __init__(self, settings: Settings, section: bytes, last_blocks: Callable[[], bytes],
                 opened: Callable[[str], object]) -> None:
        """`last_blocks` gives what a file ends with; `opened` is told of each file when something can be read in it."""
        self._settings, self._section, self._last_blocks, self._opened = settings, section, last_blocks, opened
        self._interfaces: list[bytes] = []
        self._names: deque[str] = deque()
        self._file: int | None = None
        self._file_size = self._number = self._saved = 0
        self._began = 0.0
        self._safe = _Safe()
        self.written = self.size = 0

    def begin(self, interfaces: Iterable[bytes]) -> None:
        """Opens the first file, with the interfaces that are known.

        Raises:
            CaptureError: where it can't be written.
        """
        self._interfaces += interfaces
        self._open()

    def add_interface(self, block: bytes) -> None:
        """An interface that appeared meanwhile; packets may refer to it from now on."""
        self._interfaces.append(block)
        self._put(block)

    def write(self, packets: bytes, count: int) -> None:
        """Writes whole blocks of packets, in the next file where it is time for that.

        Raises:
            CaptureError: where there is no room; what fits, and all before it, stays.
        """
        if self._full(len(packets)):
            self._close()
            self._open()
        try:
            self._put(packets)
        except CaptureError:
            self.written += self._saved
            raise
        self.written += count

    def turn(self) -> None:
        """Goes on in the next file, if it is time."""
        if self._full(0):
            self._close()
            self._open()

    def end(self) -> None:
        """Closes the last file; all is on the disk then."""
        try:
            if self._file is not None:
                self._close()
        finally:
            self._safe.end()

    def give_up(self) -> None:
        """Closes the last file as it is, as there is no room for more."""
        if self._file is not None:
            self._safe.close(self._file)
            self._file = None
        self._safe.end()

    def _full(self, more: int) -> bool:
        size, seconds = self._settings.rotate_size, self._settings.rotate_seconds
        head = len(self._section) + sum(map(len, self._interfaces))
        return bool((size and self._file_size > head and self._file_size + more > size)
                    or (seconds and time.monotonic() - self._began >= seconds))

    def _open(self) -> None:
        name = self._next_name()
        try:
            # for whom it belongs to alone, as mail and passwords are in it
            self._file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            mine = error.errno == errno.EACCES and os.geteuid() == 0
            helps = "; the capture process keeps no rights of root, and needs a folder that root owns" if mine else ""
            raise CaptureError(f"{name}: can't be written: {error.strerror}{helps}") from None
        self._file_size, self._began = 0, time.monotonic()
        self._safe.begin(self._file, name)
        self._names.append(name)
        self._put(self._section + b"".join(self._interfaces))
        self._opened(name)
        while self._settings.keep and len(self._names) > self._settings.keep:
            Path(self._names.popleft()).unlink(missing_ok=True)

    def _next_name(self) -> str:
        if not self._settings.rotates:
            return self._settings.file
        self._number += 1
        stem, suffix = os.path.splitext(self._settings.file)
        return f"{stem}_{self._number:05}_{time.strftime('%Y%m%d%H%M%S')}{suffix}"

    def _close(self) -> None:
        assert self._file is not None
        self._put(self._last_blocks())
        self._safe.close(self._file)
        self._file = None

    def _put(self, blocks: bytes) -> None:
        """Whole blocks, so that who kills us does not cut one unless in the very middle of this call."""
        assert self._file is not None
        try:
            self._safe.check()
            done = os.write(self._file, blocks)
            while done < len(blocks):
                done += os.write(self._file, blocks[done:])
        except OSError as error:
            # what did not fit as a whole goes: the file ends with a whole block
            fit, self._saved = whole(blocks, os.fstat(self._file).st_size - self._file_size)
            os.ftruncate(self._file, self._file_size + fit)
            raise CaptureError(f"{self._names[-1]}: {error.strerror}: the capture ends; what was captured before "
                               "is in the file") from None
        self._file_size += done
        self.size += done


def whole(blocks: bytes, size: int) -> tuple[int, int]:
    """How many of the first `size` bytes are whole blocks, and how many blocks these are."""
    at = count = 0
    while at + 8 <= size:
        length, = LENGTH.unpack_from(blocks, at + 4)
        if at + length > size:
            break
        at, count = at + length, count + 1
    return at, count


class _Safe:
    """A thread that sees that files reach the disk: waiting for that would cost packets."""

    def __init__(self) -> None:
        self._current: int | None = None
        self._folder = ""       # in which a file was begun: its name is not on the disk yet
        self._fault: OSError | None = None
        self._closed: SimpleQueue[int | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def begin(self, file: int, name: str) -> None:
        """Looks after a file from now on."""
        self._current, self._folder = file, os.path.dirname(name)

    def close(self, file: int) -> None:
        """Closes a file when it is on the disk."""
        self._current = None
        self._closed.put(file)

    def check(self) -> None:
        """Raises:
            OSError: where the disk failed since the last call.
        """
        if self._fault is not None:
            raise self._fault

    def end(self) -> None:
        """Waits until everything is on the disk."""
        self._closed.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                file = self._closed.get(timeout=SYNC_SECONDS)
                if file is None:
                    return
                self._sync(file)
                os.close(file)
            except Empty:
                if self._current is not None:
                    self._sync(self._current)

    def _sync(self, file: int) -> None:
        try:
            os.fdatasync(file)
            folder, self._folder = self._folder, ""
            if folder and os.access(folder, os.R_OK):
                self._sync_names(folder)
        except OSError as error:
            if error.errno != errno.EINVAL:    # what is no file on a disk, or a folder whose file system can't do that
                self._fault = error

    def _sync_names(self, folder: str) -> None:
        """A file whose name is lost is lost as well."""
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
