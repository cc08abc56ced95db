"""What one packet has of the emails of its conversation, as Wireshark's layers show them."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from analyzer.conversations import Talk
from analyzer.messages import unstuffed
from analyzer.packet_mail import Awaited, InPacket, Reassembled, Shown, What, Whole
from analyzer.packet_messages import Carried, Piece
from dissectors.imap.events import Fetch
from dissectors.imap.literals import first_literal
from dissectors.mail.fragments import Fragment
from dissectors.stream import Event

LONGEST = 1 << 24
"""Bytes of a message that a tree shows."""
SHOWN_SECTIONS = ("", "HEADER")

Place = Callable[[int], int]
"""Where a position of the stream stands in the buffer of the packet's layer."""


class PacketEmails:
    """The emails of one packet, whose row is `row`."""

    def __init__(self, talk: Talk, row: int) -> None:
        self._talk, self._row = talk, row

    def of(self, messages: Sequence[Carried], events: Sequence[Event], place: Place) -> Iterator[InPacket]:
        """What there is to show of `messages`, and of those in `events`, which end in this packet."""
        for message in messages:
            if self._talk.service == "smtp" and message.lines:
                yield from self._sent(message)
            elif self._talk.service == "pop":
                yield from self._retrieved(message, place)
        for event in events:
            if isinstance(event, Fetch):
                yield from self._fetched(event, place)
        for message in messages:
            if message.complete_in == self._row and message.section in SHOWN_SECTIONS:
                yield Whole(self._as_written(message), message.missing, message.excerpt)

    def _sent(self, message: Carried) -> Iterator[InPacket]:
        """DATA: put together in the packet with the dot."""
        if message.complete_in == self._row and message.pieces:
            yield self._put_together(message, message.pieces)
        elif message.complete_in >= 0:
            yield Awaited(message.complete_in + 1)

    def _retrieved(self, message: Carried, place: Place) -> Iterator[InPacket]:
        """RETR: a packet with the reply shows lines; the others are put together where the reply says how many octets
        they have, and else each has its own part of the message."""
        pieces = self._with_dot(message)
        numbers = [number for number, (row, _, _) in enumerate(pieces) if row == self._row]
        if not numbers or self._row == message.reply:
            return
        number = numbers[0]
        if message.octets is None or len(pieces) == 1:
            yield self._piece(message, pieces, number, place)
        elif pieces[0][0] == message.reply:
            return
        elif number < len(pieces) - 1:
            yield Awaited(pieces[-1][0] + 1)
        else:
            yield self._put_together(message, pieces)

    def _piece(self, message: Carried, pieces: Sequence[Piece], number: int, place: Place) -> Shown:
        _, start, stop = pieces[number]
        data = self._read(message, start, stop)
        if not number:
            return Shown(place(start), data, What.MESSAGE)
        before = self._read(message, pieces[0][1], start)
        in_headers = b"\r\n\r\n" not in before
        return Shown(place(start), data, What.REST if in_headers else What.TEXT)

    def _with_dot(self, message: Carried) -> list[Piece]:
        """The pieces; Wireshark counts the line with the dot to the last one."""
        pieces = list(message.pieces)
        if pieces and pieces[-1][0] == message.complete_in:
            row, start, _ = pieces[-1]
            pieces[-1] = row, start, message.stop
        return pieces

    def _fetched(self, event: Fetch, place: Place) -> Iterator[InPacket]:
        """FETCH: Wireshark shows a response's first literal as a message."""
        found = first_literal(self._talk.read(event.side, event.start, min(event.stop, event.start + LONGEST)))
        if found is not None:
            start = event.start + found.start
            yield Shown(place(start), found.data, What.MESSAGE if found.from_headers else What.TEXT)

    def _put_together(self, message: Carried, pieces: Sequence[Piece]) -> Reassembled:
        fragments: list[Fragment] = []
        data = bytearray()
        for row, start, stop in pieces:
            if len(data) > LONGEST:
                break
            size = len(data)
            data += self._read(message, start, stop)
            fragments.append(Fragment(row + 1, size, len(data)))
        return Reassembled(fragments, bytes(data))

    def _as_written(self, message: Carried) -> bytes:
        data = b"".join(self._read(message, start, stop) for _, start, stop in message.pieces)[:LONGEST]
        return unstuffed(data, message.line_end) if message.lines else data

    def _read(self, message: Carried, start: int, stop: int) -> bytes:
        return self._talk.read(message.side, start, min(stop, start + LONGEST))
