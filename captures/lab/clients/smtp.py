"""An SMTP client."""
from __future__ import annotations

import base64
import time
from collections.abc import Sequence

from clients.line import Line, expect
from mails import Mail
from truth.record import Entry, Truth
from truth.smtp import Envelope, goes_on, reply, stuffed

SUBMISSION = 587
AUTHENTICATED, REJECTED = "235", "535"


class SMTP(Line):
    """A session with an MTA; `hop` says in the truth file which step of a mail's way it is."""

    def __init__(self, truth: Truth, node: str, server: str, port: int = 25, hop: str = "client -> server") -> None:
        super().__init__(truth, "smtp", node, server, port)
        self.hop = hop
        self.envelope = Envelope()
        self.record(None, None, *self._reply())

    def command(self, text: str, want: str | None = None) -> Entry:
        """Sends a command and waits for its reply."""
        self.send_line(text)
        return self._replied(text, want)

    def together(self, texts: Sequence[str]) -> None:
        """Sends commands without waiting in between (RFC 2920)."""
        self.send(b"".join(text.encode() + b"\r\n" for text in texts))
        for text in texts:
            self._replied(text)

    def auth_login(self, user: str, password: str) -> None:
        """AUTH LOGIN: user and password on request."""
        entry = self.command("AUTH LOGIN", "334")
        self._secret(password, coded(password))
        self._go_on(coded(user), "334")
        entry["final"] = self._go_on(coded(password), AUTHENTICATED)

    def auth_plain(self, user: str, password: str, at_once: bool = True, want: str = AUTHENTICATED) -> None:
        """AUTH PLAIN (RFC 4616), with the credentials in the command or on request."""
        credentials = coded(f"\0{user}\0{password}")
        self._secret(password, credentials)
        if at_once:
            self.command(f"AUTH PLAIN {credentials}", want)
        else:
            entry = self.command("AUTH PLAIN", "334")
            entry["final"] = self._go_on(credentials, want)

    def data(self, mail: Mail, pieces: int = 0, pause: float = 0) -> None:
        """Sends a message; with `pieces` so many bytes at a time."""
        entry = self.command("DATA", "354")
        sent = stuffed(mail.raw)
        size = pieces or len(sent)
        for start in range(0, len(sent), size):
            self.send(sent[start:start + size])
            time.sleep(pause)
        entry["final"], entry["final_reply"] = status, text = self._reply()
        expect(status, "250", text)
        self.truth.know(mail)
        self.truth.email(mail.raw, "smtp", mail.facts, **self.ends, **self.envelope.entry(), status=status,
                         hop=self.hop)
        self.envelope.clear()

    def send_mail(self, mail: Mail, sender: str, *recipients: str) -> None:
        """A whole transaction."""
        self.command(f"MAIL FROM:<{sender}>")
        for recipient in recipients:
            self.command(f"RCPT TO:<{recipient}>")
        self.data(mail)

    def quit(self) -> None:
        """Ends the session."""
        self.command("QUIT")
        self.close()

    def _reply(self) -> tuple[str, str]:
        lines = [self.receive_text()]
        while goes_on(lines[-1]):
            lines.append(self.receive_text())
        return reply(lines)

    def _replied(self, command: str, want: str | None = None) -> Entry:
        status, text = self._reply()
        verb, _, argument = command.partition(" ")
        entry = self.record(verb.upper(), argument, status, text)
        expect(status, want, command)
        self.envelope.follow(command, status)
        return entry

    def _go_on(self, line: str, want: str) -> str:
        """A further line of an AUTH command: no command of its own."""
        self.send_line(line)
        status, text = self._reply()
        self.record(line, "", status, text, continuation=True)
        expect(status, want, "AUTH")
        return status

    def _secret(self, *secrets: str) -> None:
        self.truth.secrets.update(secrets)


def coded(text: str) -> str:
    """As SASL sends it in SMTP."""
    return base64.b64encode(text.encode()).decode()
