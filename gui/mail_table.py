"""The Mail tab's table: emails that are sorted and filtered by what their rows say; plain Python without Qt."""
from __future__ import annotations

from calendar import timegm
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from gui.text import plain

if TYPE_CHECKING:
    from analyzer.mails import MailWithRow

SECOND = 1_000_000_000
LONGEST_DATE = 100


class MailColumn(IntEnum):
    """The columns, in their order."""
    NUMBER = 0
    STATE = 1
    FROM = 2
    SUBJECT = 3
    TO = 4
    DATE = 5
    SIZE = 6
    ATTACHMENTS = 7
    CARRIER = 8


@dataclass(frozen=True, slots=True)
class MailWish:
    """Which emails are to be listed, and in which order."""
    text: str = ""
    carrier: str = ""
    sort_by: MailColumn = MailColumn.NUMBER
    descending: bool = False


@dataclass(frozen=True, slots=True)
class MailEntry:
    """An email in the list.

    Attributes:
        mail: the email.
        when: when its author says it was written, or else when it was transferred; seconds.
        words: what the filter looks at.
    """
    mail: MailWithRow
    when: float
    words: str

    @property
    def row(self) -> dict[str, Any]:
        """The row of `mail`."""
        return self.mail.row


def identities(entries: Sequence[MailEntry]) -> list[tuple[int, int]]:
    """What stays of each email while the capture grows, and its number in the capture does not: its flow, and which of
    the emails in that it is."""
    seen: Counter[int] = Counter()
    found = []
    for one in entries:
        flow = one.row["flow"]
        found.append((flow, seen[flow]))
        seen[flow] += 1
    return found


def entry(mail: MailWithRow) -> MailEntry:
    """The entry of an email."""
    row = mail.row
    names = [attachment["filename"] or "" for attachment in row["attachments"]]
    words = " ".join(map(str, filter(None, (row["from"], row["subject"], row["envelope_from"], *row["to"], *row["cc"],
                                            *row["envelope_to"], row["mailbox"], *names))))
    return MailEntry(mail.without_content(), _written(row), plain(words).lower())


def sender(row: dict[str, Any]) -> str:
    """Who sent it, as the header says, or else the envelope."""
    if row["from"]:
        return str(row["from"])
    return str(row["envelope_from"] or "")


def recipients(row: dict[str, Any]) -> list[str]:
    """To whom it was sent, as the header says, or else the envelope."""
    return list(row["to"] or row["envelope_to"] or ())


def listed(entries: list[MailEntry], wish: MailWish) -> list[int]:
    """The places of the emails that are wished for, in their order."""
    terms = wish.text.lower().split()
    chosen = [place for place, one in enumerate(entries) if all(term in one.words for term in terms)
              and wish.carrier in ("", one.row["protocol"])]
    chosen.sort(key=lambda place: _KEYS[wish.sort_by](entries[place]), reverse=wish.descending)
    return chosen


def _written(row: dict[str, Any]) -> float:
    from email.utils import parsedate_tz
    transferred = int(row["time"]) / SECOND
    parsed = parsedate_tz(row["date"][:LONGEST_DATE]) if row["date"] else None
    if parsed is None:
        return transferred
    try:
        return timegm((*parsed[:6], 0, 1, 0)) - (parsed[9] or 0)
    except (ValueError, OverflowError):     # a month or a year that no calendar has
        return transferred


_KEYS: dict[MailColumn, Callable[[MailEntry], Any]] = {
    MailColumn.NUMBER: lambda one: one.row["email"], MailColumn.STATE: lambda one: one.row["complete"],
    MailColumn.FROM: lambda one: sender(one.row).lower(),
    MailColumn.SUBJECT: lambda one: (one.row["subject"] or "").lower(),
    MailColumn.TO: lambda one: [name.lower() for name in recipients(one.row)], MailColumn.DATE: lambda one: one.when,
    MailColumn.SIZE: lambda one: one.row["size"], MailColumn.ATTACHMENTS: lambda one: len(one.row["attachments"]),
    MailColumn.CARRIER: lambda one: (one.row["protocol"], one.row["direction"])}
