"""Emails that IMAP's FETCH brings in pieces: ranges of bytes, header and text apart, put together again."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.messages import Email
from dissectors.imap.events import Command, Fetch, Part
from dissectors.imap.grammar import ESCAPED
from dissectors.imap.mailbox import decode

RANGE = re.compile(r"\[(HEADER|TEXT|)\]<(\d{1,18})\.(\d{1,18})>", re.IGNORECASE)
"""RFC 9051 6.4.5: `BODY[]<0.1000>` asks for 1000 bytes from byte 0."""
MAILBOX = re.compile(r'"((?>(?:[^"\\]|\\.)*))"|\{\d+\+?\}\r?\n(.*?)(?=[\s({]|$)|([^\s(){]++)', re.DOTALL)
SELECTING = frozenset(("SELECT", "EXAMINE"))
LEAVING = frozenset(("CLOSE", "UNSELECT", "SELECT", "EXAMINE"))
"""RFC 9051 6.3.2: a SELECT that fails leaves no mailbox selected."""

Identity = tuple[str | None, str, int]


@dataclass(slots=True)
class Chain:
    """Pieces of a section that follow each other."""
    email: Email
    begin: int
    end: int
    ended: bool

    @property
    def whole(self) -> bool:
        """Whether the section is there from its first to its last byte."""
        return self.ended and self.begin == 0 and self.email.complete

    def add(self, email: Email, size: int, ended: bool) -> None:
        """The next piece."""
        self.email.spans += email.spans
        self.email.complete = self.email.complete and email.complete
        self.end += size
        self.ended = ended


@dataclass(slots=True)
class Pieces:
    """What was fetched of one email and is not finished."""
    chains: dict[str, Chain] = field(default_factory=dict)


class FetchedEmails:
    """Knows the selected mailbox and which piece belongs to which email."""

    def __init__(self) -> None:
        self.mailbox: str | None = None
        self._uids: dict[int, int] = {}
        self._sizes: dict[Identity, int] = {}
        self._pieces: dict[Identity, Pieces] = {}
        self._done: list[Email] = []

    def answered(self, command: Command, status: str) -> None:
        """A command is done: it may have changed the mailbox."""
        if command.verb in LEAVING and (status == "OK" or command.verb in SELECTING):
            self.mailbox = self.name_in(command.argument) if status == "OK" and command.verb in SELECTING else None
            self._uids.clear()

    def untagged(self, name: str) -> None:
        """RFC 9051 7.5.1: message numbers move."""
        if name in ("EXPUNGE", "VANISHED"):
            self._uids.clear()

    def name_in(self, argument: str) -> str | None:
        """The mailbox that an argument begins with."""
        found = MAILBOX.match(argument)
        if found is None:
            return None
        quoted, literal, atom = found.groups()
        name = ESCAPED.sub(rb"\1", quoted.encode()) if quoted is not None else (literal or atom or "").encode()
        return decode(name)

    def take(self, fetch: Fetch, drafts: Mapping[int, Email], asked: str) -> None:
        """The messages of a response; `asked` is the command's argument."""
        if fetch.uid is not None and fetch.value is not None:
            self._uids[fetch.value] = fetch.uid
        uid = fetch.uid if fetch.uid is not None else self._uids.get(fetch.value or 0)
        for part in fetch.parts:
            email = drafts.get(part.key)
            if email is None:
                continue
            email.uid = uid
            if not part.section and part.offset is None:
                self._done.append(email)
                continue
            identity = (email.mailbox, "uid", uid) if uid is not None else (email.mailbox, "number", fetch.value or 0)
            if fetch.octets is not None:
                self._sizes[identity] = fetch.octets
            self._piece(identity, part, email, asked)

    def emails(self) -> Iterator[Email]:
        """All emails; those of which pieces are missing as they are."""
        for identity in list(self._pieces):
            self._finish(identity)
        yield from self._done

    def _piece(self, identity: Identity, part: Part, email: Email, asked: str) -> None:
        pieces = self._pieces.setdefault(identity, Pieces())
        size = sum(span.stop - span.start for span in email.spans)
        begin = part.offset or 0
        ended = part.offset is None or size < _requested(asked, part)
        if not part.section and self._sizes.get(identity) == begin + size:
            ended = True
        chain = pieces.chains.get(part.section)
        if chain is not None and chain.end == begin and not chain.ended:
            chain.add(email, size, ended)
        else:
            if chain is not None:       # the same section anew
                self._finish(identity)
                pieces = self._pieces.setdefault(identity, Pieces())
            pieces.chains[part.section] = chain = Chain(email, begin, begin + size, ended)
        if chain.whole and (not part.section or len(pieces.chains.keys() & {"HEADER", "TEXT"}) == 2):
            if part.section and not all(other.whole for other in pieces.chains.values()):
                return
            self._finish(identity)

    def _finish(self, identity: Identity) -> None:
        chains = self._pieces.pop(identity, Pieces()).chains
        if "" in chains:
            chain = chains[""]
            chain.email.complete = chain.whole
            self._done.append(chain.email)
        header, text = chains.get("HEADER"), chains.get("TEXT")
        if header is not None:
            header.email.complete = header.whole and text is not None and text.whole
            if text is not None:
                header.email.spans += text.email.spans
            self._done.append(header.email)
        elif text is not None:
            text.email.complete = False
            self._done.append(text.email)


def _requested(asked: str, part: Part) -> int:
    """How many bytes of the section were asked for; 0 where that is not known."""
    for section, offset, size in RANGE.findall(asked):
        if section.upper() == part.section and int(offset) == part.offset:
            return int(size)
    return 0
