"""Exports emails: into the store that is asked for, with their attachments, and a manifest of all files."""
from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol

from analyzer.export.attachments import write_attachments
from analyzer.export.eml import EmlStore
from analyzer.export.folder import Folder, closed, reporting
from analyzer.export.maildir import MaildirStore
from analyzer.export.manifest import Manifest, Row
from analyzer.export.mbox import MboxStore

Kind = Literal["eml", "mbox", "maildir"]


class ExportedMail(Protocol):
    """An email of a capture: its row of `mail`, and its bytes."""

    @property
    def row(self) -> Mapping[str, Any]:
        """The fields of `mail`; `time` in nanoseconds."""

    def content(self) -> bytes:
        """The message as transferred."""


class Store(Protocol):
    """Where emails go."""

    def add(self, number: int, email: Mapping[str, Any], content: bytes) -> Row:
        """Writes an email; returns its line of the manifest."""

    def finish(self) -> Iterator[Row]:
        """The lines of the manifest for what is complete only now."""

    def close(self) -> None:
        """Closes files that are open."""


_STORES: dict[Kind, Callable[[Folder], Store]] = {"eml": EmlStore, "mbox": MboxStore, "maildir": MaildirStore}


def export_mail(emails: Iterable[tuple[int, ExportedMail]], folder: Path, *, as_: Kind = "eml",
                attachments: bool = False) -> Iterator[Row]:
    """Writes emails into `folder`, which is made if it is not there; then the manifest, whose lines it gives.

    The manifest is written behind the last email, for only then is known which are the same mail (`same_as`); also
    where writing ends early, of what was written.

    Raises:
        OutputError: where something can't be written.
    """
    lines: list[Row] = []
    for written in export_steps(emails, folder, as_=as_, attachments=attachments):
        lines += written
    yield from lines


def export_steps(emails: Iterable[tuple[int, ExportedMail]], folder: Path, *, as_: Kind = "eml",
                 attachments: bool = False) -> Generator[list[Row], None, None]:
    """As `export_mail`, a step an email; gives the lines of the manifest that come with each step. Closed before its
    end, it closes all files and writes the manifest of what was written.

    Raises:
        OutputError: where something can't be written.
    """
    with reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(folder)
    lines: list[Row] = []
    with closed(manifest):
        try:
            with reporting(folder):
                top = Folder(folder)
                store = _STORES[as_](top)
            with closed(store):
                for number, email in emails:
                    row, content, before = email.row, email.content(), len(lines)
                    with reporting(folder):
                        lines.append(store.add(number, row, content))
                        if attachments:
                            lines += write_attachments(top, number, row, content)
                    yield lines[before:]
                before = len(lines)
                with reporting(folder):
                    lines += store.finish()
                yield lines[before:]
        finally:
            with reporting(folder):
                manifest.add(lines)
                manifest.flush()
