"""Plain sessions of scripts: what a kernel reads, beside what the conversation does."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from dialogues import play

from dissectors.mail.plain import PlainReader
from dissectors.plain_sessions import PlainSession, Slices, read_sessions
from dissectors.stream import Conversation, Data, MessageBytes, Piece, Side

Said = Sequence[tuple[Side, Piece]]


def slices(said: Said) -> Slices:
    """A session's slices, a piece each, in one buffer."""
    data = [(side, piece) for side, piece in said if isinstance(piece, Data)]
    lengths = [max((piece.stop for side, piece in data if side is wanted), default=0) for wanted in Side]
    start = np.array([piece.start for _, piece in data], np.int64)
    sizes = np.array([len(piece.data) for _, piece in data], np.int64)
    return Slices(np.frombuffer(b"".join(piece.data for _, piece in data), np.uint8),
                  np.array([side for side, _ in data], np.uint8), np.cumsum(sizes) - sizes, start, start + sizes,
                  np.array([0]), np.array([len(data)]), np.array(lengths))


def session(reader: PlainReader, said: Said) -> PlainSession | None:
    """The session, if it is a plain one."""
    return read_sessions(reader, slices(said), 0)[0]


def reads_alike(plain: PlainSession, conversation: Conversation, said: Said) -> bool:
    """Whether the events are those of the conversation, and the messages are where these say."""
    events = play(conversation, said)
    texts = {side: b"".join(piece.data for of, piece in said if of is side and isinstance(piece, Data))
             for side in Side}
    messages = [(event.side, event.start, event.stop,
                 event.stuffed and b"\r\n." in b"\r\n" + texts[event.side][event.start:event.stop])
                for event in events if isinstance(event, MessageBytes)]
    return plain.events() == events and [found for found in plain.messages() if found[1] < found[2]] == messages


def mutated(said: Said, mutations: list[tuple[int, bytes]], replacing: bool) -> list[tuple[Side, Piece]]:
    """The session with other bytes at places that count over both sides."""
    texts = [(side, bytearray(piece.data)) for side, piece in said if isinstance(piece, Data)]
    for place, new in mutations:
        for _, text in texts:
            if place < len(text):
                text[place:place + (len(new) if replacing else 0)] = new
                break
            place -= len(text)
    at, found = [0, 0], []
    for side, text in texts:
        found.append((side, Data(at[side], bytes(text))))
        at[side] += len(text)
    return [*found, *((side, end._replace(start=at[side])) for side, end in said if not isinstance(end, Data))]
