"""Emails as single files: `NNNN-SUBJECT.eml`, the bytes as transferred."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from analyzer.export.filenames import safe_text
from analyzer.export.folder import Folder
from analyzer.export.manifest import Row, describe_file, digests
from analyzer.spooled import pieces_of
from dissectors.mime.mapped import Content


class Prepared(NamedTuple):
    """What can be done before an email's number is known: the rest of its name, and its size and digests."""
    subject: str
    facts: Row


def prepared(email: Mapping[str, Any], content: Content) -> Prepared:
    """Prepares an email."""
    return Prepared(safe_text(email.get("subject") or "") or "no-subject", digests(email, content))


class EmlStore:
    """Writes each email into a file of its own."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def add(self, number: int, email: Mapping[str, Any], content: Content) -> Row:
        """Writes an email; returns its line of the manifest."""
        return self.write(number, email, content, prepared(email, content))

    def write(self, number: int, email: Mapping[str, Any], content: Content, ready: Prepared) -> Row:
        """The same with an email that was prepared."""
        name = self.folder.write(f"{number:04d}-{ready.subject}", ".eml", pieces_of(content))
        return describe_file(name, "email", email, ready.facts)

    def finish(self) -> Iterator[Row]:
        """Nothing is left to be written."""
        yield from ()

    def close(self) -> None:
        """No file is open."""
