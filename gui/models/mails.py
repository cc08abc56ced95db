"""The Mail tab's model: the emails that are listed, and what is drawn of those in sight."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject

from gui.mail_table import MailColumn, MailEntry, recipients, sender
from gui.models.flows import size_text
from gui.models.lines import LINES_KEPT, Line, RowsModel
from gui.models.style import Mark, Style
from gui.text import plain

MOST_NAMES = 5
RIGHT = frozenset((MailColumn.NUMBER, MailColumn.SIZE))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MailsModel(RowsModel):
    """Emails in the order of a list of places."""
    right = RIGHT

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[MailEntry] = []
        self._places: list[int] = []
        self._line_of: dict[int, int] = {}
        self._lines: dict[int, Line] = {}

    def show(self, entries: list[MailEntry]) -> None:
        """Lists all these emails as they stand."""
        self.beginResetModel()
        self.entries, self._lines = entries, {}
        self._places = list(range(len(entries)))
        self._line_of = {place: place for place in self._places}
        self.endResetModel()

    def show_places(self, places: list[int]) -> None:
        """Lists these of the emails, in this order."""
        self.beginResetModel()
        self._places = places
        self._line_of = {place: line for line, place in enumerate(places)}
        self.endResetModel()

    @property
    def numbers(self) -> list[int]:
        """The emails as they are listed."""
        return self._places

    def place_of(self, line: int) -> int:
        """The email of a line."""
        return self._places[line]

    def line_of(self, place: int) -> int:
        """The line of an email; -1 where it is not listed."""
        return self._line_of.get(place, -1)

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""
        if len(self._lines) > LINES_KEPT:
            self._lines = {}
        return [self._lines.get(place) or self._read(place) for place in self._places[first:stop]]

    def _read(self, place: int) -> Line:
        entry = self.entries[place]
        row, names = entry.row, recipients(entry.row)
        to = ", ".join(names[:MOST_NAMES]) + (self.tr(" and {0:,} more").format(len(names) - MOST_NAMES)
                                              if len(names) > MOST_NAMES else "")
        line = self._lines[place] = Line((
            str(row["email"]), self.tr("Complete") if row["complete"] else self.tr("Incomplete"), plain(sender(row)),
            plain(row["subject"] or self.tr("(no subject)")), plain(to), date_text(entry.when), size_text(row["size"]),
            plain(self._attachments(row["attachments"])), self.carrier(row)),
            Style.PLAIN if row["complete"] else Style.WARNING, Mark.GOOD if row["complete"] else Mark.WARNING)
        return line

    def _attachments(self, attachments: list[dict[str, Any]]) -> str:
        """How many there are, and what they are called."""
        if not attachments:
            return ""
        names = [one["filename"] or one["content_type"] for one in attachments[:MOST_NAMES]]
        return f"{len(attachments)}: {', '.join(names)}"

    def carrier(self, row: dict[str, Any]) -> str:
        """How it was transferred."""
        protocol = {"smtp": "SMTP", "pop": "POP3", "imap": "IMAP"}.get(row["protocol"], row["protocol"].upper())
        how = self.tr("sent") if row["direction"] == "sent" else self.tr("fetched")
        return f"{protocol}, {how}"

    def titles(self) -> tuple[str, ...]:
        """The columns' titles."""
        return (self.tr("No."), self.tr("State"), self.tr("From"), self.tr("Subject"), self.tr("To"), self.tr("Date"),
                self.tr("Size"), self.tr("Attachments"), self.tr("Carried by"))

    def explanations(self) -> tuple[str, ...]:
        """What stands in the columns."""
        return (self.tr("Its number, as in the command `mail`"), self.tr("Whether all of its bytes were captured"),
                self.tr("The author; without one, the sender of the envelope"), self.tr("What it is about"),
                self.tr("The recipients; without any, those of the envelope"),
                self.tr("When its author says that it was written, in UTC; else when it was transferred"),
                self.tr("Bytes of the message as transferred"), self.tr("Files in it"),
                self.tr("The protocol, and whether the client sent or fetched it"))


def date_text(when: float) -> str:
    """A moment in UTC, to the minute; one outside of the calendar as it is."""
    try:
        return f"{_EPOCH + timedelta(seconds=when):%Y-%m-%d %H:%M}"
    except OverflowError:
        return f"{when:.0f} s"
