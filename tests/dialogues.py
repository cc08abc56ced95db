"""Dialogues as scripts: `C:` and `S:` lines become pieces of a stream, and events come out."""
from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from dissectors.plain_sessions import PlainSession
from dissectors.stream import Conversation, Data, End, Event, Gap, How, MessageBytes, Piece, Side

SIDES = {"C:": Side.CLIENT, "S:": Side.SERVER}


def pieces(script: str) -> list[tuple[Side, Piece]]:
    """The pieces of a script: a line each, which ends in CRLF.

    `C: text` and `S: text` say it; escapes are Python's; a `\\` at the end takes the CRLF away; `C! 12` loses 12
    bytes; both sides end at the end.
    """
    found: list[tuple[Side, Piece]] = []
    at = [0, 0]
    for line in script.strip("\n").split("\n"):
        mark, text = line.lstrip()[:2], line.lstrip()[3:]
        side = SIDES[mark[0] + ":"]
        piece: Piece
        if mark[1] == "!":
            piece = Gap(at[side], int(text))
        else:
            whole = text[:-1] if text.endswith("\\") else text + "\\r\\n"
            piece = Data(at[side], whole.encode("latin-1").decode("unicode_escape").encode("latin-1"))
        at[side] = piece.stop
        found.append((side, piece))
    return found + [(side, End(at[side], How.FIN)) for side in Side]


def play(conversation: Conversation, said: Iterable[tuple[Side, Piece]]) -> list[Event]:
    """The events of a conversation."""
    return [event for side, piece in said for event in conversation.receive(side, piece)]


def one_side(said: Iterable[tuple[Side, Piece]], side: Side) -> list[tuple[Side, Piece]]:
    """What a capture of one direction has."""
    return [(other, piece) for other, piece in said if other is side]


def cut(said: Iterable[tuple[Side, Piece]], sizes: Callable[[], int]) -> Iterator[tuple[Side, Piece]]:
    """The same bytes in smaller pieces."""
    for side, piece in said:
        if not isinstance(piece, Data):
            yield side, piece
            continue
        start = 0
        while start < len(piece.data):
            size = sizes()
            yield side, Data(piece.start + start, piece.data[start:start + size])
            start += size


def joined(said: Iterable[tuple[Side, Piece]]) -> list[tuple[Side, Piece]]:
    """The same bytes in pieces as large as can be while the sides take turns."""
    found: list[tuple[Side, Piece]] = []
    for side, piece in said:
        before = found[-1] if found else None
        if before and before[0] is side and isinstance(piece, Data) and isinstance(before[1], Data):
            found[-1] = side, Data(before[1].start, before[1].data + piece.data)
        else:
            found.append((side, piece))
    return found


def merged(events: Iterable[Event]) -> list[Event]:
    """Events with neighbouring MessageBytes joined, in the order of each side."""
    found: list[Event] = []
    for side in Side:
        mine: list[Event] = []
        for event in events:
            if event.side is not side:
                continue
            last = mine[-1] if mine else None
            if (isinstance(event, MessageBytes) and isinstance(last, MessageBytes) and last.stop == event.start
                    and last.missing == event.missing):
                mine[-1] = replace(last, stop=event.stop)
            else:
                mine.append(event)
        found += mine
    return found


def check_cuts(make: Callable[[], Conversation], script: str) -> None:
    """Every way of cutting the stream gives the same events."""
    said = joined(pieces(script))
    whole = merged(play(make(), said))
    assert merged(play(make(), cut(said, lambda: 1))) == whole
    for seed in range(20):
        chance = random.Random(seed)
        assert merged(play(make(), cut(said, lambda chance=chance: chance.randint(1, 40)))) == whole


def check_truncations(make: Callable[[], Conversation], script: str) -> None:
    """After any number of pieces the capture may end: every event lies inside of what was sent."""
    said = list(cut(joined(pieces(script)), lambda: 1))[:-2]
    for count in range(len(said)):
        here = said[:count]
        stop = {side: max((piece.stop for other, piece in here if other is side), default=0) for side in Side}
        ends: list[tuple[Side, Piece]] = [(side, End(stop[side], How.CAPTURE)) for side in Side]
        for event in play(make(), here + ends):
            assert 0 <= event.start <= event.stop <= stop[event.side]


def mutated(said: Iterable[tuple[Side, Piece]], seed: int) -> Iterator[tuple[Side, Piece]]:
    """The pieces with bytes changed, some of them lost or in another order."""
    chance = random.Random(seed)
    at = [0, 0]
    for side, piece in said:
        if isinstance(piece, Data):
            data = bytearray(piece.data)
            for _ in range(chance.choice((0, 0, 1, 3))):
                if data:
                    data[chance.randrange(len(data))] = chance.choice(b"\0\r\n .+*-{}()\"\\<>\x16A0\xff")
            loss = chance.random() < 0.1
            changed: Piece = Gap(at[side], len(data)) if loss else Data(at[side], bytes(data))
            at[side] += len(data)
            yield side, changed
        elif isinstance(piece, Gap):
            yield side, Gap(at[side], piece.size)
            at[side] += piece.size
        else:
            yield side, End(at[side], piece.how)


def check_mutations(make: Callable[[], Conversation], script: str, count: int = 300) -> None:
    """Whatever was sent, there are events that lie in the stream, and no exception."""
    said = pieces(script)
    for seed in range(count):
        changed = list(mutated(said, seed))
        stop = {side: max(piece.start if isinstance(piece, End) else piece.stop
                          for other, piece in changed if other is side) for side in Side}
        for event in play(make(), changed):
            assert 0 <= event.start <= event.stop <= stop[event.side]


@dataclass
class ScriptTalk:
    """A Talk of a script: piece n is packet row n, captured n milliseconds after 1970."""
    service: str
    said: list[tuple[Side, Piece]]
    events: list[Event]
    flow: int = 7
    client: str = "192.0.2.1"
    client_port: int = 40000
    server: str = "192.0.2.2"
    server_port: int = 25
    plain: PlainSession | None = None
    rows: list[tuple[Side, Data]] = field(default_factory=list)

    def packet_at(self, side: Side, position: int) -> int:
        """The row of the piece that delivered a byte."""
        for row, (other, piece) in enumerate(self.said):
            if other is side and isinstance(piece, Data) and piece.start <= position < piece.stop:
                return row
        return 0

    def rows_between(self, side: Side, start: int, stop: int) -> list[int]:
        """The rows of the pieces that delivered bytes [start, stop), ascending."""
        return sorted({self.packet_at(side, position) for position in range(start, stop)})

    def time_at(self, row: int) -> int:
        """When a piece was captured."""
        return row * 1_000_000

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """Bytes of one direction."""
        return b"".join(piece.data[max(start - piece.start, 0):max(stop - piece.start, 0)]
                        for other, piece in self.said if other is side and isinstance(piece, Data))


def talk(service: str, make: Callable[[], Conversation], script: str) -> ScriptTalk:
    """A script as a Talk."""
    said = pieces(script)
    return ScriptTalk(service, said, play(make(), said))
