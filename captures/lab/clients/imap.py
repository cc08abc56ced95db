"""An IMAP client."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from clients.line import Line, expect
from errors import LabError
from mails import Mail
from truth.record import Truth

LITERAL = re.compile(rb"\{(\d+)\}\r\n$")
WHOLE_MESSAGE = re.compile(rb"(BODY\[\]|RFC822) \{\d+\}\r\n$")


@dataclass(frozen=True, slots=True)
class Response:
    """One response; behind each line but the last stands a literal (RFC 3501, section 4.3)."""
    lines: list[bytes]
    literals: list[bytes]

    @property
    def messages(self) -> list[bytes]:
        """Whole messages that were fetched."""
        return [literal for line, literal in zip(self.lines, self.literals, strict=False)
                if WHOLE_MESSAGE.search(line)]

    @property
    def uid(self) -> int | None:
        """The unique identifier of the message that the response is about."""
        found = re.search(rb"UID (\d+)", b"".join(self.lines))
        return int(found[1]) if found else None


class IMAP(Line):
    """A session with a mail store."""

    def __init__(self, truth: Truth, node: str, server: str, hop: str = "mail store -> client") -> None:
        super().__init__(truth, "imap", node, server, 143)
        self.hop = hop
        self.count = 0
        self.mailbox: str | None = None
        tag, status, text = self.receive_text().split(" ", 2)
        self.record(None, None, status, text, tag=tag)

    def command(self, text: str, want: str = "OK") -> None:
        """Sends a command; whole messages in the responses go into the truth."""
        tag = self._next_tag()
        self.send_line(f"{tag} {text}")
        status = self._complete(tag, text)
        expect(status, want, text)
        name, _, argument = text.partition(" ")
        if name == "SELECT" and status == "OK":
            self.mailbox = argument

    def login(self, user: str, password: str) -> None:
        """LOGIN, the password as a quoted string."""
        self.truth.secrets.add(password)
        self.command(f'LOGIN {user} "{password}"')

    def append(self, mailbox: str, mail: Mail, flags: str) -> None:
        """APPEND with a literal that waits for the server to be ready."""
        tag, command = self._next_tag(), f"APPEND {mailbox} {flags}"
        self.send_line(f"{tag} {command} {{{len(mail.raw)}}}")
        self._wait_to_go_on()
        self.send(mail.raw + b"\r\n")
        expect(self._complete(tag, command, literal=True), "OK", command)
        self.truth.know(mail)
        self.truth.email(mail.raw, "imap-append", mail.facts, **self.ends, status="OK", mailbox=mailbox,
                         hop="client -> mail store")

    def idle(self, meanwhile: Callable[[], None], until: bytes) -> None:
        """IDLE (RFC 2177): does something else until the server tells of it."""
        tag = self._next_tag()
        self.send_line(f"{tag} IDLE")
        self._wait_to_go_on()
        meanwhile()
        while until not in self.receive_line():
            pass
        self.send_line("DONE")
        self._complete(tag, "IDLE")

    def logout(self) -> None:
        """Ends the session."""
        self.command("LOGOUT")
        self.close()

    def _next_tag(self) -> str:
        self.count += 1
        return f"a{self.count:03d}"

    def _wait_to_go_on(self) -> None:
        line = self.receive_line()
        if not line.startswith(b"+"):
            raise LabError(f"the server does not let the client go on: {line!r}")

    def _complete(self, tag: str, command: str, literal: bool = False) -> str:
        """Reads until the command is answered and records it; gives its status."""
        fetched = []
        while not (response := self._response()).lines[0].startswith(tag.encode() + b" "):
            fetched.append(response)
        _, status, text = response.lines[0].decode("utf-8", "replace").rstrip("\r\n").split(" ", 2)
        name, _, argument = command.partition(" ")
        self.record(name, None if literal else argument, status, text, tag=tag)
        for one in fetched:
            for raw in one.messages:
                self.truth.email(raw, "imap-fetch", **self.ends, status=status, mailbox=self.mailbox, uid=one.uid,
                                 hop=self.hop)
        return status

    def _response(self) -> Response:
        response = Response([self.receive_line()], [])
        while literal := LITERAL.search(response.lines[-1]):
            response.literals.append(self.receive_exactly(int(literal[1])))
            response.lines.append(self.receive_line())
        return response
