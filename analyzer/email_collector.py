"""Collector: puts the emails of a conversation together from its events; each protocol has one of its own."""
from __future__ import annotations

from collections.abc import Iterable

from analyzer.commands import Replies
from analyzer.messages import Email, Span
from analyzer.talk import Talk
from dissectors.imap.events import ClientLine, Untagged
from dissectors.mail.events import Command, Reply
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart, Side, StartTls


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
