"""Emails of a conversation: what SMTP, POP and IMAP carried, with envelope, mailbox and the server's word on it."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from analyzer.commands import Replies
from analyzer.messages import Email, Span, unstuffed
from analyzer.talk import Talk
from dissectors.imap.events import ClientLine, Fetch, Untagged
from dissectors.mail.events import Command, Reply
from dissectors.smtp.paths import PATH, mailbox_of
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart, Side, StartTls

APPENDUID = re.compile(r"\[APPENDUID \d+ ([\d:,]{1,4000})\]", re.IGNORECASE)
"""RFC 4315 3"""
FLAGS = re.compile(r"\(([^(){}\"]{0,4000})\) +(?:\"[^\"]{0,40}\" +)?(?:UTF8 +\()?~?\{\d+[+-]?\}\s*\Z")
"""RFC 9051 9: append, append-message"""

ENVELOPE = frozenset(("MAIL", "RCPT", "RSET", "HELO", "EHLO", "LHLO"))
"""SMTP's commands that change the envelope where the server agrees (RFC 5321 4.1.4; RFC 2033 4.1)."""


def emails(talk: Talk) -> list[Email]:
    """The emails of a conversation in the order in which they begin."""
    collector = _COLLECTORS.get(talk.service, Collector)(talk)
    for event in talk.events:
        collector.take(event)
    return sorted(collector.finished(), key=lambda email: collector.order[email])


def contents(talk: Talk) -> Iterator[bytes]:
    """The bytes of the emails of a conversation, in their order."""
    if talk.plain is None:
        yield from (email.bytes() for email in emails(talk))
        return
    for side, start, stop in talk.plain.messages():
        yield unstuffed(talk.read(side, start, stop), b"\r\n")


def path_in(argument: str) -> str | None:
    """The mailbox of MAIL or RCPT; "" for the empty path."""
    found = PATH.match(argument)
    return None if found is None else mailbox_of(found[1] if found[1] is not None else found[2])


class Collector:
    """Puts emails together from the events of a conversation."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.replies = Replies(talk)
        self.anew = 0
        self.order: dict[Email, int] = {}
        self.drafts: dict[int, Email] = {}
        self.done: list[Email] = []
        self._partial: set[int] = set()

    def take(self, event: Event) -> None:
        """Takes the next event."""
        # commands and replies are most of what there is
        if isinstance(event, Reply):
            self.reply(event)
        elif isinstance(event, Command):
            self.command(event)
        elif isinstance(event, MessageBytes):
            if draft := self.drafts.get(event.key):
                draft.spans.append(Span(event.start, event.stop, event.stuffed, event.missing))
        elif isinstance(event, MessageStart):
            self._start(event)
        elif isinstance(event, MessageEnd):
            if draft := self.drafts.get(event.key):
                draft.complete = event.complete
                self.ended(draft, event)
        elif isinstance(event, Untagged):
            self.untagged(event)
        elif isinstance(event, ClientLine):
            self.client_line(event)
        elif isinstance(event, StartTls):
            self.anew += 1
            self.drafts.clear()
            self._partial.clear()

    def _start(self, event: MessageStart) -> None:
        direction = "fetched" if event.side is Side.SERVER else "sent"
        draft = Email(self.talk, event.side, event.start, direction, line_end=event.line_end)
        self.order[draft] = len(self.order)
        self.drafts[event.key] = draft
        if event.partial:
            self._partial.add(event.key)
        self.begun(draft, event)

    def begun(self, email: Email, event: MessageStart) -> None:
        """A message begins."""
        email.status = self.status(event.command)
        self.done.append(email)

    def ended(self, email: Email, event: MessageEnd) -> None:
        """A message ends; one of which only a part was asked for is not complete (TOP, CATENATE)."""
        email.complete = email.complete and event.key not in self._partial

    def command(self, event: Command) -> None:
        """The client said something."""

    def reply(self, event: Reply) -> None:
        """The server said something."""

    def untagged(self, event: Untagged) -> None:
        """The server said something that is no reply."""

    def client_line(self, event: ClientLine) -> None:
        """The client said something within a command."""

    def finished(self) -> Iterable[Email]:
        """All emails."""
        return self.done

    def status(self, command: int | None) -> str | None:
        """What the server said to a command, in its last reply."""
        replies = self.replies.of.get((self.anew, command)) if command is not None else None
        return said(replies) if replies else None

    def accepted(self, command: int) -> bool:
        """Whether the server agreed to a command, as far as is known."""
        return self.replies.accepted((self.anew, command))


def said(replies: list[Reply]) -> str:
    """Replies with status and text, a line each."""
    return "\n".join(f"{reply.status} {reply.text}".rstrip() for reply in replies)


class SmtpEmails(Collector):
    """SMTP: the envelope is what the server accepted of MAIL and RCPT."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk)
        self._from: str | None = None
        self._to: list[str] = []
        self._data: Email | None = None     # whose end of data comes next
        self._open: Email | None = None
        self._chunk: int | None = None      # the number of the last BDAT
        self._unasked: Reply | None = None  # a reply since the last command that answers none

    def begun(self, email: Email, event: MessageStart) -> None:
        """The envelope is complete."""
        self.done.append(email)
        email.envelope_from, email.envelope_to = self._from, list(self._to)
        if self._unasked is not None:   # to a message of which nothing was captured
            email.status = said([self._unasked])
        self._open = email

    def ended(self, email: Email, event: MessageEnd) -> None:
        """BDAT's last chunk has the final reply; DATA's follows."""
        self._open, self._data = None, email
        if self._chunk is not None:
            email.status = self.status(self._chunk) or email.status
            self._from, self._to = None, []
        self._chunk = None

    def command(self, event: Command) -> None:
        """What changes the envelope (RFC 5321 4.1.4), where the server agrees."""
        verb, data = event.verb, self._data
        self._data = self._unasked = None
        if verb == "BDAT":
            self._chunk = event.number
        elif verb == "." and data is not None:
            data.status = self.status(event.number) or data.status
        if verb == ".":     # RFC 5321 4.1.1.4: whatever the server says
            self._from, self._to = None, []
        if verb not in ENVELOPE or not self.accepted(event.number):
            return
        if verb == "MAIL":
            self._from, self._to = path_in(event.argument), []
        elif verb == "RCPT":
            if (path := path_in(event.argument)) is not None:
                self._to.append(path)
        else:
            self._from, self._to = None, []

    def reply(self, event: Reply) -> None:
        """A reply while a message is sent ends it early, or belongs to an end that was not captured."""
        if event.to is not None:
            return
        email = self._open or self._data
        if email is None:
            self._unasked = event
        elif not email.complete:
            email.status = said([event])


class PopEmails(Collector):
    """POP: a message follows its reply, whether the command was captured or not."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk)
        self._reply: Reply | None = None

    def begun(self, email: Email, event: MessageStart) -> None:
        """The reply ends where the message begins."""
        if self._reply is not None and self._reply.stop == event.start:
            email.status = said([self._reply])
        self.done.append(email)

    def reply(self, event: Reply) -> None:
        """Perhaps a message follows."""
        self._reply = event


class ImapEmails(Collector):
    """IMAP: messages that were appended, and those of FETCH responses."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(talk)
        self._commands: dict[int, Command] = {}
        self._appended: dict[int, list[Email]] = {}
        self._unasked = dict(_unasked(talk.events))
        self._line = ""
        from analyzer.fetched import FetchedEmails
        self._fetched = FetchedEmails()

    def begun(self, email: Email, event: MessageStart) -> None:
        """APPEND names the mailbox; what is fetched is known at the response's end."""
        if email.direction == "fetched":
            email.mailbox = self._fetched.mailbox
            return
        super().begun(email, event)
        command = self._commands.get(-1 if event.command is None else event.command)
        if command is not None:
            siblings = self._appended.setdefault(command.number, [])
            siblings.append(email)
            email.mailbox = self._fetched.name_in(_behind_number(command))
            email.uid = self._appended_uid(command.number, len(siblings) - 1)
            email.flags = flags_in(command.argument if len(siblings) == 1 else self._line)

    def client_line(self, event: ClientLine) -> None:
        """Between the messages of an APPEND stand the next one's flags."""
        self._line = event.line.decode("utf-8", "replace")

    def ended(self, email: Email, event: MessageEnd) -> None:
        """Pieces that are fetched may become whole."""
        if email.direction == "sent":
            super().ended(email, event)

    def command(self, event: Command) -> None:
        """Remembers what was asked."""
        if not event.continuation:
            self._commands[event.number] = event

    def reply(self, event: Reply) -> None:
        """SELECT and the like change the mailbox."""
        if event.to is not None and (command := self._commands.get(event.to)):
            self._fetched.answered(command, event.status)

    def untagged(self, event: Untagged) -> None:
        """FETCH brings messages; EXPUNGE moves numbers."""
        if not isinstance(event, Fetch):
            self._fetched.untagged(event.name)
            return
        asked = self._commands.get(event.to) if event.to is not None else None
        status = self._unasked.get(event.start) if event.to is None else self.status(event.to)
        drafts = {part.key: self.drafts[part.key] for part in event.parts if part.key in self.drafts}
        for draft in drafts.values():
            draft.status, draft.flags = status, event.flags
        self._fetched.take(event, drafts, asked.argument if asked else "")

    def finished(self) -> Iterable[Email]:
        """Those that were sent, and the fetched ones with their pieces joined."""
        return [*self.done, *self._fetched.emails()]

    def _appended_uid(self, command: int, place: int) -> int | None:
        found = APPENDUID.search(self.status(command) or "")
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


_COLLECTORS: dict[str, type[Collector]] = {"smtp": SmtpEmails, "pop": PopEmails, "imap": ImapEmails}
