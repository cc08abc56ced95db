"""Reads both sides of an SMTP or LMTP connection."""
from __future__ import annotations

from dissectors.smtp.client import ClientSide
from dissectors.smtp.server import ServerSide
from dissectors.smtp.states import Expect
from dissectors.stream import CLIENT, SERVER, Side


class SmtpConversation(ClientSide, ServerSide):
    """One SMTP connection."""

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
            self.drop_chunks(self.client.position)
