"""Sessions of IMAP in which emails are fetched, as scripts."""
from __future__ import annotations

from dialogues import talk

from analyzer.emails import emails
from analyzer.messages import Email
from dissectors.imap.reader import ImapConversation


def imap(script: str) -> list[Email]:
    """The emails of a session in which a mailbox is selected."""
    return emails(talk("imap", ImapConversation, "S: * OK x\nC: s SELECT INBOX\nS: s OK\n" + script))


def fetch(*exchanges: tuple[str, str]) -> str:
    """A script of FETCH commands: what is asked, what the response has."""
    return "\n".join(f"C: f{n} FETCH 1 {asked}\nS: * 1 FETCH ({items})\\r\\nf{n} OK done"
                     for n, (asked, items) in enumerate(exchanges))
