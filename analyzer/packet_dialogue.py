"""Which commands and replies belong together, for the trees of both."""
from __future__ import annotations

from typing import NamedTuple

from analyzer.commands import Replies
from analyzer.talk import Talk
from dissectors.mail.events import Command, Reply
from dissectors.mail.trees import lines
from dissectors.stream import StartTls


class Dialogue(NamedTuple):
    """For commands, by where they start: the packet with the reply. For replies, by where they start: the packet with
    the command's first line, and the nanoseconds since then."""
    response_in: dict[int, int]
    response_to: dict[int, tuple[int, int]]


def dialogue(talk: Talk) -> Dialogue:
    """Which packets of a conversation answer which."""
    found = Dialogue({}, {})
    asked: dict[int, tuple[int, int]] = {}
    for event in talk.events:
        if isinstance(event, StartTls):
            asked.clear()
        elif isinstance(event, Command) and not event.continuation:
            first = event.line.find(b"\n") + 1 or event.stop - event.start
            asked[event.number] = event.start, talk.packet_at(event.side, event.start + first - 1)
        elif isinstance(event, Reply) and event.to in asked:
            start, row = asked[event.to]
            reply_row = talk.packet_at(event.side, event.stop - 1)
            found.response_in[start] = reply_row + 1
            found.response_to[event.start] = row + 1, talk.time_at(reply_row) - talk.time_at(row)
    return found


def hellos(talk: Talk) -> dict[int, bool]:
    """Where in the server's stream the lines of replies to EHLO and LHLO begin; whether it is the reply's first."""
    replies = Replies(talk)
    anew, found = 0, dict[int, bool]()
    for event in talk.events:
        if isinstance(event, StartTls):
            anew += 1
        elif isinstance(event, Command) and event.verb in ("EHLO", "LHLO"):
            for reply in replies.of.get((anew, event.number), ()):
                found.update((reply.start + at, not at) for at, _ in lines(reply.line))
    return found
