"""Emails that IMAP carried: appended ones, and those that FETCH brings, with mailbox, uid and flags."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analyzer.email_collector import Collector, said
from analyzer.fetched import TOLD, FetchedEmails, name_in
from analyzer.messages import Email
from analyzer.talk import Talk
from dissectors.imap.events import ClientLine, Fetch, Untagged
from dissectors.mail.events import Command, Reply
from dissectors.stream import Event, MessageEnd, MessageStart

APPENDUID = re.compile(r"\[APPENDUID \d+ ([\d:,]{1,4000})\]", re.IGNORECASE)
"""RFC 4315 3"""
FLAGS = re.compile(r"\(([^(){}\"]{0,4000})\) +(?:\"[^\"]{0,40}\" +)?(?:UTF8 +\(|CATENATE +\("
                   r"(?>(?:URL +(?>\"(?>(?:[^\"\\]|\\.)*)\"|[^\s(){}\"]+) +)*)(?:TEXT|URL) +)?~?\{\d+[+-]?\}\s*\Z",
                   re.IGNORECASE)
"""RFC 9051 9: append, append-message; RFC 4469 5: append-data"""

SELECTED = "[READ-WRITE]", "[READ-ONLY]"
"""RFC 9051 6.3.2: how the reply to a SELECT begins, also to one that was not captured."""
LONGEST_CODE = max(map(len, SELECTED))
LONGEST_LINE = 1 << 20
"""Bytes of an untagged response that are read."""


class ImapEmails(Collector):
    """IMAP: messages that were appended, and those of FETCH responses."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk)
        self._commands: dict[int, Command] = {}
        self._appended: dict[int, list[Email]] = {}     # of each command
        self._unasked = dict(_unasked(talk.events))
        self._line = ""
        self._fetched = FetchedEmails()

    def begun(self, email: Email, event: MessageStart) -> None:
        """APPEND names the mailbox; what is fetched is known at the response's end."""
        if email.direction == "fetched":
            return
        super().begun(email, event)
        command = self._commands.get(-1 if event.command is None else event.command)
        if command is not None:
            appended = self._appended.setdefault(command.number, [])
            tell_appended(email, command, len(appended), self._line, self._fetched.utf8)
            appended.append(email)

    def client_line(self, event: ClientLine) -> None:
        """Between the messages of an APPEND stand the next one's flags."""
        self._line = event.line.decode("utf-8", "replace")

    def ended(self, email: Email, event: MessageEnd) -> None:
        """Pieces that are fetched may become whole."""
        if email.direction == "sent":
            super().ended(email, event)

    def command(self, event: Command) -> None:
        """Remembers what was asked."""
        if event.continuation:
            return
        self._commands[event.number] = event
        self._fetched.asked(event)
        if event.answered_by is not None and (replies := self.replies.of.get((self.anew, event.number))):
            self._fetched.answered(event, replies[-1].status)

    def reply(self, event: Reply) -> None:
        """SELECT and the like change the mailbox."""
        if event.to is not None and (command := self._commands.get(event.to)):
            self._fetched.answered(command, event.status)
        elif event.status == "OK" and event.text[:LONGEST_CODE].upper().startswith(SELECTED):
            self._fetched.leave()

    def untagged(self, event: Untagged) -> None:
        """FETCH brings messages; EXPUNGE moves numbers."""
        to = self.replies.asking(event)
        if not isinstance(event, Fetch):
            if event.name in TOLD:
                line = self.talk.read(event.side, event.start, min(event.stop, event.start + LONGEST_LINE))
                self._fetched.untagged(event.name, event.value, line)
                self._told(line, to)
            return
        drafts = {part.key: self.drafts[part.key] for part in event.parts if part.key in self.drafts}
        if drafts:      # most responses bring no message
            status = self._unasked.get(event.start) if to is None else self.status(to)
            for draft in drafts.values():
                draft.status, draft.flags = status, event.flags
        self._fetched.take(replace(event, to=to) if to != event.to else event, drafts)

    def _told(self, line: bytes, to: int | None) -> None:
        """RFC 8508 3.1: REPLACE's uid is told before the message that was replaced is gone."""
        command = self._commands.get(-1 if to is None else to)
        if command is not None and command.verb != "APPEND":
            for place, email in enumerate(self._appended.get(command.number, ())):
                email.uid = _appended_uid(line.decode("utf-8", "replace"), place) or email.uid

    def finished(self) -> Iterable[Email]:
        """Those that were sent, and the fetched ones with their pieces joined."""
        return [*self.done, *self._fetched.emails()]


def tell_appended(email: Email, command: Command, before: int, line: str, utf8: bool) -> None:
    """Says of an email, whose status is known, what APPEND says of it: the mailbox, uid and flags. So many emails of
    the command came `before`; its flags stand on the command's line or, behind the first email, on another one.
    `utf8`: how names are written."""
    email.mailbox = name_in(_behind_number(command), utf8)
    email.uid = _appended_uid(email.status or "", before)
    email.flags = flags_in(line if before else command.argument)


def _appended_uid(said: str, place: int) -> int | None:
    found = APPENDUID.search(said)
    return uid_at(found[1], place) if found else None


def _behind_number(command: Command) -> str:
    """The mailbox of APPEND, or of REPLACE and UID REPLACE, before which the number of a message stands."""
    skipped = {"REPLACE": 1, "UID": 2}.get(command.verb, 0)
    return command.argument.split(" ", skipped)[-1]


def flags_in(text: str) -> tuple[str, ...]:
    """The flags before the literal that ends a line of APPEND (RFC 9051 6.3.12)."""
    found = FLAGS.search(text)
    return tuple(found[1].split()) if found else ()


def _unasked(events: Sequence[Event]) -> Iterator[tuple[int, str]]:
    """Where FETCH responses start whose command was not captured, and the next tagged response."""
    reply: Reply | None = None
    for event in reversed(events):
        if isinstance(event, Reply):
            reply = event
        elif isinstance(event, Fetch) and event.to is None and reply is not None:
            yield event.start, said([reply])


def uid_at(uids: str, place: int) -> int | None:
    """The uid at a place of a set like `3:5,9` (RFC 9051 9: uid-set)."""
    for item in uids.split(","):
        first, _, last = item.partition(":")
        last = last or first
        if len(item) > 40 or not (first.isdecimal() and last.isdecimal()):
            return None
        low, high = sorted((int(first), int(last)))
        if place <= high - low:
            return low + place
        place -= high - low + 1
    return None
