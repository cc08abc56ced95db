"""The bytes of a capture: mapped from a file, or copied from a pipe to a scratch file that is mapped.

A mapped file that becomes shorter takes its pages away, and touching them then ends the process: Source.check() maps
what is left before that happens, and is called before each block. A network file system that loses the file can't
be guarded against; such files are better copied first.
"""
from __future__ import annotations

import mmap
import os
import stat
from typing import IO, TYPE_CHECKING

import numpy as np

from analyzer.errors import CaptureError
from dissectors.kernel import readonly

if TYPE_CHECKING:
    import numpy.typing as npt

CHUNK = 1 << 20
STANDARD_INPUT = "-"


class Source:
    """Bytes as one read-only array, whatever they came from.

    Attributes:
        data: the bytes; a new array after `refresh`, while earlier arrays stay what they were.
        growing: whether there may be more in the file later.
    """

    def __init__(self, file: IO[bytes], growing: bool = False) -> None:
        self._file = file
        self._map: mmap.mmap | None = None
        self.growing = growing
        self.data: npt.NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.refresh()

    def refresh(self) -> bool:
        """Maps the file as it is now; whether its size has changed."""
        size = os.fstat(self._file.fileno()).st_size
        if size == len(self.data):
            return False
        self._map = mmap.mmap(self._file.fileno(), size, access=mmap.ACCESS_READ) if size else None
        self.data = readonly(self._map if self._map is not None else b"")
        self._advise("MADV_SEQUENTIAL", 0, size)
        return True

    def check(self) -> bool:
        """Whether the file still has all the bytes that are mapped; maps what is left where it has not."""
        whole = os.fstat(self._file.fileno()).st_size >= len(self.data)
        if not whole:
            self.refresh()
        return whole

    def discard(self, start: int, stop: int) -> None:
        """Gives the memory of these bytes back; they are read again from the file when next touched."""
        first, last = start // mmap.PAGESIZE * mmap.PAGESIZE, min(stop, len(self.data)) // mmap.PAGESIZE * mmap.PAGESIZE
        self._advise("MADV_DONTNEED", first, last - first)

    def sha256(self) -> str:
        """SHA-256 of the bytes. They are read from the file, which takes less memory than touching them."""
        import hashlib
        digest, left = hashlib.sha256(), len(self.data)
        self._file.seek(0)
        while left > 0 and (piece := self._file.read(min(left, CHUNK))):
            digest.update(piece)
            left -= len(piece)
        return digest.hexdigest()

    def _advise(self, advice: str, start: int, size: int) -> None:
        if self._map is not None and hasattr(mmap, advice) and size > 0:
            self._map.madvise(getattr(mmap, advice), start, size)

    def close(self) -> None:
        """Closes the file; the bytes go when no array of them is left."""
        self.data, self._map = np.zeros(0, np.uint8), None
        self._file.close()


def shown(path: str) -> str:
    """A file's name as a message can have it."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)


def open_source(path: str) -> Source:
    """Opens a file, a pipe or standard input.

    Raises:
        CaptureError: where that is not possible.
    """
    name = "standard input" if path == STANDARD_INPUT else shown(path)
    try:
        file = _open(path)
    except FileNotFoundError:
        raise CaptureError(f"{name}: there is no such file") from None
    except IsADirectoryError:
        raise CaptureError(f"{name}: is a directory; name the capture file in it") from None
    except PermissionError:
        raise CaptureError(f"{name}: no permission to read it") from None
    except (OSError, ValueError) as error:
        raise CaptureError(f"{name}: {_reason(error)}") from None
    try:
        return _source(file, name)
    except OSError as error:
        file.close()
        raise CaptureError(f"{name}: {_reason(error)}") from None
    except BaseException:
        file.close()
        raise


def _open(path: str) -> IO[bytes]:
    return open(os.dup(0) if path == STANDARD_INPUT else path, "rb", buffering=0)


def _source(file: IO[bytes], name: str) -> Source:
    mode = os.fstat(file.fileno()).st_mode
    regular = stat.S_ISREG(mode) and file.tell() == 0
    source = Source(file, growing=True) if regular else Source(_copy(file, name))
    if not len(source.data):
        source.close()
        raise CaptureError(f"{name}: is empty")
    return source


def _copy(file: IO[bytes], name: str) -> IO[bytes]:
    """What a pipe gives, in a scratch file; the pipe is closed."""
    with Scratch(name) as scratch, file:
        while chunk := file.read(CHUNK):
            scratch.write(chunk)
        return scratch.keep()


class Scratch:
    """A file without a name, which goes when it is closed."""

    def __init__(self, name: str) -> None:
        import tempfile
        self._name, self._folder = name, tempfile.gettempdir()
        self._file: IO[bytes] | None = tempfile.TemporaryFile(prefix="pilotfish-")  # noqa: SIM115 (__exit__ closes it)
        self.size = 0

    def write(self, data: bytes) -> None:
        """Adds bytes.

        Raises:
            CaptureError: where there is no room for them.
        """
        assert self._file is not None
        try:
            self._file.write(data)
        except OSError as error:
            raise self._full(error) from None
        self.size += len(data)

    def keep(self) -> IO[bytes]:
        """The file with all that was written; it is the caller's from now on."""
        assert self._file is not None
        try:
            self._file.flush()
        except OSError as error:
            raise self._full(error) from None
        file, self._file = self._file, None
        return file

    def _full(self, error: OSError) -> CaptureError:
        return CaptureError(f"{self._name}: no room for {self.size} bytes in {self._folder}: "
                            f"{_reason(error)}; TMPDIR names another folder")

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
