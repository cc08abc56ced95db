"""Emails that IMAP's FETCH brings in pieces: ranges of bytes, header and text apart, put together again."""
from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from analyzer.messages import Email
from dissectors.imap.events import Command, Fetch, Part
from dissectors.imap.grammar import ESCAPED
from dissectors.imap.mailbox import decode

RANGE = re.compile(r"\[(HEADER|TEXT|)\]<(\d{1,18})\.(\d{1,18})>", re.IGNORECASE)
"""RFC 9051 6.4.5: `BODY[]<0.1000>` asks for 1000 bytes from byte 0."""
MAILBOX = re.compile(r'"((?>(?:[^"\\]|\\.)*))"|\{(\d{1,9})[+-]?\}\r?\n|([^\s(){]++)', re.DOTALL)
SELECTING = frozenset(("SELECT", "EXAMINE"))
LEAVING = frozenset(("CLOSE", "UNSELECT", "SELECT", "EXAMINE"))
"""RFC 9051 6.3.2: a SELECT that fails leaves no mailbox selected."""

SIZES = 100_000
"""Emails whose RFC822.SIZE is remembered."""

Identity = tuple[str | None, str, int]


class Piece(NamedTuple):
    """Bytes [begin, end) of a section."""
    begin: int
    end: int
    email: Email


@dataclass(slots=True)
class Section:
    """What was fetched of a section, in any order; `size` where that is known."""
    pieces: list[Piece] = field(default_factory=list)
    size: int | None = None
    held: int = 0
    complete: bool = True

    def place_of(self, begin: int, end: int) -> int | None:
        """Where among the pieces one belongs; None where some of it is there already."""
        at = bisect_right(self.pieces, (begin, end), key=itemgetter(0, 1))
        before = self.pieces[at - 1] if at else None
        after = self.pieces[at] if at < len(self.pieces) else None
        if before is not None and (begin < before.end or begin == end == before.begin):
            return None
        return None if after is not None and after.begin < end else at

    def add(self, at: int, piece: Piece) -> None:
        """Adds a piece."""
        self.pieces.insert(at, piece)
        self.held += piece.end - piece.begin
        self.complete = self.complete and piece.email.complete

    @property
    def ended(self) -> bool:
        """Whether all of it was fetched."""
        return self.held == self.size

    @property
    def whole(self) -> bool:
        """Whether it is there from its first to its last byte."""
        return self.ended and self.complete

    def emails(self) -> list[Email]:
        """Pieces that follow each other as one."""
        whole, found, at = self.whole, list[Email](), -1
        for begin, end, email in self.pieces:
            if begin == at:
                found[-1].spans += email.spans
            else:
                found.append(email)
            found[-1].complete = whole
            found[-1].status = email.status
            at = end
        return found


Sections = dict[str, Section]
"""What was fetched of one email and is not finished."""


class FetchedEmails:
    """Knows the selected mailbox and which piece belongs to which email."""

    def __init__(self) -> None:
        self.mailbox: str | None = None
        self._uids: dict[int, int] = {}
        self._sizes: dict[Identity, int] = {}
        self._pieces: dict[Identity, Sections] = {}
        self._done: list[Email] = []

    def answered(self, command: Command, status: str) -> None:
        """A command is done: it may have changed the mailbox."""
        if command.verb in LEAVING and (status == "OK" or command.verb in SELECTING):
            self.mailbox = name_in(command.argument) if status == "OK" and command.verb in SELECTING else None
            self._uids.clear()

    def untagged(self, name: str) -> None:
        """RFC 9051 7.5.1: message numbers move."""
        if name in ("EXPUNGE", "VANISHED"):
            self._uids.clear()

    def take(self, fetch: Fetch, drafts: Mapping[int, Email], asked: Command | None) -> None:
        """The messages of a response to the command `asked`."""
        if fetch.uid is not None and fetch.value is not None:
            self._uids[fetch.value] = fetch.uid
        uid = fetch.uid if fetch.uid is not None else self._uids.get(fetch.value or 0)
        identity = (self.mailbox, "uid", uid) if uid is not None else (self.mailbox, "number", fetch.value or 0)
        if fetch.octets is not None:
            self._remember(identity, fetch.octets)
        for part in fetch.parts:
            email = drafts.get(part.key)
            if email is None:
                continue
            email.uid = uid
            if not part.section and part.offset is None:
                self._done.append(email)
            else:
                self._piece(identity, part, email, asked.argument if asked is not None else "")

    def emails(self) -> Iterator[Email]:
        """All emails; those of which pieces are missing as they are."""
        for identity in list(self._pieces):
            self._finish(identity)
        yield from self._done

    def _remember(self, identity: Identity, octets: int) -> None:
        self._sizes[identity] = octets
        if len(self._sizes) > SIZES:
            del self._sizes[next(iter(self._sizes))]

    def _piece(self, identity: Identity, part: Part, email: Email, asked: str) -> None:
        size = sum(span.stop - span.start for span in email.spans)
        begin = part.offset or 0
        section = self._pieces.setdefault(identity, {}).setdefault(part.section, Section())
        at = section.place_of(begin, begin + size)
        if at is None:      # the same anew
            self._finish(identity)
            section, at = self._pieces.setdefault(identity, {}).setdefault(part.section, Section()), 0
        section.add(at, Piece(begin, begin + size, email))
        if part.offset is None or size < _requested(asked, part):
            section.size = begin + size
        elif not part.section and section.size is None:
            section.size = self._sizes.get(identity)
        if section.whole and (not part.section or self._both(identity)):
            self._finish(identity)

    def _both(self, identity: Identity) -> bool:
        sections = self._pieces[identity]
        return all(name in sections and sections[name].whole for name in ("HEADER", "TEXT"))

    def _finish(self, identity: Identity) -> None:
        sections = self._pieces.pop(identity, {})
        self._done += sections.pop("", Section()).emails()
        header, text = sections.get("HEADER", Section()), sections.get("TEXT", Section())
        whole = header.whole and text.whole
        found = header.emails() + text.emails()
        if header.ended and len(found) == 2 and text.pieces[:1] and not text.pieces[0].begin:
            first, second = found
            first.spans += second.spans
            first.status = second.status
            found = [first]
        for email in found:
            email.complete = whole
        self._done += [email for email in found if email.spans or whole]


def name_in(argument: str) -> str | None:
    """The mailbox that an argument begins with."""
    found = MAILBOX.match(argument)
    if found is None:
        return None
    quoted, literal, atom = found.groups()
    if literal is not None:
        return decode(argument[found.end():].encode()[:int(literal)])
    return decode(ESCAPED.sub(rb"\1", quoted.encode()) if quoted is not None else atom.encode())


def _requested(asked: str, part: Part) -> int:
    """How many bytes of the section were asked for; 0 where that is not known."""
    for section, offset, size in RANGE.findall(asked):
        if section.upper() == part.section and int(offset) == part.offset:
            return int(size)
    return 0
