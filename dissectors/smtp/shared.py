"""What both sides of an SMTP or LMTP connection know: which replies are due, and the message in progress."""
from __future__ import annotations

from collections import deque

from dissectors.mail.body import Passing
from dissectors.mail.dialogue import Dialogue
from dissectors.mail.pairing import WAITING, Pairing
from dissectors.mail.sasl import BASE64
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.smtp.events import Command
from dissectors.smtp.states import ANCHORS, FITS, Expect
from dissectors.stream import CLIENT

LINE = 16384
"""RFC 4954 4.3: responses of AUTH may have 12288 bytes; all other lines are shorter (RFC 5321 4.5.3.1)."""


class Shared(Dialogue):
    """One connection; `lmtp`: it is one of LMTP, as long as the client does not say otherwise."""

    def __init__(self, lmtp: bool = False) -> None:
        super().__init__()
        self.pairing = Pairing(ANCHORS, FITS)
        self.expect = Expect.START
        self.sasl = Sasl("", 0)
        self.lmtp = lmtp
        self.accepted = 0           # recipients of the current mail
        self.line_end = b"\r\n"     # what the lines of the message end in
        self.data: int | None = None            # the number of the last DATA
        self.wanted: bool | None = None         # whether the server wants its message; None: has not said
        self.message: Passing | None = None     # one of which more chunks come
        self.chunk = 0, False                   # size, whether the last one
        self.properties = 0         # size of what the last XEXCH50 announced
        self.unwanted = False       # a message was sent although the server refused its DATA
        self.last_chunks: deque[int] = deque(maxlen=WAITING)    # the numbers of BDAT LAST, for LMTP's replies
        self.ended = -1                         # the number of the last end of a message that was answered
        self.finished = False                   # the server replied while the message was read
        self.fresh_server = True                # it has not said anything
        self.said = ""                          # the code of its last reply
        self.torn = True                        # chunks of the current mail may be missing

    def say(self, verb: str, line: bytes, start: int, stop: int, secret: tuple[int, int] | None = None, *,
             continuation: bool = False, replies: int = 1) -> int:
        """Emits a command, or a further line of one, and lets it wait for its replies; gives its number."""
        number = self.commands
        self.commands += 1
        self.wanted = None
        early = self.pairing.ask(number, verb, replies)
        if early is not None and verb == "DATA":
            self.wanted = early[1] == "354"
        self.emit(Command(side=CLIENT, start=start, stop=stop, number=number, verb=verb, line=line,
                          secret=secret, continuation=continuation, answered_by=early[0] if early else None))
        return number

    def begin_responses(self) -> None:
        """A dialogue of AUTH goes on whose beginning was not captured: all of it may be secret."""
        self.sasl = Sasl("", 0)
        self.expect, self.wanted = Expect.AUTH, True

    def respond(self, line: bytes) -> None:
        """The line that the client's reader has passed is a response of the AUTH dialogue."""
        stop = self.client.position
        self.say("AUTH", line, stop - len(line), stop, self.sasl.respond(line), continuation=True)

    def take_response(self) -> None:
        """A line that waits for what the server says turns out to be a response of AUTH."""
        line = self.client.head(LINE)
        if self.client.size == len(line) and BASE64.fullmatch(line):
            self.client.skip(len(line))
            self.begin_responses()
            self.respond(line)

    def data_begins(self, number: int) -> None:
        """Notes a DATA that the server may accept."""
        self.data, self.finished = number, False

    def drop_chunks(self, at: int) -> None:
        """Ends a message that came in chunks, of which no more will come."""
        if self.message is not None:
            self.message.close(at, False)
            self.message = None
