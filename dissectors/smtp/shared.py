"""What both sides of an SMTP or LMTP connection know: which replies are due, and the message in progress."""
from __future__ import annotations

from collections import deque

from dissectors.mail.body import Passing
from dissectors.mail.dialogue import Dialogue
from dissectors.mail.pairing import WAITING, Pairing
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.smtp.states import ANCHORS, Expect

LINE = 16384
"""RFC 4954 4.3: responses of AUTH may have 12288 bytes; all other lines are shorter (RFC 5321 4.5.3.1)."""


class Shared(Dialogue):
    """One connection."""

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

    def data_begins(self, number: int) -> None:
        """Notes a DATA that the server may accept."""
        self.data, self.finished = number, False

    def drop_chunks(self, at: int) -> None:
        """Ends a message that came in chunks, of which no more will come."""
        if self.message is not None:
            self.message.close(at, False)
            self.message = None
