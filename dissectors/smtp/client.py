"""The client's side of an SMTP or LMTP connection: commands, messages, and what AUTH says."""
from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from dissectors.mail.body import Dotted, Passing, pass_counted
from dissectors.mail.ciphertext import is_binary
from dissectors.mail.dialogue import STRANGE_LINES
from dissectors.mail.events import typed
from dissectors.mail.sasl import BASE64, is_response, spaced
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.reader import GapInLine, Reader, Waiting
from dissectors.smtp.shared import LINE, Shared
from dissectors.smtp.states import (
    A_COMMAND,
    AFTER_COMMAND,
    BEFORE_CHUNKS,
    CHUNK,
    COMMAND,
    DISCARDS,
    PROPERTIES,
    VERBS,
    Expect,
    is_command,
)
from dissectors.stream import CLIENT, MessageStart

VERB = 32
HELLOS = frozenset(("EHLO", "HELO", "LHLO"))


class ClientSide(Shared):
    """Reads commands."""

    def read_client(self, reader: Reader) -> Waiting:
        """Commands, and what follows them."""
        while True:
            if self.switched[CLIENT]:
                yield from self.after_switch(CLIENT, reader)
            if self.expect is not A_COMMAND:
                yield from self._SPECIAL[self.expect](self, reader)
                continue
            line = reader.take_line(LINE)
            if line is None:
                yield
                continue
            self._command(line, reader.position - len(line))
            if line[-1] != 10:
                yield from self.rest_of_line(CLIENT, reader, line, LINE)
            if self.strange[CLIENT] >= STRANGE_LINES:
                yield from reader.drain()

    def _command(self, line: bytes, start: int) -> None:
        words = typed(line).split(None, 1)
        word = words[0].upper() if words else b""
        verb = "AUTH" if word.startswith(b"AUTH=") else word[:VERB].decode("ascii", "replace")
        self.strange[CLIENT] = 0 if verb in VERBS else self.strange[CLIENT] + 1
        secret = None
        if verb == "AUTH":
            self.sasl, secret = Sasl.begin(spaced(line))
        if verb in DISCARDS:
            self.drop_chunks(start)
            self.pairing.begin_anew()
        if verb in BEFORE_CHUNKS:
            self.torn = False
        number = self.say(verb, line, start, start + len(line), secret)
        self.line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"   # as a hand types it
        self.expect = AFTER_COMMAND.get(verb, A_COMMAND)
        if verb == "STARTTLS":
            self.switched[CLIENT] = True   # as it seems where the server's side is not captured
        elif verb == "DATA":
            self.data_begins(number)
        elif verb in HELLOS:
            self.lmtp = verb == "LHLO"    # RFC 2033 4.1
        elif verb == "XEXCH50" and (announced := PROPERTIES.match(line)):
            self.properties = int(announced[1])
        elif verb == "BDAT" and (chunk := CHUNK.match(line)):
            self._chunk_announced(int(chunk[1]), chunk[2] is not None, number, start + len(line))
            if self.lmtp and chunk[2]:
                self.last_chunks.append(number)

    def _footing(self, reader: Reader) -> Waiting:
        """At the start, and behind missing bytes: is it a command, or in the middle of a message?"""
        line = reader.glance(LINE)
        if line is not None and self.said == "334" and not COMMAND.match(line):
            self.begin_responses()
            return
        if line is not None and (COMMAND.match(line) or (self.expect is Expect.START and self.pairing.synced)):
            self.expect = A_COMMAND
            return
        if line is not None and is_binary(line):
            reader.skip(len(line))
            self.problem(CLIENT, reader.position - len(line), reader.position, "neither a command nor a message")
            return
        two = reader.glance_two(LINE)
        if two is None:
            yield
        elif COMMAND.match(two[1]) and not self.replies and is_response(two[0]):
            self.begin_responses()
        elif COMMAND.match(two[1]):
            reader.skip(len(two[0]))
            self.problem(CLIENT, reader.position - len(two[0]), reader.position, "the line's start is missing")
            self.expect = A_COMMAND
        else:
            self.data, self.finished = None, False
            yield from self._message(reader)

    def _after_data(self, reader: Reader) -> Waiting:
        if self.wanted is None:
            try:
                line = reader.glance(LINE)
                if line is None:
                    yield
                    return
                # the server's side was not captured: RFC 5321 4.1.1.4 lets nothing but the message follow a DATA
                # that is accepted
                self.wanted = not COMMAND.match(line)
            except GapInLine:
                self.wanted = True
        self.expect = Expect.MESSAGE if self.wanted else A_COMMAND

    def _message(self, reader: Reader) -> Waiting:
        whole = self.data is not None
        if not reader.size:
            yield from self._until_message(reader)
        self.expect = Expect.MESSAGE
        message = self._open(reader.position, self.data, stuffed=True)
        message.lossy = not whole
        try:
            dot = yield from Dotted(reader, message, self.line_end, self._resumes, self._has_ended).passed()
        except EOFError:
            message.close(reader.position, False)
            raise
        self.expect = A_COMMAND
        message.close(reader.position - len(dot))
        if not dot:
            self.pairing.lose_commands()
            return
        replies = 1
        if self.lmtp:       # RFC 2033 4.2
            replies, self.accepted = max(1, self.accepted), 0
        self.say(".", dot, reader.position - len(dot), reader.position, replies=replies)

    def _until_message(self, reader: Reader) -> Waiting:
        try:
            yield from reader.ready()
        except GapInLine:
            return      # the message's first bytes are missing; they count

    def _open(self, start: int, command: int | None, stuffed: bool) -> Passing:
        return self.open_message(MessageStart(side=CLIENT, start=start, stop=start, key=self.messages,
                                              command=command, line_end=self.line_end), stuffed)

    def _has_ended(self) -> bool:
        return self.finished

    def _resumes(self, head: bytes) -> bool:
        """Whether commands go on: the server has taken the message; where it was not captured, by their looks."""
        return self.finished or (not self.replies and COMMAND.match(head) is not None)

    def _chunk_announced(self, size: int, last: bool, number: int, at: int) -> None:
        if self.message is None:
            self.message = self._open(at, number, stuffed=False)
            self.message.lossy = self.torn
        self.chunk = size, last
        self.expect = Expect.CHUNK

    def _chunk(self, reader: Reader) -> Waiting:
        message, (size, last) = self.message, self.chunk
        assert message is not None
        yield from pass_counted(reader, message, size)
        self.expect = A_COMMAND
        if last:
            message.close(reader.position)
            self.message = None

    def _properties(self, reader: Reader) -> Waiting:
        while self.properties:
            start, stop, _ = yield from reader.run(self.properties)
            self.properties -= stop - start
        self.expect = A_COMMAND

    def _auth(self, reader: Reader) -> Waiting:
        line = reader.glance(LINE)
        if line is None:
            yield
        elif self.wanted or (not is_command(line) and (self.wanted is None or BASE64.match(line))):
            # a client may send its password although the server refuses
            reader.skip(len(line))
            self.respond(line)
        else:
            self.expect = A_COMMAND

    _SPECIAL: ClassVar[dict[Expect, Callable[[ClientSide, Reader], Waiting]]] = {
        Expect.START: _footing, Expect.LOST: _footing, Expect.AUTH: _auth, Expect.AFTER_DATA: _after_data,
        Expect.MESSAGE: _message, Expect.CHUNK: _chunk, Expect.PROPERTIES: _properties}
