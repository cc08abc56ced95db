"""The manifest of an export: a line of JSON for each file, with where it came from and its digests."""
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.spooled import md5_of
from analyzer.version import VERSION
from dissectors.mime.mapped import Content

if TYPE_CHECKING:
    from concurrent.futures import Future

    from analyzer.capture import CaptureFile

NAME = "manifest.jsonl"
OF_BOTH = ("size", "sha256", "complete", "missing_bytes")
"""What a file has, and the message that it is of."""

Row = dict[str, Any]


class Origin:
    """Where exported files come from: the capture, and the program that wrote them. `capture`: None is not known."""

    def __init__(self, capture: CaptureFile | None) -> None:
        self._capture = capture
        self._digest: Future[str] | None = None

    def begin(self) -> None:
        """Works out the capture's digest beside what is done next."""
        if self._capture is None or self._digest is not None:
            return
        from concurrent.futures import ThreadPoolExecutor
        executor = ThreadPoolExecutor(1)
        self._digest = executor.submit(self._capture.sha256)
        executor.shutdown(wait=False)

    def fields(self) -> Row:
        """What every line says of it."""
        self.begin()
        program = {"program": f"pilotfish {VERSION}"}
        if self._capture is None or self._digest is None:
            return program
        return {"capture": self._capture.path, "capture_sha256": self._digest.result(), **program}


class Manifest:
    """Appends to the manifest of a folder, so that a second export into it keeps the lines of the first."""

    def __init__(self, folder: Path) -> None:
        # a link of that name would lead out of the folder
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(folder / NAME, flags, 0o666), "a+b")
        if self._file.tell() and not self._ends_with_line():
            self._file.write(b"\n")

    def _ends_with_line(self) -> bool:
        self._file.seek(-1, os.SEEK_END)
        return self._file.read(1) == b"\n"

    def add(self, lines: Iterable[bytes]) -> None:
        """Writes lines, which have no ends yet."""
        for line in lines:
            self._file.write(line + b"\n")

    def flush(self) -> None:
        """Hands what was written to the system."""
        self._file.flush()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def digests(email: Mapping[str, Any], content: Content) -> Row:
    """Size and digests of an email's bytes; its row has those that it does not lack."""
    return {"size": email["size"], "sha256": email["sha256"], "md5": md5_of(content)}


def describe_file(path: str, kind: str, email: Mapping[str, Any], facts: Row) -> Row:
    """A line: the fields of the email, with those of the file instead of the message where these differ in meaning
    (`size`, `sha256`, and of an attachment `complete` and `missing_bytes`); the message's are `message_size` and so
    on."""
    row = {"path": path, "kind": kind, **email, **facts}
    for name in OF_BOTH:
        if name in email and name in facts:
            row[f"message_{name}"] = email[name]
    return row
