"""Reads both sides of a POP3 connection."""
from __future__ import annotations

from dissectors.mail.body import HEAD, Dotted, Passing
from dissectors.mail.ciphertext import is_binary
from dissectors.mail.dialogue import STRANGE_LINES, Dialogue
from dissectors.mail.pairing import WAITING, Pairing
from dissectors.mail.sasl import BASE64, is_response, spaced
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.pop.events import Command, Greeting, Reply, ReplyData
from dissectors.pop.states import (
    A_COMMAND,
    A_REPLY,
    ANCHORS,
    COMMAND,
    HEADER,
    LISTED,
    STATUS,
    TEXT,
    VERBS,
    Expect,
    Follows,
    follows,
    is_verb,
    secret_in,
)
from dissectors.reader import Reader, Waiting
from dissectors.stream import CLIENT, SERVER, Event, MessageBytes, MessageStart, Side

END = b".\r\n"
LINE = 16384
"""RFC 2449 4: commands have 255 bytes, replies 512; RFC 5034 4: responses of AUTH may be longer."""
VERB = 32


class PopConversation(Dialogue):
    """One POP3 connection."""

    def __init__(self) -> None:
        super().__init__()
        self.pairing = Pairing(ANCHORS)
        self.expect = A_COMMAND
        self.sasl = Sasl("", 0)
        self.challenged: bool | None = None     # whether the server asked for the next response; None: has not said
        self.asked: dict[int, tuple[Follows, bool]] = {}    # by command: what follows its reply; only a part of it
        self.follows = self.known = Follows.UNKNOWN     # what follows the reply; what its command says of that
        self.partial = False
        self.torn = True        # bytes before the next one were not captured
        self.reply_to: int | None = None
        self.beheaded: int | None = None    # the last command whose reply, with lines behind it, may be missing
        self.line_end = b"\r\n"     # what the server's lines end in
        self.fresh_server = True
        self.status = ""        # of the last reply

    # client -----------------------------------------------------------------------------------------------------
    def read_client(self, reader: Reader) -> Waiting:
        """Commands, and the responses of AUTH."""
        while True:
            if self.switched[CLIENT]:
                yield from self.after_switch(CLIENT, reader)
            line = reader.take_line(LINE)
            if line is None:
                yield
                continue
            self._client_line(line, reader.position)
            if line[-1] != 10:
                yield from self.rest_of_line(CLIENT, reader, line, LINE)
            if self.strange[CLIENT] >= STRANGE_LINES:
                yield from reader.drain()

    def _client_line(self, line: bytes, stop: int) -> None:
        start = stop - len(line)
        expect, self.expect = self.expect, A_COMMAND
        if expect is Expect.AUTH and self._is_response(line):
            self.expect = Expect.AUTH
            self._say("AUTH", line, start, self.sasl.respond(line), A_REPLY, continuation=True)
        elif COMMAND.match(line):
            self._command(line, start)
        elif self.status == "+" or (self._knows_nothing(expect) and is_response(line) and not is_verb(line)):
            self.expect, self.sasl = Expect.AUTH, Sasl("", 0)
            self._say("AUTH", line, start, self.sasl.respond(line), A_REPLY, continuation=True)
        elif not self.pairing.synced and is_binary(line):
            self.expect = expect
            self.problem(CLIENT, start, stop, "no command")
        elif expect is Expect.LOST:
            self.problem(CLIENT, start, stop, "the line's start is missing")
        else:
            self._command(line, start)

    def _knows_nothing(self, expect: Expect) -> bool:
        """Whether an authentication dialogue may have begun in what was not captured."""
        return expect is Expect.LOST or not (self.commands or self.pairing.synced)

    def _is_response(self, line: bytes) -> bool:
        # a client may send its password although the server refuses
        return bool(self.challenged or (not COMMAND.match(line) and (self.challenged is None or BASE64.match(line))))

    def _command(self, line: bytes, start: int) -> None:
        words = spaced(line).split(None, 1)
        verb = words[0][:VERB].upper().decode("ascii", "replace") if words else ""
        argument = words[1] if len(words) > 1 else b""
        self.strange[CLIENT] = 0 if verb in VERBS else self.strange[CLIENT] + 1
        secret = secret_in(verb, line)
        if verb == "AUTH":
            self.sasl, secret = Sasl.begin(spaced(line))
        self._say(verb, line, start, secret, follows(verb, argument))
        if verb == "AUTH" and argument.strip():
            self.expect = Expect.AUTH
        elif verb == "STLS":
            self.switched[CLIENT] = True   # as it seems where the server's side is not captured

    def _say(self, verb: str, line: bytes, start: int, secret: tuple[int, int] | None, after: Follows, *,
             continuation: bool = False) -> None:
        number = self.commands
        self.commands += 1
        self.challenged = None
        early = self.pairing.ask(number, verb)
        if after is not A_REPLY and early is None:
            self.asked[number] = after, verb == "TOP"
            if len(self.asked) > 2 * len(self.pairing.waiting) + 100:
                self._forget_asked()
        self.emit(Command(side=CLIENT, start=start, stop=start + len(line), number=number, verb=verb, line=line,
                          secret=secret, continuation=continuation, answered_by=early[0] if early else None))

    def _forget_asked(self) -> None:
        self.asked = {number: self.asked[number] for number, _ in self.pairing.waiting if number in self.asked}

    # server -----------------------------------------------------------------------------------------------------
    def read_server(self, reader: Reader) -> Waiting:
        """Replies, and what follows them."""
        while True:
            if self.switched[SERVER]:
                yield from self.after_switch(SERVER, reader)
            if self.follows in TEXT:
                yield from self._follow_up(reader)
            line = reader.glance(LINE)
            if line is None:
                yield
                continue
            status = STATUS.match(line)
            if status:
                reader.skip(len(line))
                self._reply(line, status[1].upper().decode(), reader.position)
                if line[-1] != 10:
                    yield from self.rest_of_line(SERVER, reader, line, LINE)
            elif self.torn and not is_binary(line):
                self._torn_line(reader, line)
            elif self.follows is Follows.UNKNOWN and not self.torn:
                self.follows = self._looks_like(line)
            else:
                reader.skip(len(line))
                yield from self.strange_line(SERVER, reader, line, "no reply")

    def _torn_line(self, reader: Reader, line: bytes) -> None:
        """The first line behind missing bytes that begins no reply: the rest of one, or a line behind one."""
        alone = self._beheaded_reply() is A_REPLY
        if not alone and line != END:
            self.follows = self._looks_like(line)
            return
        start = reader.position
        reader.skip(len(line))
        if line == END:     # of what was not captured
            self.torn = alone
            self.emit(ReplyData(side=SERVER, start=start, stop=reader.position, to=self.reply_to))
        else:
            self.pairing.waiting.popleft()
            self.problem(SERVER, start, reader.position, "the line's start is missing")

    def _beheaded_reply(self) -> Follows:
        """What follows the reply whose beginning is missing; one with lines is the reply to its command."""
        number, self.beheaded = self.beheaded, None
        waiting = self.pairing.waiting
        if number is None and not waiting:
            return self.known
        number = waiting[0][0] if number is None else number
        if number not in self.asked:
            return A_REPLY
        self.reply_to = number
        self.known, self.partial = self.asked.pop(number)
        if waiting and waiting[0][0] == number:
            waiting.popleft()
        return self.known

    def _looks_like(self, line: bytes) -> Follows:
        if self.known in TEXT and not (self.known is Follows.MESSAGE and not self.torn and LISTED.match(line)):
            return self.known
        if self.torn:
            return Follows.LINES if LISTED.match(line) else Follows.MESSAGE
        return Follows.MESSAGE if HEADER.match(line) else Follows.LINES

    def _reply(self, line: bytes, status: str, stop: int) -> None:
        self.known_line(SERVER)
        start, number = stop - len(line), self.replies
        self.replies += 1
        fresh, self.fresh_server, self.torn = self.fresh_server, False, False
        self._forget_reply()
        self.status = status
        self.line_end = b"\n" if line[-2:-1] != b"\r" else b"\r\n"
        if fresh and not self.pairing.waiting and status != "+":
            self.pairing.synced = True
            self.emit(Greeting(side=SERVER, start=start, stop=stop, number=number, status=status, line=line))
            return
        command = self.pairing.answer(number, status)
        self.reply_to, verb = command if command else (None, "")
        self.emit(Reply(side=SERVER, start=start, stop=stop, number=number, status=status, line=line,
                        to=self.reply_to))
        self._replied(verb, status, self.reply_to)

    def _forget_reply(self) -> None:
        """What follows is not of the last reply."""
        self.follows = self.known = Follows.UNKNOWN
        self.partial, self.reply_to, self.beheaded = False, None, None

    def _replied(self, verb: str, status: str, to: int | None) -> None:
        if to is not None:
            self.known, self.partial = self.asked.pop(to, (A_REPLY, False))
            # behind missing bytes the command may be the wrong one; what is surely a reply is read as such
            if self.pairing.synced and self.known is not A_REPLY:
                self.follows = self.known
        if status != "+OK":
            self.follows = A_REPLY
        if verb == "AUTH" and self.expect is Expect.AUTH and to == self.commands - 1:
            self.challenged = status == "+"
            if status == "+OK":
                self.expect = A_COMMAND
        elif verb == "STLS" and status == "+OK":    # RFC 2595 4
            self.follows = A_REPLY
            self.pairing.clear()
            self.start_tls(self.client.received, self.server.position)

    def _follow_up(self, reader: Reader) -> Waiting:
        kind, self.follows = self.follows, A_REPLY
        start = MessageStart(side=SERVER, start=reader.position, stop=reader.position, key=self.messages,
                             command=self.reply_to, line_end=self.line_end, partial=self.partial)
        if kind is Follows.MESSAGE:
            passing = self.open_message(start, stuffed=True)
        else:
            passing = Passing(self._emit_lines, start)
        passing.lossy, self.fresh_server, self.torn = self.torn, False, False
        # a client that has sent more than one command at once may go on while it is answered
        asked = self.commands + (WAITING if self.pairing.waiting else 0)
        try:
            dot = yield from Dotted(reader, passing, self.line_end,
                                    lambda head: _is_reply(head) or self.commands > asked,
                                    lambda: self._is_over(passing, asked)).passed()
        except EOFError:
            passing.close(reader.position, False)
            raise
        at = reader.position - len(dot)
        passing.close(at)
        if dot:
            self.emit(ReplyData(side=SERVER, start=at, stop=reader.position, to=self.reply_to))
        elif self.commands > asked:
            self._lose_replies()

    def _is_over(self, lines: Passing, asked: int) -> bool:
        """Whether the client went on when it had so many commands said, and has a reply: of lines whose beginning or
        whose end may be missing."""
        return lines.lossy and self.commands > asked and _is_reply(self.server.head(HEAD))

    def _emit_lines(self, event: Event) -> None:
        """Lines that are no message."""
        if isinstance(event, MessageBytes) and not event.missing:
            self.emit(ReplyData(side=event.side, start=event.start, stop=event.stop, to=self.reply_to))

    # both -------------------------------------------------------------------------------------------------------
    def lost(self, side: Side) -> None:
        """Bytes of that side are missing outside of a message."""
        if side is SERVER:
            self._lose_replies()
        else:
            self.pairing.lose_commands()
            self.expect = Expect.LOST

    def _lose_replies(self) -> None:
        """What comes behind the missing bytes may be lines of the last reply, or of one of which nothing was seen."""
        due = self.known in TEXT and self.follows is not A_REPLY and not self.pairing.waiting
        if not due:
            self._forget_reply()
            self.beheaded = next((number for number, _ in reversed(self.pairing.waiting) if number in self.asked), None)
        self.pairing.lose_replies()
        self.fresh_server, self.torn, self.follows = False, True, Follows.UNKNOWN


def _is_reply(head: bytes) -> bool:
    """Whether another reply begins so; a line of a message can hardly."""
    return STATUS.match(head) is not None
