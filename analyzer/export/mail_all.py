"""Exports all emails of a capture as single files, of which several processes write many."""
from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analyzer.errors import OutputError
from analyzer.export.attachments import write_attachments
from analyzer.export.eml import EmlStore, Prepared, prepared
from analyzer.export.folder import Folder, reporting
from analyzer.export.json_text import to_json
from analyzer.export.mail import writing
from analyzer.export.manifest import Origin, Row
from analyzer.mail import same_mails, with_same

if TYPE_CHECKING:
    from analyzer.mails import Mails, MailWithRow


class _Line(NamedTuple):
    """A line of the manifest without what is known only at the end; and of it what the caller wants to know."""
    email: int
    json: bytes
    row: Row


class _Written(NamedTuple):
    """What was written of a group of emails, what these have in common with others, and why no more was written."""
    lines: list[_Line]
    identities: list[str | None]
    fault: OutputError | None


def export_all(mails: Mails, folder: Path, *, attachments: bool = False, wanted: Collection[str] | None = None
               ) -> Iterator[Row]:
    """As `export_mail` with all emails. Gives lines as soon as files are written, with the `wanted` fields, or all:
    these are filled in when the last line is taken.

    Raises:
        OutputError: where something can't be written.
    """
    lines, identities, origin = list[_Line](), list[str | None](), Origin(mails.capture)

    def told() -> Iterator[bytes]:
        same, fields = list(same_mails(identities)), origin.fields()
        end = b"," + to_json(fields)[1:]
        for number, json, row in lines:
            if wanted is None:
                row.update(fields, **({"same_as": same[number]} if "same_as" in row else {}))
            yield with_same(json, same[number])[:-1] + end

    with writing(folder, "eml", told) as (top, _):
        def write(group: list[tuple[MailWithRow, Prepared]]) -> _Written:
            return _write(top, group, attachments, wanted)

        for written in mails.handed_over(lambda mail: prepared(mail.row, mail.content()), write, origin.begin):
            lines += written.lines
            identities += written.identities
            for line in written.lines:
                yield line.row
            if written.fault is not None:
                raise written.fault


def _write(top: Folder, group: list[tuple[MailWithRow, Prepared]], attachments: bool,
           wanted: Collection[str] | None) -> _Written:
    written, store = _Written([], [], None), EmlStore(top)

    def add(number: int, row: Row) -> None:
        kept = row if wanted is None else {name: row[name] for name in wanted if name in row}
        written.lines.append(_Line(number, to_json(row), kept))

    try:
        with reporting(top.path):
            for mail, ready in group:
                row, content, number = mail.row, mail.content(), mail.row["email"]
                add(number, store.write(number, row, content, ready) | {"packets": mail.packets})
                written.identities.append(mail.identity)
                for line in write_attachments(top, number, row, content) if attachments else ():
                    add(number, line)
    except OutputError as fault:
        return written._replace(fault=fault)
    return written
