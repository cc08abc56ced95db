"""What reads the mutated input: everything that the program does with a conversation or a message."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import partial
from operator import itemgetter
from random import Random

from analyzer.commands import command_rows
from analyzer.emails import emails
from analyzer.mail import email_row, told_by
from dissectors.mime import parse
from dissectors.plain_sessions import PlainSession
from dissectors.registry import Context, Registry
from dissectors.stream import Data, Event, Piece, Side
from fuzzing.mutations import conversation, mutated
from fuzzing.seeds import Turns, conversations, messages

Said = list[tuple[Side, Piece]]
REGISTRY = Registry()


class PiecesTalk:
    """A conversation of which piece n was captured as packet n."""

    flow, client, client_port, server, server_port = 0, "192.0.2.1", 40000, "192.0.2.2", 25

    def __init__(self, service: str, said: Said) -> None:
        self.service = service
        self.events: list[Event] = []
        self.plain: PlainSession | None = None
        self._numbered: list[list[tuple[int, int, bytes]]] = [[], []]
        for number, (side, piece) in enumerate(said):
            if isinstance(piece, Data):
                self._numbered[side].append((piece.start, number, piece.data))

    def packet_at(self, side: Side, position: int) -> int:
        """The number of the piece with a byte."""
        pieces = self._numbered[side]
        return pieces[max(bisect_right(pieces, position, key=itemgetter(0)) - 1, 0)][1] if pieces else 0

    def rows_between(self, side: Side, start: int, stop: int) -> list[int]:
        """The numbers of the pieces with bytes [start, stop)."""
        pieces = self._numbered[side]
        first = max(bisect_right(pieces, start, key=itemgetter(0)) - 1, 0)
        return [number for _, number, _ in pieces[first:bisect_left(pieces, stop, key=itemgetter(0))]]

    def time_at(self, row: int) -> int:
        """A millisecond a piece."""
        return row * 1_000_000

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """The bytes that are there."""
        pieces = self._numbered[side]
        first = max(bisect_right(pieces, start, key=itemgetter(0)) - 1, 0)
        last = bisect_left(pieces, stop, key=itemgetter(0))
        return b"".join(data[max(start - at, 0) : max(stop - at, 0)] for at, _, data in pieces[first:last])


def read_conversation(service: str, said: Said) -> None:
    """Events, commands, emails with their rows, and the trees of the events."""
    dissector = REGISTRY.get(service)
    assert dissector is not None
    context = Context(transport="tcp")
    reader = dissector.conversation(context)
    assert reader is not None
    talk = PiecesTalk(service, said)
    reached = [0, 0]
    for side, piece in said:
        reached[side] = max(reached[side], piece.stop if not hasattr(piece, "how") else piece.start)
        talk.events += reader.receive(side, piece)
    for event in talk.events:
        assert 0 <= event.start <= event.stop <= reached[event.side], event
        data = talk.read(event.side, event.start, event.stop)
        dissector.event_info(event, data)
        for _ in dissector.describe_event(event, data, context):
            pass
    for _ in command_rows(talk):
        pass
    for email in emails(talk):
        content = email.bytes()
        assert len(content) <= reached[email.side]
        rows = email.rows()
        email_row(email, rows[0], rows[-1], told_by(content))


def read_message(data: bytes) -> None:
    """Its row's columns, and the text of each part that has no others."""
    message = parse(data)
    told_by(data)
    for part in message.parts:
        assert 0 <= part.start <= part.stop <= len(part.data)
        if not part.children:
            part.text()
        assert part.filename is None or part.filename


def targets() -> dict[str, Callable[[Random], Callable[[], None]]]:
    """By name: makes an input and gives what reads it."""
    found = {service: partial(_conversation_target, service, seeds) for service, seeds in conversations().items()}
    return {**found, "mime": partial(_message_target, messages())}


def _conversation_target(service: str, seeds: list[Turns], chance: Random) -> Callable[[], None]:
    return partial(read_conversation, service, conversation(chance.choice(seeds), chance, seeds))


def _message_target(seeds: list[bytes], chance: Random) -> Callable[[], None]:
    return partial(read_message, mutated(chance.choice(seeds), chance, seeds))
