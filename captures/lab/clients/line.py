"""One connection of a client to a mail server, line by line; what is said on it goes into the truth."""
from __future__ import annotations

import socket

from errors import LabError
from servers.network import address, open_socket
from truth.record import Entry, Truth

SILENCE = 3
"""Seconds until a server that was told to end the connection has done so."""


class Line:
    """What SMTP, POP3 and IMAP clients have in common."""

    def __init__(self, truth: Truth, protocol: str, node: str, server: str, port: int) -> None:
        self.truth = truth
        self.socket = open_socket(node)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect((address(server), port))
        client, client_port = self.socket.getsockname()
        self.ends: Entry = {"client": client, "client_port": client_port,
                            "server": address(server), "server_port": port}
        self.commands: list[Entry] = truth.session(protocol, self.ends)["commands"]
        self.received = b""

    def send(self, data: bytes) -> None:
        """Sends bytes at once."""
        self.socket.sendall(data)

    def send_line(self, text: str) -> None:
        """Sends a line."""
        self.send(text.encode() + b"\r\n")

    def receive_line(self) -> bytes:
        """The next line, with its end."""
        while b"\n" not in self.received:
            self._receive()
        line, end, self.received = self.received.partition(b"\n")
        return line + end

    def receive_text(self) -> str:
        """The next line as text, without its end."""
        return self.receive_line().rstrip(b"\r\n").decode("utf-8", "replace")

    def receive_exactly(self, size: int) -> bytes:
        """The next bytes."""
        while len(self.received) < size:
            self._receive()
        data, self.received = self.received[:size], self.received[size:]
        return data

    def record(self, command: str | None, argument: str | None, status: str, reply: str, **more: object) -> Entry:
        """A command and its reply, or the greeting."""
        entry: Entry = {"command": command, "argument": argument, "status": status, "reply": reply, **more}
        self.commands.append(entry)
        return entry

    def close(self) -> None:
        """Waits for the server to end the connection, then ends it."""
        self.socket.settimeout(SILENCE)
        while self.socket.recv(4096):
            pass
        self.socket.close()

    def _receive(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise LabError(f"the server has closed the connection after {self.received[-200:]!r}")
        self.received += data


def expect(got: str, wanted: str | None, what: str) -> None:
    """The status must be the wanted one, where one is."""
    if wanted is not None and got != wanted:
        raise LabError(f"{what}: {got}, not {wanted}")
