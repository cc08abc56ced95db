"""Dialogue: a conversation of two sides, each read by a generator of its own; neither ever waits for the other."""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable

from dissectors.mail.body import Passing
from dissectors.mail.ciphertext import FAR_ENOUGH, LOOKED_AT, RecordSearch, begins_with_record, is_binary, may_be_record
from dissectors.mail.events import Command
from dissectors.mail.proxy import LONGEST_LINE, header_size, is_line
from dissectors.reader import GapInLine, Reader, Waiting
from dissectors.stream import CLIENT, SERVER, Event, MessageStart, Piece, Problem, Side, StartTls
from dissectors.tls.head import HEADER, is_record

HEAD = 3
"""Bytes by which it is decided what follows a change."""
STRANGE_LINES = 200
"""Lines in a row that are none of the protocol, after which a side is no longer read."""


def looks_like_text(head: bytes) -> bool:
    """Whether a line of text begins so, and not a TLS record or a DEFLATE block."""
    return all(32 <= byte < 127 or byte in b"\r\n\t" for byte in head)


class Dialogue(ABC):
    """What the conversations of the mail protocols share. A protocol has `read_client` and `read_server`, generators
    that yield while they wait; they run again from their start after missing bytes."""

    def __init__(self) -> None:
        self.client = Reader()
        self.server = Reader()
        self.events: list[Event] = []
        self.switched = [False, False]
        """For each side: what comes next may be TLS."""
        self.tls_noted = False
        self.client_hidden = False
        self.legible = False
        """Whether a side has said something that is text."""
        self.commands = 0
        self.replies = 0
        self.messages = 0
        self.strange = [0, 0]
        """For each side: lines in a row that the protocol does not know."""
        self._parsers = self._run(CLIENT, self.client), self._run(SERVER, self.server)

    def receive(self, side: Side, piece: Piece) -> Iterable[Event]:
        """Takes the next piece of a side and gives the events that it completes; never raises on input."""
        (self.server if side else self.client).feed(piece)
        next(self._parsers[side], None)
        events, self.events = self.events, []
        return events

    @abstractmethod
    def read_client(self, reader: Reader) -> Waiting:
        """Reads what the client sends."""

    @abstractmethod
    def read_server(self, reader: Reader) -> Waiting:
        """Reads what the server sends."""

    @abstractmethod
    def lost(self, side: Side) -> None:
        """Bytes of that side are missing outside of a message."""

    def closed(self, side: Side) -> None:  # noqa: B027  (a hook: most protocols have nothing to do)
        """That side has ended."""

    def emit(self, event: Event) -> None:
        """Adds an event to what the current piece completes."""
        self.events.append(event)

    def problem(self, side: Side, start: int, stop: int, reason: str) -> None:
        """Says what is wrong at [start, stop), where that is not empty."""
        if start < stop:
            self.events.append(Problem(side=side, start=start, stop=stop, reason=reason))

    def open_message(self, start: MessageStart, stuffed: bool = False) -> Passing:
        """A message begins; its key must be `self.messages`."""
        self.messages += 1
        return Passing(self.emit, start, stuffed)

    def start_tls(self, client_at: int, server_at: int, seen: bool = False) -> None:
        """From these positions on TLS may follow (RFC 3207, RFC 2595, RFC 9051 6.2.1)."""
        if not self.tls_noted:
            self.tls_noted = True
            self.emit(StartTls(side=SERVER, start=server_at, stop=server_at, client_at=client_at,
                               server_at=server_at, seen=seen))
        self.switch()

    def _tls_seen(self, side: Side, at: int) -> None:
        """From position `at` of a side on there are records; the other side's follow what it has said."""
        self.client_hidden = True
        other = self.client if side else self.server
        self.start_tls(other.received if side else at, at if side else other.received, seen=True)

    def switch(self) -> None:
        """What comes next on both sides may be something else; half a line of the client has no meaning any more."""
        self.switched = [True, True]
        if not self.client_hidden:
            self.problem(CLIENT, self.client.position, self.client.received, "sent before the server agreed")
            self.client.skip(self.client.size)

    def after_switch(self, side: Side, reader: Reader) -> Waiting:
        """Decides by the first bytes whether text follows; if not, the side is not read on."""
        yield from reader.ready()
        head = yield from reader.peek(HEAD)
        self.switched[side] = False
        if looks_like_text(head):
            return
        if side is CLIENT:
            self.client_hidden = True
        if is_record(head) and not self.tls_noted:     # the other side was not captured, or later
            self._tls_seen(side, reader.position)
        yield from reader.drain()

    def _pass_proxy(self, reader: Reader) -> Waiting:
        """Passes over a proxy's header, to which nobody replies."""
        yield from reader.ready()
        while (size := header_size(reader.head(LONGEST_LINE))) is None:
            try:
                reader.check()
            except (GapInLine, EOFError):
                return
            yield
        header = yield from reader.exact(size)
        if is_line(header):
            self.emit(Command(side=CLIENT, start=reader.position - size, stop=reader.position, number=self.commands,
                              verb="PROXY", line=header))
            self.commands += 1

    def _settle(self, side: Side, reader: Reader) -> Waiting:
        """At the start, and behind missing bytes: TLS may have begun in what was not captured. What is neither text
        nor surely TLS is held back for a while."""
        yield from reader.ready()
        if may_be_record(reader.head(1)):
            yield from reader.peek(HEADER)
            if begins_with_record(reader.head(FAR_ENOUGH)):
                self._tls_seen(side, reader.position)
                yield from reader.drain()
        if not is_binary(reader.head(LOOKED_AT)):
            self.legible = True
        search = RecordSearch(reader)
        while not self.legible and reader.size < FAR_ENOUGH:
            at = search.found(reader)
            if at is not None:
                self.problem(side, reader.position, at, "what begins before the captured bytes")
                reader.skip(at - reader.position)
                self._tls_seen(side, at)
                yield from reader.drain()
            try:
                reader.check()
            except (GapInLine, EOFError):
                return
            yield

    def strange_line(self, side: Side, reader: Reader, line: bytes, reason: str) -> Waiting:
        """A line that is none of the protocol; after many in a row the side is given up."""
        self.problem(side, reader.position - len(line), reader.position, reason)
        self.strange[side] += 1
        if self.strange[side] >= STRANGE_LINES:
            yield from reader.drain()

    def known_line(self, side: Side) -> None:
        """A line of the protocol."""
        self.strange[side] = 0

    def rest_of_line(self, side: Side, reader: Reader, line: bytes, limit: int) -> Waiting:
        """Passes over what is left of a line that is longer than its limit."""
        start = reader.position
        while not line.endswith(b"\n"):
            line = yield from reader.line(limit)
        self.problem(side, start, reader.position, "the line is too long")

    def _run(self, side: Side, reader: Reader) -> Generator[None, None, None]:
        read = self.read_server if side else self.read_client
        while True:
            try:
                if side is CLIENT and reader.position == 0:
                    yield from self._pass_proxy(reader)
                yield from self._settle(side, reader)
                yield from read(reader)
            except GapInLine as gap:
                before, _, _ = reader.skip_gap()
                self.problem(side, gap.start - len(before), gap.start, "the line's end is missing")
                self.problem(side, gap.start, gap.stop, "bytes are missing")
                self.lost(side)
            except EOFError:
                self.problem(side, reader.position, reader.received, "the stream ends here")
                reader.skip(reader.size)
                self.closed(side)
                return
