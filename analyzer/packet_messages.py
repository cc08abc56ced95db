"""Which packets carry an email, and which one completes it: what Wireshark shows of emails in packets."""
from __future__ import annotations

import re
from dataclasses import dataclass, field

from analyzer.conversations import Talk
from dissectors.imap.events import Fetch
from dissectors.mail.events import Command, Reply, ReplyData
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart, Side

OCTETS = re.compile(rb"\+OK (\d{1,18})", re.IGNORECASE)
"""POP servers may say how long a message is; only then does Wireshark put it together."""

Piece = tuple[int, int, int]
"""Row of a packet, and which bytes [start, stop) of the side's stream it has of a message."""


@dataclass(slots=True, eq=False)
class Carried:
    """A message of a conversation.

    Attributes:
        stop: the position behind its last byte, the line with a dot included.
        section: of what of a message it is the whole: "" the message, `HEADER`, `TEXT`; None where only a part of that.
        excerpt: whether less than the message was asked for (TOP, a section).
        reply: the row of the packet in which the reply begins that the message belongs to.
        octets: how long the reply says that it is.
        pieces: what each packet has of it.
        waiting: the rows of packets whose bytes count to a later one.
        complete_in: the row of the packet that completes it; -1 for none.
        missing: how many bytes the capture lacks.
        in_line: whether no line ends in the last piece.
        lines: whether its lines' leading dots are doubled, as in DATA and RETR.
    """
    side: Side
    stop: int
    section: str | None = ""
    excerpt: bool = False
    line_end: bytes = b"\r\n"
    reply: int = -1
    octets: int | None = None
    pieces: list[Piece] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    complete_in: int = -1
    missing: int = 0
    in_line: bool = False
    lines: bool = False


def carried_by_row(talk: Talk) -> dict[int, list[Carried]]:
    """The messages of which a packet has something, by row."""
    collector = _Collector(talk)
    for event in talk.events:
        collector.take(event)
    by_row: dict[int, list[Carried]] = {}
    for message in collector.messages:
        rows = {*(row for row, _, _ in message.pieces), *message.waiting, message.complete_in}
        for row in rows - {-1}:
            by_row.setdefault(row, []).append(message)
    return by_row


class _Collector:
    """Puts messages together from the events of a conversation."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.messages: list[Carried] = []
        self._open: dict[int, Carried] = {}
        self._last: dict[Side, Carried] = {}
        self._reply: Reply | None = None

    def take(self, event: Event) -> None:
        """Takes the next event."""
        if isinstance(event, MessageBytes):
            self._bytes(event)
        elif isinstance(event, MessageStart):
            self._start(event)
        elif isinstance(event, MessageEnd):
            self._end(event)
        elif isinstance(event, Reply):
            self._reply = event
        elif isinstance(event, ReplyData) or (isinstance(event, Command) and event.verb == "."):
            self._dot(event)
        elif isinstance(event, Fetch):
            self._fetched(event)

    def _start(self, event: MessageStart) -> None:
        message = Carried(event.side, event.start, "", event.partial, event.line_end)
        if self._talk.service == "pop" and self._reply is not None:
            message.reply = self._talk.packet_at(event.side, self._reply.stop - 1)
            found = OCTETS.match(self._reply.line)
            message.octets = int(found[1]) if found else None
        self._open[event.key] = message
        self.messages.append(message)

    def _bytes(self, event: MessageBytes) -> None:
        message = self._open.get(event.key)
        if message is None:
            return
        message.stop, message.lines = event.stop, event.stuffed
        if event.missing:
            message.missing += event.stop - event.start
            return
        for row, start, stop in self._talk.stream.parts(event.side, event.start, event.stop):
            self._add(message, row, start, stop)

    def _add(self, message: Carried, row: int, start: int, stop: int) -> None:
        """Adds what a packet has. In DATA, as Wireshark has it, a packet in which no line ends has no piece: its bytes
        are of the next one's."""
        goes_on = message.lines and self._talk.service == "smtp" and self._has_no_line_end(message.side, start, stop)
        before, begin, end = message.pieces[-1] if message.pieces else (-1, -1, -1)
        if end == start and (before == row or message.in_line):
            if before != row:
                message.waiting.append(before)
            message.pieces[-1] = row, begin, stop
            message.in_line = message.in_line and goes_on
        else:
            message.pieces.append((row, start, stop))
            message.in_line = goes_on

    def _has_no_line_end(self, side: Side, start: int, stop: int) -> bool:
        return b"\n" not in self._talk.read(side, start, stop)

    def _end(self, event: MessageEnd) -> None:
        message = self._open.get(event.key)
        if message is None:
            return
        message.stop = event.start
        self._last[event.side] = message
        if message.pieces and (event.complete or (message.missing and not message.lines)):
            message.complete_in = message.pieces[-1][0]

    def _dot(self, event: Event) -> None:
        """A line with a dot alone ends the message before it."""
        message = self._last.get(event.side)
        if message is not None and message.stop == event.start and message.pieces:
            message.stop = event.stop
            message.complete_in = self._talk.packet_at(event.side, event.stop - 1)

    def _fetched(self, event: Fetch) -> None:
        """What a FETCH response brings is complete where the response is."""
        for part in event.parts:
            message = self._open.get(part.key)
            if message is not None:
                message.section = part.section if part.offset is None else None
                if message.complete_in >= 0:
                    message.complete_in = self._talk.packet_at(event.side, event.stop - 1)
