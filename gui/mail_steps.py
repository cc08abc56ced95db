"""Work on emails in steps, for a Worker: exports, saved parts, copies to be opened, journeys; plain Python, no Qt."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.export.mail import Kind
from analyzer.journey import Journey
from analyzer.journey_lookups import Lookup
from gui.safe_opening import Verdict, verdict

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.mails import MailWithRow
    from dissectors.mime import Part

MOST_STEPS = 500
FEW = 20
"""So many emails are read one by one; for more, all are read in one go and these picked."""


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be exported, how, and where to.

    Attributes:
        numbers: of the emails.
    """
    numbers: Sequence[int]
    kind: Kind
    attachments: bool
    folder: str


@dataclass(frozen=True, slots=True)
class Exported:
    """How far an export is: emails and files so far, without the manifest."""
    emails: int
    files: int


@dataclass(frozen=True, slots=True)
class Copy:
    """An attachment that was written to be opened, if the rule allows that."""
    verdict: Verdict
    path: str


@dataclass(frozen=True, slots=True)
class Travelled:
    """A journey, and rows of what resolvers asked for its lookups, by the number of the transaction."""
    journey: Journey
    steps: dict[int, dict[str, Any]]


def export(analysis: Analysis, mails: Sequence[MailWithRow], wish: ExportWish) -> Iterator[Exported]:
    """Writes emails into a folder, a step an email."""
    from analyzer.export.mail import export_steps
    emails = files = 0
    for lines in export_steps(_chosen(analysis, mails, wish.numbers), Path(wish.folder), as_=wish.kind,
                              attachments=wish.attachments, capture=analysis.capture):
        files += sum(line["kind"] != "email" or wish.kind != "mbox" for line in lines)
        emails += any(line["kind"] == "email" for line in lines)
        yield Exported(emails, files)


def _chosen(analysis: Analysis, mails: Sequence[MailWithRow],
            numbers: Sequence[int]) -> Iterator[tuple[int, MailWithRow]]:
    if len(numbers) <= FEW:
        yield from ((number, mails[number]) for number in numbers)
        return
    wanted = frozenset(numbers)
    for number, mail in enumerate(analysis.email_stream()):
        if number in wanted:
            yield number, mail


def save_file(part: Part | MailWithRow, path: str) -> Iterator[str]:
    """Writes the decoded body of a part, or an email as it was transferred; whoever chose the path agreed to what is
    overwritten."""
    from analyzer.export.folder import reporting
    from dissectors.mime import Part as MimePart
    pieces = part.decoded_pieces() if isinstance(part, MimePart) else part.email().chunks()
    with reporting(Path(path)), Path(path).open("wb") as file:
        file.writelines(pieces)
    yield path


def save_files(parts: Sequence[Part], folder: str) -> Iterator[str]:
    """Writes the decoded bodies of parts into a folder, in which nothing is overwritten; tells each name."""
    from analyzer.export.attachments import file_name
    from analyzer.export.folder import Folder, reporting
    with reporting(Path(folder)):
        target = Folder(Path(folder))
        for part in parts:
            yield target.write(*file_name(part), part.decoded_pieces())


def judge(part: Part) -> Iterator[Verdict]:
    """Whether an attachment may be opened."""
    from analyzer.export.attachments import file_name
    yield verdict("".join(file_name(part)), part.decoded())


def copy_to_open(part: Part, folder: str) -> Iterator[Copy]:
    """Writes an attachment into a folder of ours, if the rule allows to open it: what is opened was looked at."""
    from analyzer.export.attachments import file_name
    from analyzer.export.folder import Folder, reporting
    data, (stem, suffix) = part.decoded(), file_name(part)
    found = verdict(stem + suffix, data)
    if not found.allowed:
        yield Copy(found, "")
        return
    with reporting(Path(folder)):
        name = Folder(Path(folder)).write(stem, suffix.lower(), (data,))
    yield Copy(found, str(Path(folder) / name))


def journey(analysis: Analysis, mails: Sequence[MailWithRow], number: int) -> Iterator[Travelled]:
    """What the capture has of an email's way."""
    found = analysis.journey(mails, number)
    steps = [step for station in found.stations if isinstance(station, Lookup) for step in station.steps]
    steps = list(dict.fromkeys(steps))[:MOST_STEPS]
    yield Travelled(found, dict(zip(steps, analysis.dns_rows(steps), strict=True)))
