"""Conversations: drives a flow's pieces through its service's conversation, through TLS after STARTTLS and through
DEFLATE after COMPRESS."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from analyzer.guard import Guard
from analyzer.inflated import InflatedStream, Unpacking
from analyzer.stream import Stream
from dissectors.mail.events import Compressed, Reply
from dissectors.mail.trees import lines
from dissectors.registry import Context, Dissector, Registry
from dissectors.stream import Conversation, Data, End, Event, Gap, MessageBytes, Piece, Problem, Side, StartTls

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

LIKELY = 0.5
"""From this likelihood on, what follows STARTTLS is TLS."""


class Driver:
    """Gives a flow's pieces to the conversation of its service.

    After StartTls the pieces from its positions on go to TLS where they look like TLS, and else to a new conversation
    of the same service: some captures are of sessions that were decrypted, or that only claim to be.

    Attributes:
        events: what was said so far.
        changes: from which event on which protocol is spoken.
        encrypted: whether it is TLS now, after something else.
        tls_from: from where on both sides are TLS then.
        unpacking: what unpacks both sides where they are compressed from a place on.
    """

    def __init__(self, service: Dissector, registry: Registry, context: Context) -> None:
        self._service, self._registry, self._context = service, registry, context
        self._conversation = _started(service, context)
        self._switch: StartTls | None = None
        self._undecided = False
        self.unpacking: Unpacking | None = None
        self.events: list[Event] = []
        self.changes = {0: service.name}
        self.encrypted = False
        self.tls_from: tuple[int, int] | None = None

    def receive(self, side: Side, piece: Piece) -> None:
        """Adds the events that a piece completes."""
        if self._switch is not None:
            rest = _from(piece, self._switch.server_at if side else self._switch.client_at)
            if rest is None:
                return
            if self._undecided:
                if not isinstance(rest, Data):
                    return
                self._decide(side, rest.data)
            piece = rest
        if self.unpacking is None:
            self._say(side, piece)
            return
        for part in self.unpacking.receive(side, piece):
            self.events += self._conversation.receive(side, part)

    def _say(self, side: Side, piece: Piece) -> None:
        for event in self._conversation.receive(side, piece):
            self.events.append(event)
            if isinstance(event, StartTls | Compressed):
                self._change(side, piece, event)

    def _change(self, side: Side, piece: Piece, event: StartTls | Compressed) -> None:
        """What stands behind the event's positions is something else, in this piece too."""
        if isinstance(event, Compressed):
            self.unpacking = Unpacking(event)
        elif not self.encrypted:
            self._switch, self._undecided = event, True
        else:
            return
        rest = _from(piece, event.server_at if side else event.client_at)
        if rest is not None:
            self.receive(side, rest)

    def _decide(self, side: Side, data: bytes) -> None:
        self._undecided = False
        tls = self._registry.get("tls")
        seen = self._switch is not None and self._switch.seen
        is_tls = tls is not None and (seen or tls.likelihood(*((b"", data) if side else (data, b""))) >= LIKELY)
        self.encrypted = is_tls
        if is_tls and self._switch is not None:
            self.tls_from = self._switch.client_at, self._switch.server_at
        self.changes[len(self.events)] = "tls" if is_tls else self._service.name
        self._conversation = _started(tls if tls is not None and is_tls else self._service, self._context)


def _started(dissector: Dissector, context: Context) -> Conversation:
    conversation = dissector.conversation(context)
    if conversation is None:
        raise TypeError(f"{dissector.name} has no conversation")
    return conversation


def _from(piece: Piece, position: int) -> Piece | None:
    """What of a piece lies at or behind a position."""
    if isinstance(piece, End) or piece.start >= position:
        return piece
    if piece.stop <= position:
        return None
    if isinstance(piece, Gap):
        return Gap(position, piece.stop - position)
    return Data(position, piece.data[position - piece.start:])


class Talk:
    """One flow's conversation: its events, and where they are in the capture.

    Attributes:
        flow, service: the flow's number and the name of its service.
        client, client_port, server, server_port: the two ends.
        plain: the session, where it was found to be a plain one.
        stream: the bytes.
        encrypted: whether some of it was TLS.
        tls_from: from where on both sides are TLS, behind something else; None where they are not.
    """

    def __init__(self, stream: Stream, ends: tuple[str, str], service: Dissector, registry: Registry, context: Context,
                 guard: Guard, plain: PlainSession | None = None) -> None:
        """Reads the conversation, unless it is known to be a plain session. `ends`: the addresses of client and
        server."""
        self.flow, self.service = stream.flow, service.name
        self.client, self.server = ends
        self.stream: Stream | InflatedStream = stream
        self.client_port, self.server_port = context.source_port, context.destination_port
        self.plain = plain
        if plain is not None:
            self._changes, self.encrypted, self.tls_from = {0: service.name}, False, None
            return
        driver = Driver(service, registry, context)
        self.events, self._changes = driver.events, driver.changes
        with guard.against(f"flow {self.flow}") as fault:
            for side, piece in stream.pieces():
                driver.receive(side, piece)
        if driver.unpacking is not None:
            self.stream = InflatedStream(stream, driver.unpacking)
            self.events += driver.unpacking.problems()
        if fault.text:
            self.events.append(Problem(side=Side.CLIENT, start=0, stop=0, reason=fault.text))
        self.encrypted = driver.encrypted or service.name == "tls"
        self.tls_from = driver.tls_from

    @cached_property
    def events(self) -> list[Event]:
        """What was said, in the order in which it completed."""
        return self.plain.events() if self.plain is not None else []

    def packet_at(self, side: Side, position: int) -> int:
        """The row of the packet that delivered a byte."""
        return self.stream.packet_at(side, position)

    def rows_between(self, side: Side, start: int, stop: int) -> list[int]:
        """The rows of the packets that delivered bytes [start, stop) of one direction, ascending."""
        return self.stream.rows_between(side, start, stop)

    def time_at(self, row: int) -> int:
        """When a packet was captured, in nanoseconds since 1970."""
        return self.stream.owner.table.columns.item("time", row)

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """Bytes of one direction; missing ones are left out."""
        return self.stream.read(side, start, stop)

    def rows_of(self, event: Event) -> list[int]:
        """The rows of the packets that delivered an event's bytes, in order of the stream."""
        return [row for row, _, _ in self.stream.parts(event.side, event.start, event.stop)]

    @cached_property
    def events_by_row(self) -> dict[int, list[tuple[str, Event]]]:
        """The events that each packet completed, with their protocols; each has its own part of a message's bytes."""
        found: dict[int, list[tuple[str, Event]]] = {}
        protocol = self.service
        for number, event in enumerate(self.events):
            protocol = self._changes.get(number, protocol)
            if isinstance(event, MessageBytes) and not event.missing:
                for row, start, stop in self.stream.parts(event.side, event.start, event.stop):
                    found.setdefault(row, []).append((protocol, event.part(start, stop)))
            elif event.stop > event.start:
                for row, part in self._by_lines(event):
                    found.setdefault(row, []).append((protocol, part))
        return found

    def _by_lines(self, event: Event) -> Iterator[tuple[int, Event]]:
        """An event with the packet that completed it; of a reply in several packets, the lines that each completed
        (RFC 5321 4.2.1)."""
        if not isinstance(event, Reply) or event.line.find(b"\n") + 1 in (0, event.stop - event.start):
            yield self.packet_at(event.side, event.stop - 1), event
            return
        done = 0
        ends = (at + len(line) for at, line in lines(event.line))
        for row, group in groupby(ends, lambda end: self.packet_at(event.side, event.start + end - 1)):
            *_, end = group
            yield row, replace(event, start=event.start + done, stop=event.start + end, line=event.line[done:end])
            done = end
