"""Emails of plain IMAP sessions, from the table of what was said: what `ImapEmails` finds in its events."""
from __future__ import annotations

from analyzer.email_collector import said
from analyzer.email_imap import tell_appended
from analyzer.fetched import LEAVING, SELECTING, FetchedEmails
from analyzer.messages import Email, Span
from analyzer.talk import Talk
from dissectors.imap.events import Part
from dissectors.imap.plain import VERB_NAMES, InProgress, Item, command_of, fetch_of, line_of, name_of, reply_of, tell
from dissectors.imap.plain_fetch import FETCHED, MATTER
from dissectors.imap.plain_lines import LINE, UNTAGGED
from dissectors.mail.events import Command
from dissectors.mail.plain import COMMAND, MESSAGE, REPLY
from dissectors.plain_sessions import PlainSession
from dissectors.stream import CLIENT, SERVER

_MOVING = b"EXPUNGE", b"VANISHED", b"UIDVALIDITY", b"ENABLED"
"""What is in responses behind which numbers, uids or names are of others."""


def imap_emails(talk: Talk, session: PlainSession) -> list[Email]:
    """The emails of a plain session, in the order in which they begin."""
    return _Reading(talk, session).emails()


class _Reading:
    """Goes through what was said; makes commands and replies only of what is about emails."""

    def __init__(self, talk: Talk, session: PlainSession) -> None:
        self._talk, self._said, self._data = talk, session.said, session.data
        self._found: list[Email] = []
        self._fetched, self._in_progress = FetchedEmails(), InProgress()
        self._commands: dict[int, Item] = {}
        self._replies = {item[-1]: item for item in self._said if item[0] == REPLY}
        self._appended: dict[int, int] = {}     # emails of each command
        self._line = ""
        self._unasked: list[Email] = []     # whose status is what the server says next
        self._matter: Item = ()             # of the FETCH response that goes on,
        self._fresh: Email | None = None    # and its email

    def emails(self) -> list[Email]:
        """The emails."""
        tell(self._said, {COMMAND: self._ask, REPLY: self._reply, UNTAGGED: self._untagged, MATTER: self._begin_fetch,
                          FETCHED: self._fetch, MESSAGE: self._message, LINE: self._client_line})
        return self._found

    def _ask(self, item: Item) -> None:
        _, _, _, _, number, code = item
        verb = VERB_NAMES[code]
        self._commands[number] = item
        self._in_progress.append((number, verb, ""))
        if verb in SELECTING:
            self._fetched.asked(self._command(number))

    def _untagged(self, item: Item) -> None:
        _, _, _, _, value, _ = item
        line = line_of(item, self._data).upper()
        if any(word in line for word in _MOVING):
            self._fetched.untagged(name_of(item, self._data), None if value < 0 else value, line)

    def _client_line(self, item: Item) -> None:
        self._line = line_of(item, self._data).decode("utf-8", "replace")

    def _begin_fetch(self, item: Item) -> None:
        self._matter = item

    def _reply(self, item: Item) -> None:
        number, verb, _ = self._in_progress.popleft()
        if verb in LEAVING or self._unasked:
            command = self._command(number)
            reply = reply_of(item, self._data, command.tag)
            self._fetched.answered(command, reply.status)
            for email in self._unasked:
                email.status = said([reply])
            self._unasked.clear()

    def _message(self, item: Item) -> None:
        _, begin, end, _, number, of_server = item
        spans = [Span(begin, end, False, False)] if begin < end else []
        if of_server:
            self._found.append(Email(self._talk, SERVER, begin, "fetched", spans, True))
            self._fresh = self._found[-1]
            return
        email = Email(self._talk, CLIENT, begin, "sent", spans, True, status=self._status(number))
        self._found.append(email)
        before = self._appended.get(number, 0)
        self._appended[number] = before + 1
        tell_appended(email, self._command(number), before, self._line, self._fetched.utf8)

    def _fetch(self, item: Item) -> None:
        email, self._fresh = self._fresh, None
        parts = (Part(0, "", None),) if email is not None else ()
        fetch = fetch_of(item, self._matter, self._data, self._in_progress.answered("FETCH"), parts)
        if email is not None:
            email.flags = fetch.flags
            if fetch.to is None:
                self._unasked.append(email)
            else:
                email.status = self._status(fetch.to)
        self._fetched.take(fetch, {0: email} if email is not None else {})

    def _status(self, command: int) -> str | None:
        """What the server said to a command in the end."""
        if command not in self._replies:
            return None
        return said([reply_of(self._replies[command], self._data, self._command(command).tag)])

    def _command(self, number: int) -> Command:
        return command_of(self._commands[number], self._data)
