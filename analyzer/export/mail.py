"""Exports emails: into the store that is asked for, with their attachments, and a manifest of all files."""
from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from analyzer.errors import OutputError
from analyzer.export.attachments import write_attachments
from analyzer.export.eml import EmlStore, Prepared, prepared
from analyzer.export.folder import Folder, closed, reporting
from analyzer.export.maildir import MaildirStore
from analyzer.export.manifest import Manifest, Origin, Row
from analyzer.export.mbox import MboxStore
from analyzer.mail import link_same
from dissectors.mime.mapped import Content

if TYPE_CHECKING:
    from analyzer.capture import CaptureFile
    from analyzer.mails import Mails, MailWithRow

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
    origin = Origin(capture)
    with _writing(folder, as_, origin) as (top, store, lines):
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


def export_all(mails: Mails, folder: Path, *, attachments: bool = False) -> Iterator[Row]:
    """As `export_mail` with all emails of a capture as single files, of which several processes write many. Gives lines
    as soon as files are written: who wants to know `same_as` takes all lines first.

    Raises:
        OutputError: where something can't be written.
    """
    same: list[tuple[list[int], str | None]] = []
    origin = Origin(mails.capture)
    with _writing(folder, "eml", origin) as (top, _, lines):
        def write(group: list[tuple[MailWithRow, Prepared]]) -> _Written:
            return _write(top, group, attachments)

        for written in mails.handed_over(lambda mail: prepared(mail.row, mail.content()), write):
            origin.begin()      # now, for a process that is shared is not forked any more
            lines += written.lines
            same += written.same
            yield from written.lines
            if written.fault is not None:
                raise written.fault
        link_same(same)


class _Written(NamedTuple):
    """Lines of the manifest, what links their emails to others, and why no more was written."""
    lines: list[Row]
    same: list[tuple[list[int], str | None]]
    fault: OutputError | None


def _write(top: Folder, group: list[tuple[MailWithRow, Prepared]], attachments: bool) -> _Written:
    written, store = _Written([], [], None), EmlStore(top)
    try:
        with reporting(top.path):
            for mail, ready in group:
                row, content = mail.row, mail.content()
                written.lines.append(store.write(row["email"], row, content, ready) | {"packets": mail.packets})
                written.same.append((row["same_as"], mail.identity))
                if attachments:
                    written.lines.extend(write_attachments(top, row["email"], row, content))
    except OutputError as fault:
        return written._replace(fault=fault)
    return written


@contextmanager
def _writing(folder: Path, as_: Kind, origin: Origin) -> Iterator[tuple[Folder, Store, list[Row]]]:
    """The folder, a store in it, and the lines of what was written, which go into the manifest at the end."""
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
                yield top, store, lines
        finally:
            with reporting(folder):
                said = origin.fields()
                for line in lines:
                    line.update(said)
                manifest.add(lines)
                manifest.flush()
