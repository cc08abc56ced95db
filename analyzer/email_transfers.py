"""Emails that SMTP and POP carried: with SMTP's envelope, and the server's word on them."""
from __future__ import annotations

from analyzer.email_collector import Collector, said
from analyzer.messages import Email
from analyzer.talk import Talk
from dissectors.mail.events import Command, Reply
from dissectors.smtp.paths import PATH, mailbox_of
from dissectors.stream import MessageEnd, MessageStart

ENVELOPE = frozenset(("MAIL", "RCPT", "RSET", "HELO", "EHLO", "LHLO"))
"""SMTP's commands that change the envelope where the server agrees (RFC 5321 4.1.4; RFC 2033 4.1)."""


def path_in(argument: str) -> str | None:
    """The mailbox of MAIL or RCPT; "" for the empty path."""
    found = PATH.match(argument)
    return None if found is None else mailbox_of(found[1] if found[1] is not None else found[2])


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
