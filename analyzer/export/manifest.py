"""The manifest of an export: a line of JSON for each file, with where it came from and its digests."""
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analyzer.export.json_text import to_json
from analyzer.spooled import md5_of
from dissectors.mime.mapped import Content

NAME = "manifest.jsonl"

Row = dict[str, Any]


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

    def add(self, rows: Iterable[Row]) -> None:
        """Writes lines."""
        for row in rows:
            self._file.write(to_json(row) + b"\n")

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
    """A line: the fields of the email, with `size`, `sha256` and `md5` of the file instead of the message; those of
    the message are `message_size` and `message_sha256`."""
    row = {"path": path, "kind": kind, **email, **facts}
    for name in ("size", "sha256"):
        if name in email:
            row[f"message_{name}"] = email[name]
    return row
