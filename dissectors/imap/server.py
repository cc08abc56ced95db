"""The server's side of an IMAP connection: untagged, tagged and continuation responses, FETCH's messages."""
from __future__ import annotations

from collections.abc import Generator

from dissectors.imap.events import Compressed, Continue, Greeting, Reply, Untagged
from dissectors.imap.fetch import FetchReader
from dissectors.imap.grammar import literal_of
from dissectors.imap.shared import LINE, Shared
from dissectors.imap.states import EAGER, GREETINGS, RESPONSE, TAGGED, UNTAGGED
from dissectors.mail.body import Passing, pass_counted
from dissectors.reader import GapInLine, Reader, Waiting
from dissectors.stream import CLIENT, SERVER, MessageStart


class ServerSide(Shared):
    """Reads responses."""

    def responses_of(self, reader: Reader) -> Waiting:
        """Reads what the server sends."""
        while True:
            if self.switched[SERVER]:
                yield from self.after_switch(SERVER, reader)
            if self.torn[SERVER]:
                self.shaky = True
                yield from self.footing(SERVER, reader, RESPONSE)
            line = reader.take_line(LINE)
            if line is None:
                yield
                continue
            yield from self._response_line(reader, line, reader.position - len(line))
            if line[-1] != 10:
                yield from self.rest_of_line(SERVER, reader, line, LINE)

    def _response_line(self, reader: Reader, line: bytes, start: int) -> Waiting:
        if line[:1] == b"+":
            self.known_line(SERVER)
            self.continued = True
            self.emit(Continue(side=SERVER, start=start, stop=reader.position, line=line))
        elif found := UNTAGGED.match(line):
            self.known_line(SERVER)
            yield from self._untagged(reader, line, start, found[2].upper().decode("ascii"),
                                      int(found[1]) if found[1] else None, found.end())
        elif found := TAGGED.match(line):
            self.known_line(SERVER)
            self._tagged(found[1].decode("ascii", "replace"), found[2].upper().decode("ascii"), line, start)
        elif line.strip():
            yield from self.strange_line(SERVER, reader, line, "no response")

    def _tagged(self, tag: str, status: str, line: bytes, start: int) -> None:
        number = self.replies
        self.replies += 1
        command = self.finish(tag, number)
        if status != "OK":
            self.refuse(tag)
        self.greeted, self.shaky = True, self.shaky and command is None
        stop = self.server.position
        self.emit(Reply(side=SERVER, start=start, stop=stop, number=number, status=status, line=line,
                        to=command[0] if command else None, tag=tag))
        if status != "OK" or command is None:
            return
        if command[1] == "STARTTLS":
            self.start_tls(self.client.received, stop)
        elif command[1] == "COMPRESS":
            self.emit(Compressed(side=SERVER, start=stop, stop=stop, client_at=self.client.received,
                                 server_at=stop))
            self.client.skip(self.client.size)      # who unpacks the stream gives these bytes again
            self.server.skip(self.server.size)

    def _untagged(self, reader: Reader, line: bytes, start: int, name: str, value: int | None, at: int) -> Waiting:
        if not self.greeted and name in GREETINGS and self._may_greet(start):
            self.greeted, self.torn[CLIENT] = True, False
            self.emit(Greeting(side=SERVER, start=start, stop=reader.position, number=self.replies, status=name,
                               line=line, tag="*"))
            self.replies += 1
            return
        to = self.answered(name)
        if name in ("FETCH", "UIDFETCH"):   # RFC 9586 3.3: UIDFETCH has the uid where FETCH has the number
            fetch = FetchReader(None if name == "UIDFETCH" else value, start, to, self._open_fetched)
            if name == "UIDFETCH":
                fetch.uid = value
            yield from self._fetch(reader, fetch, line, start, at)
            return
        try:
            while (literal := literal_of(line)) is not None:
                yield from self.pass_over(reader, literal.size)
                line = yield from reader.line(LINE)
        finally:
            self.emit(Untagged(side=SERVER, start=start, stop=reader.position, name=name, value=value, to=to))

    def _may_greet(self, start: int) -> bool:
        """Whether a line is perhaps the greeting: a client's line may have been captured before it."""
        return not self.in_progress or (start == 0 and all(verb in EAGER for _, verb in self.in_progress.values()))

    def _fetch(self, reader: Reader, fetch: FetchReader, text: bytes, position: int, at: int) -> Waiting:
        try:
            while True:
                literal = literal_of(text)
                fetch.chunk(text, position, at, literal.at if literal else len(text))
                if literal is None:
                    break
                yield from self._literal(reader, fetch.literal(reader.position), literal.size)
                text = yield from reader.line(LINE)
                position, at = reader.position - len(text), 0
        finally:
            self.emit(fetch.event(reader.position))

    def _literal(self, reader: Reader, message: Passing | None, size: int) -> Waiting:
        if message is None:
            yield from self.pass_over(reader, size)
            return
        try:
            yield from pass_counted(reader, message, size)
        except EOFError:
            message.close(reader.position, False)
            raise
        message.close(reader.position, not self.shaky or (yield from self._list_goes_on(reader)))

    def _list_goes_on(self, reader: Reader) -> Generator[None, None, bool]:
        """Whether what follows a literal may follow one in a FETCH response (RFC 9051 9: msg-att)."""
        try:
            yield from reader.ready()
        except (GapInLine, EOFError):
            return True     # nothing tells; who reads on meets it again
        return reader.head(1) in (b" ", b")")

    def _open_fetched(self, position: int, partial: bool, offset: int, command: int | None) -> Passing:
        return self.open_message(MessageStart(side=SERVER, start=position, stop=position, key=self.messages,
                                              command=command, partial=partial, offset=offset))
