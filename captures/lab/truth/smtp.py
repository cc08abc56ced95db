"""What the client and the reading of a capture both know of SMTP: replies, the envelope, dot-stuffing."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

END_OF_DATA = b"\r\n.\r\n"


def stuffed(raw: bytes) -> bytes:
    """A message as it is sent: dots at the beginning of lines doubled, a line with a dot at its end
    (RFC 5321, section 4.5.2)."""
    return re.sub(rb"(\A|\r\n)\.", rb"\1..", raw) + b".\r\n"


def unstuffed(sent: bytes) -> bytes:
    """A message, or lines of it, without the doubled dots."""
    return re.sub(rb"(\A|\r\n)\.", rb"\1", sent)


def goes_on(line: str) -> bool:
    """Is the reply continued on the next line (RFC 5321, section 4.2.1)?"""
    return line[3:4] == "-"


def reply(lines: list[str]) -> tuple[str, str]:
    """Status and text of a reply."""
    return lines[-1][:3], "\n".join(line[4:] for line in lines)


@dataclass(slots=True)
class Envelope:
    """Sender and recipients that the server took."""
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)

    def follow(self, command: str, status: str) -> None:
        """Takes in a command and the status that it got."""
        verb, path = command.upper(), re.search(r"<(.*?)>", command)
        if verb.startswith(("RSET", "EHLO", "HELO")):
            self.clear()
        elif verb.startswith("MAIL FROM") and status == "250" and path:
            self.sender, self.recipients = path[1], []
        elif verb.startswith("RCPT TO") and status == "250" and path:
            self.recipients.append(path[1])

    def clear(self) -> None:
        """The transaction is over."""
        self.sender, self.recipients = None, []

    def entry(self) -> dict[str, Any]:
        """As it stands in the truth file."""
        return {"envelope_from": self.sender, "envelope_to": list(self.recipients)}
