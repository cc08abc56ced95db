"""Emails as single files: `NNNN-SUBJECT.eml`, the bytes as transferred."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.export.filenames import safe_text
from analyzer.export.folder import Folder
from analyzer.export.manifest import Row, describe_file, digests


class EmlStore:
    """Writes each email into a file of its own."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def add(self, number: int, email: Mapping[str, Any], content: bytes) -> Row:
        """Writes an email; returns its line of the manifest."""
        subject = safe_text(email.get("subject") or "") or "no-subject"
        name = self.folder.write(f"{number:04d}-{subject}", ".eml", content)
        return describe_file(name, "email", email, digests(email, content))

    def finish(self) -> Iterator[Row]:
        """Nothing is left to be written."""
        yield from ()

    def close(self) -> None:
        """No file is open."""
