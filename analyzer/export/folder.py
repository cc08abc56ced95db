"""Folder: new files in a directory; nothing that is there is ever overwritten, nothing is written elsewhere."""
from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, Protocol

from analyzer.errors import OutputError
from analyzer.export.filenames import fit, same_name_key

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Folder:
    """A directory in which files are created. Where a name is taken, the next free one is: `name-2.eml`."""

    def __init__(self, path: Path, prefix: str = "") -> None:
        self.path = path
        self.prefix = prefix
        """What stands before a file's name in the manifest: the way from the export's folder, with `/`."""
        self._way = os.fspath(path)
        self._taken = {same_name_key(name) for name in os.listdir(path)}
        self._next: dict[str, int] = {}

    def write(self, stem: str, suffix: str, pieces: Iterable[bytes]) -> str:
        """Writes a new file; returns its name. Stem and suffix are safe already."""
        name, number = self._create(stem, suffix)
        try:
            try:
                for piece in pieces:
                    rest = memoryview(piece)
                    while rest:
                        rest = rest[os.write(number, rest):]
            finally:
                os.close(number)
        except BaseException:
            # half a file would pass for the whole, whoever ended it
            os.unlink(self.path / name)
            raise
        return name

    def create(self, stem: str, suffix: str) -> tuple[str, BinaryIO]:
        """Opens a new file."""
        name, number = self._create(stem, suffix)
        return name, os.fdopen(number, "wb")

    def _create(self, stem: str, suffix: str) -> tuple[str, int]:
        """Opens a new file, without what a file of Python has; O_EXCL also refuses links, which could lead out of the
        folder."""
        for name in self._free_names(stem, suffix):
            try:
                return name, os.open(os.path.join(self._way, name), _NEW, 0o666)
            except FileExistsError:
                continue
        raise AssertionError("names do not end")

    def subfolder(self, stem: str) -> Folder:
        """A directory in this one: a new one, or the one of that name, unless it is a link."""
        path = self.path / stem
        if not (path.is_dir() and not path.is_symlink()):
            for name in self._free_names(stem, ""):
                try:
                    os.mkdir(self.path / name)
                except FileExistsError:
                    continue
                path = self.path / name
                break
        return Folder(path, f"{self.prefix}{path.name}/")

    def _free_names(self, stem: str, suffix: str) -> Iterator[str]:
        first = fit(stem, suffix)
        key = same_name_key(first)
        for number in count(self._next.get(key, 1)):
            name = first if number == 1 else fit(stem, f"-{number}{suffix}")
            self._next[key] = number + 1
            own_key = same_name_key(name)
            if own_key not in self._taken:
                self._taken.add(own_key)
                yield name


@contextmanager
def reporting(folder: Path) -> Iterator[None]:
    """Turns what the system says about writing into an error for people.

    Raises:
        OutputError: where something can't be written.
    """
    try:
        yield
    except OSError as fault:
        raise OutputError(f"can't write to {fault.filename or folder}: {fault.strerror}") from fault


class Closable(Protocol):
    """What has files open."""

    def close(self) -> None:
        """Closes them; writes what is still in memory."""


@contextmanager
def closed(thing: Closable) -> Iterator[None]:
    """Closes `thing` at the end. Where the disk is full, closing fails too; the first error is the one to report."""
    try:
        yield
    except OutputError:
        with suppress(OSError):
            thing.close()
        raise
    finally:
        thing.close()
