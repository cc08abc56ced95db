"""Which lines of what a client sends a packet shows: as Wireshark, those that end in it."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from analyzer.packet_messages import Carried
from analyzer.talk import Talk
from dissectors.mail.events import Command
from dissectors.mail.trees import lines
from dissectors.stream import Event, MessageBytes, Side

LONGEST_LINE = 1 << 16
"""Bytes before a packet in which the beginning of its first line is looked for."""


def lines_by_row(talk: Talk) -> dict[int, list[Command]]:
    """The lines of IMAP's commands that have some in several packets, each as a command, by the packets' rows.

    A client waits with a literal until the server asks for it (RFC 9051 4.3).
    """
    found: dict[int, list[Command]] = {}
    for event in talk.events:
        if not isinstance(event, Command) or len(event.line) != event.stop - event.start:
            continue        # a large literal was not kept with it
        ends = [start + len(line) for start, line in lines(event.line)]
        rows = [talk.packet_at(event.side, event.start + end - 1) for end in ends]
        if rows and rows[0] != rows[-1]:
            for row, start, stop in zip(rows, [0, *ends], ends, strict=False):
                found.setdefault(row, []).append(_line_of(event, start, stop))
    return found


def _line_of(command: Command, start: int, stop: int) -> Command:
    first, last = command.secret or (0, 0)
    first, last = max(first, start) - start, min(last, stop) - start
    return replace(command, start=command.start + start, stop=command.start + stop, line=command.line[start:stop],
                   secret=(first, last) if first < last else None, continuation=command.continuation or start > 0)


def with_whole_lines(talk: Talk, row: int, event: Event, messages: Sequence[Carried]) -> Event | None:
    """An event as the packet of a row shows it; None where a later packet does. `messages` are those in the packet."""
    if not isinstance(event, MessageBytes) or event.side is not Side.CLIENT:
        return event
    message = next((one for one in messages if one.side is event.side and one.pieces
                    and one.pieces[0][1] <= event.start < one.stop), None)
    if message is None or message.missing:
        return event
    if talk.service == "imap":
        return _lines(talk, event, message.pieces[0][1], message.stop)
    return _piece(row, event, message) if message.lines else event


def _lines(talk: Talk, event: MessageBytes, begin: int, end: int) -> Event | None:
    """The lines that end in the event; the last line of the message may lack its end."""
    stop = event.stop
    if stop < end:
        stop = event.start + talk.read(event.side, event.start, stop).rfind(b"\n") + 1
    before = talk.read(event.side, max(begin, event.start - LONGEST_LINE), event.start)
    start = event.start - len(before) + before.rfind(b"\n") + 1
    return event.part(start, stop) if stop > event.start else None


def _piece(row: int, event: MessageBytes, message: Carried) -> Event | None:
    """The piece of the message that the packet has."""
    owner, start, stop = message.pieces[bisect_right(message.pieces, event.start, key=itemgetter(1)) - 1]
    return event.part(start, stop) if owner == row else None
