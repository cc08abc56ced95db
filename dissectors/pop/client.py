"""The client's side of a POP3 connection: commands, and the responses of AUTH."""
from __future__ import annotations

from dissectors.mail.ciphertext import is_binary
from dissectors.mail.dialogue import STRANGE_LINES
from dissectors.mail.sasl import BASE64, is_response, spaced
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.pop.events import Command
from dissectors.pop.shared import LINE, Shared
from dissectors.pop.states import A_COMMAND, A_REPLY, COMMAND, VERBS, Expect, Follows, follows, is_verb, secret_in
from dissectors.reader import Reader, Waiting
from dissectors.stream import CLIENT

VERB = 32


class ClientSide(Shared):
    """Reads commands."""

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
