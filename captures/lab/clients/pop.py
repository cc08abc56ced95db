"""A POP3 client."""
from __future__ import annotations

from clients.line import Line, expect
from truth.record import Entry, Truth
from truth.smtp import unstuffed

OK, ERR = "+OK", "-ERR"


class POP(Line):
    """A session with a mail store."""

    def __init__(self, truth: Truth, node: str, server: str, hop: str = "mail store -> client") -> None:
        super().__init__(truth, "pop", node, server, 110)
        self.hop = hop
        self.record(None, None, *self._status())

    def command(self, text: str, want: str = OK) -> None:
        """Sends a command that has a reply of one line."""
        self.send_line(text)
        status, reply = self._status()
        name, _, argument = text.partition(" ")
        if name == "PASS":
            self.truth.secrets.add(argument)
        self.record(name, argument, status, reply)
        expect(status, want, name)

    def listing(self, text: str) -> bytes:
        """Sends a command whose reply goes on until a line with a dot (RFC 1939, section 3); gives those lines."""
        self.command(text)
        lines = []
        while (line := self.receive_line()) != b".\r\n":
            lines.append(line)
        return unstuffed(b"".join(lines))

    def retrieve(self, number: int, facts: Entry | None = None) -> None:
        """Fetches a message; `facts` are for one that none of the clients wrote."""
        raw = self.listing(f"RETR {number}")
        self.truth.email(raw, "pop", facts, **self.ends, status=OK, hop=self.hop)

    def login(self, user: str, password: str, want: str = OK) -> None:
        """USER and PASS."""
        self.command(f"USER {user}")
        self.command(f"PASS {password}", want)

    def quit(self) -> None:
        """Ends the session: messages that are marked are deleted."""
        self.command("QUIT")
        self.close()

    def _status(self) -> tuple[str, str]:
        status, _, text = self.receive_text().partition(" ")
        return status, text
