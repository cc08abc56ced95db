"""What both sides of a POP3 connection know: the commands and what follows their replies."""
from __future__ import annotations

from dissectors.mail.dialogue import Dialogue
from dissectors.mail.pairing import Pairing
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.pop.states import A_COMMAND, ANCHORS, Follows

LINE = 16384
"""RFC 2449 4: commands have 255 bytes, replies 512; RFC 5034 4: responses of AUTH may be longer."""


class Shared(Dialogue):
    """The commands, and the state of each side."""

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
