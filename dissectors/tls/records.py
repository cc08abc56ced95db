"""Walks TLS records (RFC 8446 5.1) up to where each side begins to encrypt."""
from __future__ import annotations

from collections.abc import Generator, Iterable

from dissectors.reader import GapInLine, Reader, Waiting
from dissectors.stream import Event, Piece, Problem, Side
from dissectors.tls.events import ClientHello, Encrypted, ServerHello
from dissectors.tls.head import APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, HEADER, is_record
from dissectors.tls.hello import CLIENT_HELLO, read_hello

HELLO = 1 << 16
"""Bytes of a hello message, over several records, that are looked at."""


class TlsConversation:
    """One TLS connection that is not decrypted: hello messages, and from where on nothing can be read."""

    def __init__(self) -> None:
        self._readers = Reader(), Reader()
        self._events: list[Event] = []
        self._parsers = self._run(Side.CLIENT), self._run(Side.SERVER)

    def receive(self, side: Side, piece: Piece) -> Iterable[Event]:
        """Takes the next piece of a side and gives the events that it completes; never raises on input."""
        self._readers[side].feed(piece)
        next(self._parsers[side], None)
        events, self._events = self._events, []
        return events

    def _run(self, side: Side) -> Generator[None, None, None]:
        reader = self._readers[side]
        try:
            yield from self._records(side, reader)
            yield from reader.drain()
        except GapInLine:
            # where the next record begins is not known; in the handshake's middle, all that matters follows encrypted
            self._encrypted(side, reader)
            yield from self._drained(reader)
        except EOFError:
            return

    def _drained(self, reader: Reader) -> Waiting:
        try:
            yield from reader.drain()
        except EOFError:
            return

    def _records(self, side: Side, reader: Reader) -> Waiting:
        hello, first = b"", reader.position
        seen = False
        while True:
            yield from reader.ready()
            start = reader.position
            header = yield from reader.exact(HEADER)
            if not is_record(header):
                self._events.append(Problem(side=side, start=start, stop=reader.position, reason="no TLS record"))
                return
            if header[0] in (CHANGE_CIPHER_SPEC, APPLICATION_DATA):
                self._events.append(Encrypted(side=side, start=start, stop=start))
                return
            content = yield from reader.exact(int.from_bytes(header[3:5], "big"))
            if header[0] == HANDSHAKE and not seen:
                first = first if hello else start
                hello += content
                seen = self._hello(side, hello, first, reader.position)

    def _hello(self, side: Side, data: bytes, start: int, stop: int) -> bool:
        """Tells a hello message that is whole; True where no more of it is wanted."""
        whole = len(data) >= 4 and len(data) >= 4 + int.from_bytes(data[1:4], "big")
        if not whole and len(data) < HELLO:
            return False
        found = read_hello(data[:4 + int.from_bytes(data[1:4], "big")])
        if found is not None and found.kind == CLIENT_HELLO:
            self._events.append(ClientHello(side=side, start=start, stop=stop, version=found.version,
                                            server_name=found.server_name, protocols=found.protocols))
        elif found is not None:
            self._events.append(ServerHello(side=side, start=start, stop=stop, version=found.version))
        return True

    def _encrypted(self, side: Side, reader: Reader) -> None:
        _, start, _ = reader.skip_gap()
        self._events.append(Encrypted(side=side, start=start, stop=start))
