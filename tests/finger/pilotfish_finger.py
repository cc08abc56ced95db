"""Finger (RFC 1288): one line asks about users, the answer is text until the connection closes."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field, Kind, Spec
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Data, Event, Piece, Side, event

QUERY = Spec("finger.query", "Query", Kind.TEXT)
RESPONSE = Spec("finger.response", "Response", Kind.TEXT)
LONGEST_QUERY = 1024


@event
class Line(Event):
    """The query's line, or a part of the answer."""


class _Finger:
    def __init__(self) -> None:
        self._query = b""
        self._asked = False

    def receive(self, side: Side, piece: Piece) -> Iterator[Event]:
        if not isinstance(piece, Data):
            return
        if side is Side.SERVER:
            yield Line(side=side, start=piece.start, stop=piece.stop)
        elif not self._asked:
            self._query += piece.data[:LONGEST_QUERY]
            if b"\r\n" in self._query:
                self._asked = True
                yield Line(side=side, start=0, stop=self._query.index(b"\r\n") + 2)


class Finger(Dissector):
    """The dissector that the entry point names."""
    name = "finger"
    label = "Finger"
    fields = (QUERY, RESPONSE)
    claims = (Claim("tcp.port", 79),)

    def conversation(self, context: Context) -> Conversation:
        return _Finger()

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        spec = RESPONSE if event.side else QUERY
        yield Field(spec, data.decode("utf-8", "replace").rstrip("\r\n"), 0, len(data))

    def event_info(self, event: Event, data: bytes) -> str:
        return ("Answer: " if event.side else "Query: ") + data.decode("utf-8", "replace").strip()
