"""Sessions between the two MTAs, read from the capture: none of the clients took part in them."""
from __future__ import annotations

from collections.abc import Iterator

from errors import LabError
from truth.record import Entry, Truth
from truth.smtp import END_OF_DATA, Envelope, goes_on, reply, unstuffed
from truth.tshark import Stream

SOURCE = "wire (tshark follow)"
PORT = 25


def add_relays(truth: Truth, streams: list[Stream], client: str, server: str, stored: list[bytes], hop: str) -> None:
    """Adds each session from one MTA to the other and the messages in it; `stored` are the messages (with LF) that
    came into the mailboxes: what was relayed must be the end of one."""
    for stream in streams:
        if (stream.client, stream.server, stream.server_port) == (client, server, PORT):
            Relay(truth, stream, stored, hop).read()


class Relay:
    """One session."""

    def __init__(self, truth: Truth, stream: Stream, stored: list[bytes], hop: str) -> None:
        self.truth, self.stored, self.hop = truth, stored, hop
        self.ends: Entry = {"client": stream.client, "client_port": stream.client_port,
                     "server": stream.server, "server_port": stream.server_port}
        self.session = truth.session("smtp", self.ends, source=SOURCE)
        self.rest = stream.sent
        self.replies = replies(stream.received)
        self.envelope = Envelope()

    def read(self) -> None:
        """Takes command by command with its reply, in this order: Postfix sends several at once."""
        self._record(None, None)
        while self.rest:
            line, _, self.rest = self.rest.partition(b"\r\n")
            command = line.decode("utf-8", "replace")
            verb, _, argument = command.partition(" ")
            status = self._record(verb.upper(), argument)
            self.envelope.follow(command, status)
            if verb.upper() == "DATA" and status == "354":
                self._read_message()

    def _record(self, command: str | None, argument: str | None) -> str:
        status, text = next(self.replies)
        self.session["commands"].append({"command": command, "argument": argument, "status": status, "reply": text})
        return status

    def _read_message(self) -> None:
        before, end, self.rest = self.rest.partition(END_OF_DATA)
        raw = unstuffed(before + b"\r\n")
        if not end or not any(copy.endswith(raw.replace(b"\r\n", b"\n")) for copy in self.stored):
            raise LabError("a relayed message is not the end of a stored one")
        status, text = next(self.replies)
        self.session["commands"][-1].update(final=status, final_reply=text)
        self.truth.email(raw, "smtp-relay", **self.ends, **self.envelope.entry(), status=status, hop=self.hop,
                         source=SOURCE, stored_copy_ends_with_it=True)
        self.envelope.clear()


def replies(side: bytes) -> Iterator[tuple[str, str]]:
    """Status and text of each reply."""
    lines: list[str] = []
    for line in side.decode("utf-8", "replace").split("\r\n")[:-1]:
        lines.append(line)
        if not goes_on(line):
            yield reply(lines)
            lines = []
