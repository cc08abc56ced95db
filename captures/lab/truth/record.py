"""What was really sent in a capture: the clients write it down here while they talk."""
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from mails import Mail

Entry = dict[str, Any]
"""What becomes an object of the truth file."""

HASHED = {
    "smtp": "the bytes of the message that the client handed over: before dot-stuffing, CRLF line ends, with the last "
            "CRLF before the final dot",
    "smtp-relay": "the bytes as one MTA sent them to the other (dot-stuffing undone): the client's message with the "
                  "headers that the first MTA added; checked to be the tail of the second MTA's stored copy",
    "pop": "the message as the client got it, dot-stuffing undone, CRLF line ends, without the final dot line (the "
           "server's stored copy, with the headers that the MTAs added)",
    "imap-fetch": "the literal that the client got (the server's stored copy, with the headers that the MTAs added)",
    "imap-append": "the literal that the client sent",
}
"""Of which bytes `size` and `sha256` of an email are, by how it was transferred."""


@dataclass(frozen=True, slots=True)
class Email:
    """One transfer of one message."""
    entry: Entry
    raw: bytes


class Truth:
    """All that becomes the truth file of one capture."""

    def __init__(self, capture: str, scenario: str) -> None:
        self.capture, self.scenario = capture, scenario
        self.hashed: dict[str, str] = {}
        self.emails: list[Email] = []
        self.sessions: list[Entry] = []
        self.transactions: list[Entry] = []
        self.secrets: set[str] = set()
        self.mails: dict[str, Entry] = {}

    def know(self, *mails: Mail) -> None:
        """Messages that will be met again; a fetched one is told by its Message-ID."""
        self.mails.update({mail.facts["message_id"]: mail.facts for mail in mails})

    def session(self, protocol: str, ends: Entry, **more: object) -> Entry:
        """A new connection with its commands."""
        entry = {"protocol": protocol, **ends, "tls": None, "commands": [], **more}
        self.sessions.append(entry)
        return entry

    def email(self, raw: bytes, transferred: str, facts: Entry | None = None, **more: object) -> None:
        """A message on its way; `transferred` is a key of HASHED."""
        self.hashed[transferred] = HASHED[transferred]
        protocol, _, _ = transferred.partition("-")
        self.emails.append(Email({
            "protocol": protocol, "direction": "fetched" if transferred in ("pop", "imap-fetch") else "sent",
            "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest(), "complete": True, "attachments": [],
            **(facts or self._facts(raw)), "tls": None, **more}, raw))

    def _facts(self, raw: bytes) -> Entry:
        """From, to, subject and attachments, as they were when the message was written."""
        headers, _, _ = raw.partition(b"\r\n\r\n")
        found = re.search(rb"^Message-ID: <(.*?)>", headers, re.MULTILINE)
        return self.mails.get(found[1].decode(), {}) if found else {}
