"""Exports emails: into the store that is asked for, with their attachments, and a manifest of all files."""
from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from analyzer.export.attachments import write_attachments
from analyzer.export.eml import EmlStore
from analyzer.export.folder import Folder, closed, reporting
from analyzer.export.json_text import to_json
from analyzer.export.maildir import MaildirStore
from analyzer.export.manifest import Manifest, Origin, Row
from analyzer.export.mbox import MboxStore
from dissectors.mime.mapped import Content

if TYPE_CHECKING:
    from analyzer.capture import CaptureFile

Kind = Literal["eml", "mbox", "maildir"]


class ExportedMail(Protocol):
    """An email of a capture: its row of `mail`, and its bytes."""

    @property
    def row(self) -> Mapping[str, Any]:
        """The fields of `mail`; `time` in nanoseconds."""

    @property
    def packets(self) -> list[int]:
        """The numbers of the packets that delivered its bytes."""

    def content(self) -> Content:
        """The message as transferred."""


class Store(Protocol):
    """Where emails go."""

    def add(self, number: int, email: Mapping[str, Any], content: Content) -> Row:
        """Writes an email; returns its line of the manifest."""

    def finish(self) -> Iterator[Row]:
        """The lines of the manifest for what is complete only now."""

    def close(self) -> None:
        """Closes files that are open."""


_STORES: dict[Kind, Callable[[Folder], Store]] = {"eml": EmlStore, "mbox": MboxStore, "maildir": MaildirStore}


def export_mail(emails: Iterable[tuple[int, ExportedMail]], folder: Path, *, as_: Kind = "eml",
                attachments: bool = False, capture: CaptureFile | None = None) -> Iterator[Row]:
    """Writes emails of a capture into `folder`, which is made if it is not there; then the manifest, whose lines it
    gives.

    The manifest is written behind the last email, for only then is known which are the same mail (`same_as`); also
    where writing ends early, of what was written.

    Raises:
        OutputError: where something can't be written.
    """
    lines: list[Row] = []
    for written in export_steps(emails, folder, as_=as_, attachments=attachments, capture=capture):
        lines += written
    yield from lines


def export_steps(emails: Iterable[tuple[int, ExportedMail]], folder: Path, *, as_: Kind = "eml",
                 attachments: bool = False, capture: CaptureFile | None = None) -> Generator[list[Row], None, None]:
    """As `export_mail`, a step an email; gives the lines of the manifest that come with each step. Closed before its
    end, it closes all files and writes the manifest of what was written.

    Raises:
        OutputError: where something can't be written.
    """
    origin, lines = Origin(capture), list[Row]()

    def told() -> Iterator[bytes]:
        for line in lines:
            line.update(origin.fields())
            yield to_json(line)

    with writing(folder, as_, told) as (top, store):
        for number, email in emails:
            row, content, before = email.row, email.content(), len(lines)
            origin.begin()
            with reporting(folder):
                lines.append(store.add(number, row, content) | {"packets": email.packets})
                if attachments:
                    lines += write_attachments(top, number, row, content)
            yield lines[before:]
        before = len(lines)
        with reporting(folder):
            lines += store.finish()
        yield lines[before:]


@contextmanager
def writing(folder: Path, as_: Kind, told: Callable[[], Iterable[bytes]]) -> Iterator[tuple[Folder, Store]]:
    """The folder, and a store in it; at the end, however that is reached, the manifest gets the lines that `told`
    gives."""
    with reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(folder)
    with closed(manifest):
        try:
            with reporting(folder):
                top = Folder(folder)
                store = _STORES[as_](top)
            with closed(store):
                yield top, store
        finally:
            with reporting(folder):
                manifest.add(told())
                manifest.flush()
