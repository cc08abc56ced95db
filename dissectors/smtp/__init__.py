"""SMTP and LMTP (RFC 5321, RFC 2033)."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dissectors.fields import Field
from dissectors.late import LateFields
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Event

if TYPE_CHECKING:
    from dissectors.mail.plain import PlainReader

__all__ = ["SMTP", "SMTP_DETAILS"]

HELLO = re.compile(rb"(?:EHLO|HELO|LHLO) \S", re.IGNORECASE)
MAIL = re.compile(rb"(?:^|\n)(?:MAIL FROM:|RCPT TO:)", re.IGNORECASE)
GREETING = re.compile(rb"220[ -][^\r\n]*(?:SMTP|mail|postfix|exim|sendmail)", re.IGNORECASE)
LMTP_PORT = 24
"""RFC 2033 has none, but not SMTP's; servers take that of "any private mail system"."""
FTP = re.compile(rb"220[ -][^\r\n]*FTP|(?:USER|PASS|FEAT|SYST|PORT|PASV) ?", re.IGNORECASE)


class SMTP(Dissector):
    """The Simple Mail Transfer Protocol."""
    name = "smtp"
    label = "Simple Mail Transfer Protocol"
    fields = LateFields("dissectors.smtp.fields")
    claims = (Claim("tcp.port", 25), Claim("tcp.port", 587))
    details = "smtp_details"

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        from dissectors.smtp.reader import SmtpConversation
        return SmtpConversation(context.destination_port == LMTP_PORT)

    def plain(self) -> PlainReader:
        """What reads many plain connections at once."""
        from dissectors.smtp.plain import PlainSmtp
        return PlainSmtp()

    def likelihood(self, client: bytes, server: bytes) -> float:
        """By greeting and first commands; FTP greets with 220 too (RFC 959 4.2)."""
        if HELLO.match(client):
            return 0.99 if server[:3] in (b"220", b"") else 0.8
        if FTP.match(server) or FTP.match(client):
            return 0.0
        if GREETING.match(server):
            return 0.9 if not client else 0.6
        if MAIL.search(client[:400]):
            return 0.9
        return 0.4 if server[:4] in (b"220 ", b"220-") and not client else 0.0

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a command or a reply."""
        from dissectors.smtp.tree import describe_event
        return describe_event(event, data, context.show_secrets)

    def event_info(self, event: Event, data: bytes) -> str:
        """As Wireshark's column: who speaks, and the line; further lines of a reply behind bars."""
        from dissectors.smtp.tree import event_info
        return event_info(event, data)


class SMTP_DETAILS(Dissector):
    """Keywords of EHLO, parameters of MAIL and RCPT, enhanced status codes."""
    name = "smtp_details"
    label = "Simple Mail Transfer Protocol, details"
    fields = LateFields("dissectors.smtp.details.specs")

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a command or a reply."""
        from dissectors.smtp.details.tree import describe_details
        return describe_details(event, data, context.facts.get("hellos", {}))
