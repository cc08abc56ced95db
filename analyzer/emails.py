"""Emails of a conversation: what SMTP, POP and IMAP carried, with envelope, mailbox and the server's word on it."""
from __future__ import annotations

from analyzer.email_collector import Collector
from analyzer.email_transfers import PopEmails, SmtpEmails
from analyzer.messages import Email
from analyzer.talk import Talk

_COLLECTORS: dict[str, type[Collector]] = {"smtp": SmtpEmails, "pop": PopEmails}


def emails(talk: Talk) -> list[Email]:
    """The emails of a conversation in the order in which they begin."""
    if talk.plain is not None:  # whose kernels are imported where there is one
        from analyzer.email_plain import plain_emails
        return plain_emails(talk, talk.plain)
    collector = _collector(talk.service)(talk)
    for event in talk.events:
        collector.take(event)
    return sorted(collector.finished(), key=lambda email: collector.order[email])


def _collector(service: str) -> type[Collector]:
    if service == "imap":   # whose grammar is imported where it is spoken
        from analyzer.email_imap import ImapEmails
        return ImapEmails
    return _COLLECTORS.get(service, Collector)
