"""Reads both sides of a POP3 connection."""
from __future__ import annotations

from dissectors.pop.client import ClientSide
from dissectors.pop.server import ServerSide
from dissectors.pop.states import Expect
from dissectors.stream import SERVER, Side


class PopConversation(ClientSide, ServerSide):
    """One POP3 connection."""

    def lost(self, side: Side) -> None:
        """Bytes of that side are missing outside of a message."""
        if side is SERVER:
            self.lose_replies()
        else:
            self.pairing.lose_commands()
            self.expect = Expect.LOST
