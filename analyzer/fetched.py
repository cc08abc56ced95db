"""Emails that IMAP's FETCH brings, whole or in pieces: ranges of bytes, header and text apart, put together again."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice, takewhile

from analyzer.fetched_messages import Message, Numbers
from analyzer.fetched_pieces import Piece, Section
from analyzer.fetched_ranges import Ranges
from analyzer.messages import Email
from dissectors.imap.events import Command, Fetch, Part
from dissectors.imap.grammar import ESCAPED
from dissectors.imap.mailbox import decode

MAILBOX = re.compile(r'"((?>(?:[^"\\]|\\.)*))"|\{(\d{1,9})[+-]?\}\r?\n|([^\s(){]++)', re.DOTALL)
SELECTING = frozenset(("SELECT", "EXAMINE"))
LEAVING = frozenset(("CLOSE", "UNSELECT", "SELECT", "EXAMINE"))
"""RFC 9051 6.3.2: a SELECT that fails leaves no mailbox selected."""
TOLD = frozenset(("EXPUNGE", "VANISHED", "OK", "ENABLED"))
"""Untagged responses that `untagged` takes."""
UIDVALIDITY = re.compile(rb"\* +OK +\[UIDVALIDITY +(\d{1,18})\]", re.IGNORECASE)
"""RFC 9051 7.1"""
UTF8 = frozenset((b"UTF8=ACCEPT", b"UTF8=ONLY", b"IMAP4REV2"))
"""What is enabled where names are UTF-8 from then on (RFC 6855 3, RFC 9051 5.1)."""

SIZES = 100_000
"""Messages that are remembered by uid."""

Place = tuple[str | None, int]
"""What uids are of: a mailbox with its UIDVALIDITY (RFC 9051 2.3.1.1); None and a number of its own where these are not
known."""


class FetchedEmails:
    """Knows the selected mailbox, its messages, and which piece belongs to which email."""

    def __init__(self) -> None:
        self.mailbox: str | None = None
        self.utf8 = False       # names of mailboxes are
        self._selecting: dict[int, Command] = {}    # in progress, by their numbers
        self._taken = -1                            # the last one that was taken for done before its reply
        self._validity: int | None = None           # of the mailbox that is being selected
        self._changes = 0
        self._place: Place = None, 0
        self._numbers, self._ranges = Numbers(), Ranges()
        self._known: dict[tuple[str | None, int, int], Message] = {}
        self._unfinished: dict[Message, None] = {}
        self._done: list[Email] = []

    def asked(self, command: Command) -> None:
        """A command is begun."""
        if command.verb in SELECTING:
            self._selecting[command.number] = command
        else:
            self._ranges.asked(command)

    def answered(self, command: Command, status: str) -> None:
        """A command is done: it may have changed the mailbox."""
        self._ranges.answered(command.number)
        if command.verb not in LEAVING:
            return
        self._selecting.pop(command.number, None)
        selected = command.verb in SELECTING and status == "OK"
        if command.number <= self._taken and (selected or command.number < self._taken):
            return
        if selected:
            self._select(command)
        elif status == "OK" or command.verb in SELECTING:
            self.leave()

    def leave(self) -> None:
        """No mailbox is selected, or one that is not known."""
        self.mailbox = None
        self._change()

    def untagged(self, name: str, value: int | None, line: bytes) -> None:
        """A response moves numbers of messages, says of what uids are, or how names are written."""
        if name == "EXPUNGE":
            self._numbers.expunge(value or 0)
        elif name == "VANISHED":
            if b"(EARLIER)" not in line.upper():    # RFC 7162 3.2.10.1: those have no numbers any more
                self._numbers.vanish(line)
        elif name == "ENABLED":
            self.utf8 = self.utf8 or not UTF8.isdisjoint(line.upper().split())
        elif found := UIDVALIDITY.match(line):
            self._validity = int(found[1])
            if not self._selecting and (self._place[0] is None or self._place[1] != self._validity):
                self.leave()    # a SELECT that was not captured

    def take(self, fetch: Fetch, drafts: Mapping[int, Email]) -> None:
        """The messages of a response to the command with the number `fetch.to`."""
        if self._selecting and not self._settle(fetch, bool(drafts)):
            return
        message = self._message(fetch)
        message.learn(fetch.flags, fetch.octets)
        for part in fetch.parts:
            email = drafts.get(part.key)
            if email is None:
                continue
            email.mailbox, email.uid = self.mailbox, message.uid
            if not part.section and part.offset is None:
                self._finished(email, message)
            else:
                self._piece(message, fetch, part, email)

    def emails(self) -> Iterator[Email]:
        """All emails; those of which pieces are missing as they are."""
        for message in list(self._unfinished):
            self._finish(message)
        yield from self._done

    def _settle(self, fetch: Fetch, brings: bool) -> bool:
        """What answers a later command than a SELECT in progress is of that mailbox: its reply was not captured. Gives
        whether it is known of which mailbox a response is."""
        to = -1 if fetch.to is None else fetch.to
        passed = list(takewhile(lambda number: number < to or (brings and number == to), self._selecting))
        for number in passed:
            command = self._selecting.pop(number)
            if number == passed[-1]:
                self._taken = number
                self._select(command)
        return to not in self._selecting

    def _select(self, command: Command) -> None:
        self.mailbox = name_in(command.argument, self.utf8)
        self._change()

    def _change(self) -> None:
        """Numbers stand for other messages now, and uids too unless the mailbox is the same."""
        self._changes += 1
        self._numbers.clear()
        self._place = None, self._changes
        if self.mailbox is not None and self._validity is not None:
            name = self.mailbox.upper()     # RFC 9051 5.1: INBOX in any case
            self._place = name if name == "INBOX" else self.mailbox, self._validity
        self._validity = None

    def _message(self, fetch: Fetch) -> Message:
        """The message that a response is about."""
        known = self._numbers.get(fetch.value)
        message = known or Message()
        if fetch.uid is not None and message.uid != fetch.uid:
            message = self._with_uid(fetch.uid, message if message.uid is None else Message())
            known = None
        if fetch.value and message is not known:
            self._numbers.put(fetch.value, message)
        return message

    def _with_uid(self, uid: int, message: Message) -> Message:
        """The message with a uid: one that is known by it, or else this one."""
        found = self._known.setdefault((*self._place, uid), message)
        if found is not message:
            found.learn(message.flags, message.octets)
        found.uid = uid
        if len(self._known) > SIZES:
            for identity in list(islice(self._known, SIZES // 2)):
                del self._known[identity]
        return found

    def _piece(self, message: Message, fetch: Fetch, part: Part, email: Email) -> None:
        size = sum(span.stop - span.start for span in email.spans)
        begin = part.offset or 0
        piece = Piece(begin, begin + size, email.spans, email)
        section = message.sections.setdefault(part.section, Section())
        if not section.add(piece):      # another email
            self._finish(message)
            section = message.sections.setdefault(part.section, Section())
            section.add(piece)
        self._unfinished[message] = None
        if part.offset is None or size < self._ranges.size(fetch, message.uid, part):
            section.size = begin + size
        elif not part.section and section.size is None:
            section.size = message.octets
        if section.whole and (not part.section or _both(message)):
            self._finish(message)

    def _finish(self, message: Message) -> None:
        sections, message.sections = message.sections, {}
        self._unfinished.pop(message, None)
        for email in sections.pop("", Section()).emails():
            self._finished(email, message)
        header, text = sections.get("HEADER", Section()), sections.get("TEXT", Section())
        whole = header.whole and text.whole
        found = header.emails() + text.emails()
        if header.ended and len(found) == 2 and text.pieces[:1] and not text.pieces[0].begin:
            first, second = found
            first.spans += second.spans
            first.status = second.status
            first.flags = second.flags if second.flags is not None else first.flags
            found = [first]
        for email in found:
            email.complete = whole
            if email.spans or whole:
                self._finished(email, message)

    def _finished(self, email: Email, message: Message) -> None:
        """What else is known of the message is told of its email."""
        email.uid = message.uid
        if email.flags is None:
            email.flags = message.flags
        self._done.append(email)


def _both(message: Message) -> bool:
    return all(name in message.sections and message.sections[name].whole for name in ("HEADER", "TEXT"))


def name_in(argument: str, utf8: bool) -> str | None:
    """The mailbox that an argument begins with; `utf8`: how names are written."""
    found = MAILBOX.match(argument)
    if found is None:
        return None
    quoted, literal, atom = found.groups()
    if literal is not None:
        return decode(argument[found.end():].encode()[:int(literal)], utf8)
    return decode(ESCAPED.sub(rb"\1", quoted.encode()) if quoted is not None else atom.encode(), utf8)
