"""Commands of a mail session: each with the server's reply."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.seconds import Nanoseconds
from analyzer.secrets import Secrets
from analyzer.talk import Talk
from analyzer.untagged import moved
from dissectors.imap.events import Untagged
from dissectors.mail.events import Command, Greeting, Reply
from dissectors.stream import Event, StartTls

Number = tuple[int, int]
"""A command of a conversation: how often it began anew (after STARTTLS), and the command's number since."""


def _counted(talk: Talk) -> Iterator[tuple[int, Event]]:
    """What was said, and how often the conversation had begun anew."""
    anew = 0
    for event in talk.events:
        anew += isinstance(event, StartTls)
        yield anew, event


class Replies:
    """Which replies answer which command."""

    def __init__(self, talk: Talk) -> None:
        self.of: dict[Number, list[Reply]] = {}
        self.untagged: dict[Number, int] = {}
        self._moved = moved(talk.events) if talk.service == "imap" else {}
        numbered: dict[Number, Reply] = {}
        for anew, event in _counted(talk):
            if isinstance(event, Reply):
                numbered[anew, event.number] = event
                if event.to is not None:
                    self._add((anew, event.to), event)
            elif isinstance(event, Command):
                if event.answered_by is not None and (early := numbered.get((anew, event.answered_by))):
                    self.of[anew, event.number] = [early]
            elif isinstance(event, Untagged) and (to := self.asking(event)) is not None:
                self.untagged[anew, to] = self.untagged.get((anew, to), 0) + 1

    def asking(self, event: Untagged) -> int | None:
        """The number of the command that an untagged response answers; None where that was not captured."""
        return self._moved.get(event.start, event.to)

    def _add(self, command: Number, reply: Reply) -> None:
        """A reply that comes for a command with an early one is the right one, so replaces it."""
        replies = self.of.setdefault(command, [])
        if replies and replies[-1].to is None:
            replies.clear()
        replies.append(reply)

    def accepted(self, command: Number) -> bool:
        """Whether the server agreed; where its reply was not captured, it is taken to have."""
        replies = self.of.get(command)
        return not replies or replies[-1].status[:1] in ("2", "+", "O")


def answered(talk: Talk) -> Iterator[tuple[Command, list[Reply]]]:
    """The commands of a conversation, each with its replies, the final one last."""
    replies = Replies(talk).of
    for anew, event in _counted(talk):
        if isinstance(event, Command):
            yield event, replies.get((anew, event.number), [])


def row_of(talk: Talk, event: Event) -> int:
    """The row of the packet with an event's last byte."""
    return talk.packet_at(event.side, max(event.start, event.stop - 1))


def command_rows(talk: Talk, show_secrets: bool = False) -> Iterator[dict[str, Any]]:
    """A row a command, greetings included, in the order of the conversation."""
    replies = Replies(talk)
    secrets = Secrets(talk.events, show_secrets)
    for anew, event in _counted(talk):
        if isinstance(event, Greeting):
            yield _row(talk, event, None, None, [event], secrets)
        elif isinstance(event, Command):
            number = anew, event.number
            row = _row(talk, event, event.verb, secrets.argument(event), replies.of.get(number, []), secrets)
            if talk.service == "imap":
                row["untagged"] = replies.untagged.get(number, 0)
            yield row


def _row(talk: Talk, event: Command | Greeting, verb: str | None, argument: str | None, replies: list[Reply],
         secrets: Secrets) -> dict[str, Any]:
    row = row_of(talk, event)
    time = talk.time_at(row)
    reply_row = row_of(talk, replies[-1]) if replies else None
    reply_time = None if reply_row is None else talk.time_at(reply_row)
    return {
        "flow": talk.flow, "protocol": talk.service, "packet": row + 1, "time": Nanoseconds(time),
        "tag": event.tag or None, "command": verb, "argument": argument,
        "reply_packet": None if reply_row is None else reply_row + 1,
        "reply_time": None if reply_time is None else Nanoseconds(reply_time),
        "status": replies[-1].status if replies else None,
        "reply": secrets.text("\n".join(reply.text for reply in replies)) if replies else None,
        "latency": None if reply_time is None or verb is None else Nanoseconds(reply_time - time),
        "untagged": None,
    }
