"""The server's side of a POP3 connection: replies, and the messages and lists that follow them."""
from __future__ import annotations

from dissectors.mail.body import HEAD, Dotted, Passing
from dissectors.mail.ciphertext import is_binary
from dissectors.mail.pairing import WAITING
from dissectors.pop.events import Greeting, Reply, ReplyData
from dissectors.pop.shared import LINE, Shared
from dissectors.pop.states import A_COMMAND, A_REPLY, HEADER, LISTED, STATUS, TEXT, Expect, Follows
from dissectors.reader import Reader, Waiting
from dissectors.stream import SERVER, Event, MessageBytes, MessageStart

END = b".\r\n"


class ServerSide(Shared):
    """Reads replies."""

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
            self.lose_replies()

    def _is_over(self, lines: Passing, asked: int) -> bool:
        """Whether the client went on when it had so many commands said, and has a reply: of lines whose beginning or
        whose end may be missing."""
        return lines.lossy and self.commands > asked and _is_reply(self.server.head(HEAD))

    def _emit_lines(self, event: Event) -> None:
        """Lines that are no message."""
        if isinstance(event, MessageBytes) and not event.missing:
            self.emit(ReplyData(side=event.side, start=event.start, stop=event.stop, to=self.reply_to))

    def lose_replies(self) -> None:
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
