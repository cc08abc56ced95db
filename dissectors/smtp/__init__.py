"""SMTP and LMTP (RFC 5321, RFC 2033)."""
from __future__ import annotations

import re
from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.mail.events import Command, Reply
from dissectors.mail.trees import masked
from dissectors.registry import Claim, Context, Dissector
from dissectors.smtp.fields import FIELDS, describe_command, describe_reply
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import Conversation, Event, MessageBytes

__all__ = ["SMTP", "SmtpConversation"]

HELLO = re.compile(rb"(?:EHLO|HELO|LHLO) \S", re.IGNORECASE)
MAIL = re.compile(rb"(?:^|\n)(?:MAIL FROM:|RCPT TO:)", re.IGNORECASE)
GREETING = re.compile(rb"220[ -][^\r\n]*(?:SMTP|mail|postfix|exim|sendmail)", re.IGNORECASE)
FTP = re.compile(rb"220[ -][^\r\n]*FTP|(?:USER|PASS|FEAT|SYST|PORT|PASV) ?", re.IGNORECASE)


class SMTP(Dissector):
    """The Simple Mail Transfer Protocol."""
    name = "smtp"
    label = "Simple Mail Transfer Protocol"
    fields = FIELDS
    claims = (Claim("tcp.port", 25), Claim("tcp.port", 587))

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        return SmtpConversation()

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
        if isinstance(event, Command):
            return describe_command(event, context.show_secrets)
        return describe_reply(event) if isinstance(event, Reply) else iter(())

    def event_info(self, event: Event, data: bytes) -> str:
        """As Wireshark's column: who speaks, and the line; further lines of a reply behind bars."""
        if isinstance(event, Command):
            if event.verb == ".":
                return ""
            if event.continuation:
                return f"C: {'Pass' if event.secret else 'User'}: {masked(event).rstrip()}"
            return "C: " + masked(event).rstrip("\r\n")
        if isinstance(event, Reply):
            first, *more = event.text.split("\n")
            return " | ".join([f"S: {event.status}{'-' if more else ' '}{first}", *more])
        if isinstance(event, MessageBytes) and not event.missing:
            return f"C: DATA fragment, {event.stop - event.start} bytes"
        return ""
