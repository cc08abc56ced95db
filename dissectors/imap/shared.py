"""What both sides of an IMAP connection know: the commands in progress."""
from __future__ import annotations

import re
from collections.abc import Callable

from dissectors.imap.states import ANSWERS
from dissectors.mail.dialogue import Dialogue
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.reader import Reader, Waiting
from dissectors.stream import CLIENT, Side

IN_PROGRESS = 1000
"""Commands without a response that are remembered."""
LINE = 1 << 20
"""Bytes of a line: RFC 7162 4 asks for 8192 of commands; responses (SEARCH, ENVELOPE) may be much longer."""
INLINE = 8192
"""Bytes of a literal up to which it is kept with its command."""

BEFORE = "what begins before the captured bytes"


class Shared(Dialogue):
    """The commands in progress, by tag."""

    def __init__(self) -> None:
        super().__init__()
        self.in_progress: dict[str, tuple[int, str]] = {}
        self.doubtful: set[str] = set()         # those whose response may be among missing bytes
        self.early: dict[str, int] = {}         # tagged responses that were captured before their commands
        self.sasl: Sasl | None = None           # an AUTHENTICATE in progress
        self.sasl_of = 0                        # its number
        self.idle: int | None = None            # the number of an IDLE in progress
        self.sasl_tag = ""
        self.torn = [True, True]                # bytes before the next line were not captured
        self.shaky = False      # what seems to be a response may be a line of a message that began in missing bytes
        self.greeted = False                    # the server has spoken
        self.continued = False                  # the server asked for more since the client's last line
        self.announced: int | None = None       # the size of the literal that this line announces, behind missing bytes
        self.refused: dict[str, None] = {}      # tags of the last commands that the server refused

    def begin(self, tag: str, number: int, verb: str) -> int | None:
        """Notes a command; gives the number of a response that was captured before."""
        early = self.early.pop(tag, None)
        if early is None:
            self.in_progress.pop(tag, None)
            self.doubtful.discard(tag)
            self.refused.pop(tag, None)     # that was another command
            self.in_progress[tag] = number, verb
            if len(self.in_progress) > IN_PROGRESS:
                del self.in_progress[next(iter(self.in_progress))]
        return early

    def finish(self, tag: str, reply: int) -> tuple[int, str] | None:
        """The command that a tagged response ends."""
        found = self.in_progress.pop(tag, None)
        self.doubtful.discard(tag)
        if found is None:
            if not self.torn[CLIENT]:       # else the command was not captured
                self.early[tag] = reply
            if len(self.early) > IN_PROGRESS:
                del self.early[next(iter(self.early))]
            return None
        if found[0] == self.idle:
            self.idle = None
        if self.sasl is not None and found[0] == self.sasl_of:
            self.sasl = None
        return found

    def refuse(self, tag: str) -> None:
        """Notes that the server refused a command: what it announced does not come (RFC 9051 4.3)."""
        self.refused[tag] = None
        if len(self.refused) > IN_PROGRESS:
            del self.refused[next(iter(self.refused))]

    def footing(self, side: Side, reader: Reader, sure: re.Pattern[bytes],
                told: Callable[[bytes, int], bool] = lambda line, start: False) -> Waiting:
        """Passes over lines up to one that is surely of the protocol: the place in it is not known. `told`: whether
        something was made of a line, at a place."""
        start = reader.position
        try:
            while self.torn[side]:
                line = reader.glance(LINE)
                if line is None:
                    yield
                elif sure.match(line):
                    self.torn[side] = False
                else:
                    reader.skip(len(line))
                    before, stop = reader.position - len(line), reader.position
                    if told(line, before):
                        self.problem(side, start, before, BEFORE)
                        start = stop
        finally:
            self.problem(side, start, reader.position, BEFORE)

    def pass_over(self, reader: Reader, size: int) -> Waiting:
        """Passes over a literal of no interest."""
        while size:
            start, stop, _ = yield from reader.run(size)
            size -= stop - start

    def answered(self, name: str) -> int | None:
        """The number of the command to which an untagged response seems to belong."""
        asking = ANSWERS.get(name)
        first = doubtful = None
        for tag, (number, verb) in self.in_progress.items():
            if asking is None or verb in asking:
                if tag not in self.doubtful:
                    return number
                doubtful = number
            first = number if first is None else first
        return first if doubtful is None else doubtful
