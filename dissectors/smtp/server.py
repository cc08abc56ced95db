"""The server's side of an SMTP or LMTP connection: replies, and what they mean for the commands that they answer."""
from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from dissectors.reader import Reader, Waiting
from dissectors.smtp.events import Greeting, Reply
from dissectors.smtp.shared import LINE, Shared
from dissectors.smtp.states import A_COMMAND, AUTH_SAYS, GREETINGS, VERBS, Expect
from dissectors.stream import SERVER

REPLY_LINES = 1000
UNKNOWN = frozenset((Expect.LOST, Expect.START))
COMMAND_DUE = UNKNOWN | {A_COMMAND}
CODE_ENDS = frozenset((b" ", b"-", b"\r", b"\n"))


class ServerSide(Shared):
    """Reads replies."""

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
        if code[0] == "0":      # what Sendmail says meanwhile behind VERB; RFC 5321 4.2.1 has no such replies
            self.emit(Reply(side=SERVER, start=start, stop=stop, number=number, status=code, line=lines))
            return
        if code in AUTH_SAYS and self.expect in UNKNOWN:
            self.take_response()
        self.said = code
        if self._is_for_unwanted(code):
            self.emit(Reply(side=SERVER, start=start, stop=stop, number=number, status=code, line=lines))
            return
        # RFC 5321 3.8: 421 may come at any time
        command = self.pairing.answer(number, code, early=code != "421")
        if command is None and self._is_for_recipient(code):
            command = self.ended, ""
        to, verb = command if command else (None, "")
        self.emit(Reply(side=SERVER, start=start, stop=stop, number=number, status=code, line=lines, to=to))
        if command is None:
            self._unasked(code)
        elif verb in self._REPLIED:
            self._REPLIED[verb](self, code, command[0])
        elif code == "354" and verb not in VERBS and command[0] == self.commands - 1 and self.expect is A_COMMAND:
            self.data_begins(command[0])   # whatever the client wrote, the server has understood DATA
            self.expect = Expect.MESSAGE

    def _greets(self, code: str) -> bool:
        fresh, self.fresh_server = self.fresh_server, False
        waiting = self.pairing.waiting
        return fresh and code in GREETINGS and not (waiting and waiting[0][1] == "STARTTLS")

    def _unasked(self, code: str) -> None:
        if code == "354" and not self.pairing.synced and self.expect in COMMAND_DUE:
            self.expect, self.data, self.finished = Expect.MESSAGE, None, False      # the DATA was not captured
            return
        if code == "354" and not self.pairing.synced and self.expect is Expect.AFTER_DATA:
            self.wanted, self.finished = True, False    # what seemed to refuse the DATA was another command's
            return
        if code == "220":
            self.switched[SERVER] = True
        self.finished = True

    def _data_answered(self, code: str, command: int) -> None:
        if command == self.data and self.expect is Expect.AFTER_DATA:
            self.wanted, self.finished = code == "354", False
        elif code[0] == "5":
            waiting = self.pairing.waiting
            self.unwanted = self.expect is Expect.MESSAGE or bool(waiting and waiting[0][1] == ".")

    def _is_for_unwanted(self, code: str) -> bool:
        """Whether a reply is one to a line of a message that the server did not want, and takes for commands. The first
        of them stands with the message's end."""
        waiting = self.pairing.waiting
        self.unwanted = self.unwanted and code[0] == "5"
        return self.unwanted and not (waiting and waiting[0][1] == ".")

    def _properties_answered(self, code: str, command: int) -> None:
        if code == "354":
            self.pairing.more(command, "XEXCH50", 1)
            if command == self.commands - 1 and self.expect is A_COMMAND and self.properties:
                self.expect = Expect.PROPERTIES

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

    def _end_answered(self, code: str, command: int) -> None:
        self.ended = command
        self._recipients_follow(code, command, ".")

    def _chunk_answered(self, code: str, command: int) -> None:
        self._recipients_follow(code, command, "BDAT")
        while self.last_chunks and self.last_chunks[0] < command:
            self.last_chunks.popleft()
        if self.last_chunks and self.last_chunks[0] == command:     # RFC 2033 4.2: a reply for each recipient
            self.ended = self.last_chunks.popleft()
            self.pairing.more(command, "BDAT", self.accepted - 1)

    def _is_for_recipient(self, code: str) -> bool:
        """Whether a reply to an LMTP message is for one whose RCPT, or the reply to it, was not captured."""
        return self.lmtp and not self.pairing.synced and self.ended == self.commands - 1 and code[0] in "245"

    def _recipients_follow(self, code: str, command: int, verb: str) -> None:
        """PRDR (draft-hall-prdr 3): behind 353 come a reply for each recipient that was accepted, and one for all."""
        if code == "353" and not self.lmtp:
            self.pairing.more(command, verb, self.accepted + 1)

    def _recipient_answered(self, code: str, command: int) -> None:
        self.accepted += code[0] == "2"

    def _mail_answered(self, code: str, command: int) -> None:
        if code[0] == "2":
            self.accepted = 0

    _REPLIED: ClassVar[dict[str, Callable[[ServerSide, str, int], None]]] = {
        "DATA": _data_answered, "AUTH": _auth_answered, "STARTTLS": _tls_answered, "RCPT": _recipient_answered,
        "MAIL": _mail_answered, "BDAT": _chunk_answered, ".": _end_answered,
        "XEXCH50": _properties_answered}
