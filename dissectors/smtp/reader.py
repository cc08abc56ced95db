"""Reads both sides of an SMTP or LMTP connection."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import ClassVar

from dissectors.mail.body import Dotted, Passing, pass_counted
from dissectors.mail.dialogue import STRANGE_LINES, Dialogue
from dissectors.mail.events import typed
from dissectors.mail.pairing import WAITING, Pairing
from dissectors.mail.sasl import BASE64
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.reader import GapInLine, Reader, Waiting
from dissectors.smtp.events import Command, Greeting, Reply
from dissectors.smtp.states import (
    A_COMMAND,
    AFTER_COMMAND,
    ANCHORS,
    BEFORE_CHUNKS,
    CHUNK,
    COMMAND,
    DISCARDS,
    GREETINGS,
    VERBS,
    Expect,
)
from dissectors.stream import CLIENT, SERVER, MessageStart, Side

LINE = 16384
"""RFC 4954 4.3: responses of AUTH may have 12288 bytes; all other lines are shorter (RFC 5321 4.5.3.1)."""
REPLY_LINES = 1000
COMMAND_DUE = frozenset((A_COMMAND, Expect.LOST, Expect.START))
CODE_ENDS = frozenset((b" ", b"-", b"\r", b"\n"))
VERB = 32


class SmtpConversation(Dialogue):
    """One SMTP connection."""

    def __init__(self) -> None:
        super().__init__()
        self.pairing = Pairing(ANCHORS)
        self.expect = Expect.START
        self.sasl = Sasl("", 0)
        self.lmtp = False
        self.accepted = 0           # recipients of the current mail
        self.line_end = b"\r\n"     # what the lines of the message end in
        self.data: int | None = None            # the number of the last DATA
        self.wanted: bool | None = None         # whether the server wants its message; None: has not said
        self.message: Passing | None = None     # one of which more chunks come
        self.chunk = 0, False                   # size, whether the last one
        self.last_chunks: deque[int] = deque(maxlen=WAITING)    # the numbers of BDAT LAST, for LMTP's replies
        self.finished = False                   # the server replied while the message was read
        self.fresh_server = True                # it has not said anything
        self.torn = True                        # chunks of the current mail may be missing

    # client -----------------------------------------------------------------------------------------------------
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
        verb = word[:VERB].decode("ascii", "replace")
        self.strange[CLIENT] = 0 if verb in VERBS else self.strange[CLIENT] + 1
        secret = None
        if verb == "AUTH":
            self.sasl, secret = Sasl.begin(line)
        if verb in DISCARDS:
            self._drop_chunks(start)
            self.pairing.begin_anew()
        if verb in BEFORE_CHUNKS:
            self.torn = False
        number = self._say(verb, line, start, start + len(line), secret)
        self.line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"   # as a hand types it
        self.expect = AFTER_COMMAND.get(verb, A_COMMAND)
        if verb == "STARTTLS":
            self.switched[CLIENT] = True   # as it seems where the server's side is not captured
        elif verb == "DATA":
            self._data_begins(number)
        elif verb == "LHLO":
            self.lmtp = True    # RFC 2033 4.1
        elif verb == "BDAT" and (chunk := CHUNK.match(line)):
            self._chunk_announced(int(chunk[1]), chunk[2] is not None, number, start + len(line))
            if self.lmtp and chunk[2]:
                self.last_chunks.append(number)

    def _data_begins(self, number: int) -> None:
        self.data, self.finished = number, False

    def _say(self, verb: str, line: bytes, start: int, stop: int, secret: tuple[int, int] | None = None, *,
             continuation: bool = False, replies: int = 1) -> int:
        number = self.commands
        self.commands += 1
        self.wanted = None
        early = self.pairing.ask(number, verb, replies)
        if early is not None and verb == "DATA":
            self.wanted = early[1] == "354"
        self.emit(Command(side=CLIENT, start=start, stop=stop, number=number, verb=verb, line=line,
                          secret=secret, continuation=continuation, answered_by=early[0] if early else None))
        return number

    def _footing(self, reader: Reader) -> Waiting:
        """At the start, and behind missing bytes: is it a command, or in the middle of a message?"""
        line = reader.glance(LINE)
        if line is not None and (COMMAND.match(line) or (self.expect is Expect.START and self.pairing.synced)):
            self.expect = A_COMMAND
            return
        two = reader.glance_two(LINE)
        if two is None:
            yield
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
        replies = max(1, self.accepted) if self.lmtp else 1     # RFC 2033 4.2
        self.accepted = 0
        self._say(".", dot, reader.position - len(dot), reader.position, replies=replies)

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

    def _drop_chunks(self, at: int) -> None:
        if self.message is not None:
            self.message.close(at, False)
            self.message = None

    def _auth(self, reader: Reader) -> Waiting:
        line = reader.glance(LINE)
        if line is None:
            yield
        elif self.wanted or (not COMMAND.match(line) and (self.wanted is None or BASE64.match(line))):
            # a client may send its password although the server refuses
            reader.skip(len(line))
            self._say("AUTH", line, reader.position - len(line), reader.position, self.sasl.respond(line),
                      continuation=True)
        else:
            self.expect = A_COMMAND

    _SPECIAL: ClassVar[dict[Expect, Callable[[SmtpConversation, Reader], Waiting]]] = {
        Expect.START: _footing, Expect.LOST: _footing, Expect.AUTH: _auth, Expect.AFTER_DATA: _after_data,
        Expect.MESSAGE: _message, Expect.CHUNK: _chunk}

    # server -----------------------------------------------------------------------------------------------------
    def read_server(self, reader: Reader) -> Waiting:
        """Replies, each of one or more lines (RFC 5321 4.2)."""
        lines: list[bytes] = []
        while True:
            if self.switched[SERVER]:
                yield from self.after_switch(SERVER, reader)
            line = reader.take_line(LINE)
            if line is None:
                yield
                continue
            if line[:3].isdigit() and line[3:4] in CODE_ENDS:
                lines.append(line)
                if line[3:4] != b"-" or len(lines) >= REPLY_LINES:
                    self._reply(b"".join(lines), reader.position)
                    lines = []
                if line[-1] != 10:
                    yield from self.rest_of_line(SERVER, reader, line, LINE)
            else:
                yield from self.strange_line(SERVER, reader, line, "no reply")

    def _reply(self, lines: bytes, stop: int) -> None:
        self.known_line(SERVER)
        start, code = stop - len(lines), lines[:3].decode("ascii")
        number = self.replies
        self.replies += 1
        if self._greets(code):
            self.pairing.synced = True
            self.emit(Greeting(side=SERVER, start=start, stop=stop, number=number, status=code, line=lines))
            return
        # RFC 5321 3.8: 421 may come at any time
        command = self.pairing.answer(number, code, early=code != "421")
        to, verb = command if command else (None, "")
        self.emit(Reply(side=SERVER, start=start, stop=stop, number=number, status=code, line=lines, to=to))
        if command is None:
            self._unasked(code)
        elif verb in self._REPLIED:
            self._REPLIED[verb](self, code, command[0])
        elif code == "354" and verb not in VERBS and command[0] == self.commands - 1 and self.expect is A_COMMAND:
            self._data_begins(command[0])   # whatever the client wrote, the server has understood DATA
            self.expect = Expect.MESSAGE

    def _greets(self, code: str) -> bool:
        fresh, self.fresh_server = self.fresh_server, False
        waiting = self.pairing.waiting
        return fresh and code in GREETINGS and not (waiting and waiting[0][1] == "STARTTLS")

    def _unasked(self, code: str) -> None:
        if code == "354" and not self.pairing.synced and self.expect in COMMAND_DUE:
            self.expect, self.data, self.finished = Expect.MESSAGE, None, False      # the DATA was not captured
            return
        if code == "220":
            self.switched[SERVER] = True
        self.finished = True

    def _data_answered(self, code: str, command: int) -> None:
        if command == self.data and self.expect is Expect.AFTER_DATA:
            self.wanted = code == "354"

    def _auth_answered(self, code: str, command: int) -> None:
        if self.expect is Expect.AUTH and command == self.commands - 1:
            self.wanted = code == "334"
            if code == "235":
                self.expect = A_COMMAND

    def _tls_answered(self, code: str, command: int) -> None:
        if code == "220":
            self.pairing.clear()
            self.expect = A_COMMAND
            self.start_tls(self.client.received, self.server.position)

    def _chunk_answered(self, code: str, command: int) -> None:
        while self.last_chunks and self.last_chunks[0] < command:
            self.last_chunks.popleft()
        if self.last_chunks and self.last_chunks[0] == command:     # RFC 2033 4.2: a reply for each recipient
            self.last_chunks.popleft()
            self.pairing.more(command, "BDAT", self.accepted - 1)

    def _recipient_answered(self, code: str, command: int) -> None:
        self.accepted += code[0] == "2"

    def _mail_answered(self, code: str, command: int) -> None:
        if code[0] == "2":
            self.accepted = 0

    _REPLIED: ClassVar[dict[str, Callable[[SmtpConversation, str, int], None]]] = {
        "DATA": _data_answered, "AUTH": _auth_answered, "STARTTLS": _tls_answered, "RCPT": _recipient_answered,
        "MAIL": _mail_answered, "BDAT": _chunk_answered}

    # both -------------------------------------------------------------------------------------------------------
    def lost(self, side: Side) -> None:
        """Bytes of that side are missing outside of a message."""
        if side is SERVER:
            self.pairing.lose_replies()
            self.fresh_server = False
            return
        self.pairing.lose_commands()
        self.expect, self.torn = Expect.LOST, True
        if self.message is not None:
            self.message.lossy = True   # a chunk may be among them

    def closed(self, side: Side) -> None:
        """That side has ended."""
        if side is CLIENT:
            self._drop_chunks(self.client.position)
