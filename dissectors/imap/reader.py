"""Reads both sides of an IMAP connection."""
from __future__ import annotations

from dissectors.imap.client import ClientSide
from dissectors.imap.server import ServerSide
from dissectors.reader import Reader, Waiting
from dissectors.stream import CLIENT, Side


class ImapConversation(ClientSide, ServerSide):
    """One IMAP connection."""

    def read_client(self, reader: Reader) -> Waiting:
        """Commands with their literals."""
        return self.commands_of(reader)

    def read_server(self, reader: Reader) -> Waiting:
        """Responses with their literals."""
        return self.responses_of(reader)

    def lost(self, side: Side) -> None:
        """Bytes of that side are missing outside of a message."""
        self.torn[side] = True
        if side is CLIENT:
            self.sasl = None
            self.early.clear()      # the commands of these are among the missing bytes
        else:
            self.doubtful = set(self.in_progress)
