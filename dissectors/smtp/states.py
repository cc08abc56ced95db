"""The states of an SMTP conversation, and what commands and replies do to them."""
from __future__ import annotations

import re
from enum import Enum


class Expect(Enum):
    """What the client's next bytes are."""
    START = "unknown: nothing was seen yet"
    LOST = "unknown: bytes are missing"
    COMMAND = "a command"
    AUTH = "a response of an authentication dialogue, or a command where that is over"
    AFTER_DATA = "a message where the server wants it, else a command"
    MESSAGE = "a message"
    CHUNK = "the bytes that BDAT announced"
    PROPERTIES = "the bytes that XEXCH50 announced, for which the server has asked"


A_COMMAND = Expect.COMMAND
"""The member by itself: it is asked for with each line, and looking it up in the class takes long."""

AFTER_COMMAND = {"DATA": Expect.AFTER_DATA, "AUTH": Expect.AUTH}
"""What may follow a command other than a command."""

DISCARDS = frozenset(("RSET", "HELO", "EHLO", "LHLO", "MAIL", "QUIT", "DATA", "STARTTLS"))
"""Commands that end a message of which not all chunks came (RFC 3030 2, RFC 5321 4.1.4)."""

BEFORE_CHUNKS = frozenset(("RSET", "HELO", "EHLO", "LHLO", "MAIL", "RCPT"))
"""Commands behind which BDAT sends a message's first chunk (RFC 3030 2)."""

ANCHORS = {"354": "DATA", "334": "AUTH", "235": "AUTH", "221": "QUIT"}
"""Replies to one command only."""

_DONE = re.compile("25|[45]")
FITS = {"DATA": re.compile("354|[45]"), "QUIT": re.compile("221|[45]"), "AUTH": re.compile("334|235|[45]"),
        **dict.fromkeys(("EHLO", "HELO", "LHLO", "MAIL", "RCPT", "RSET", "NOOP"), _DONE)}
"""The replies that commands can have (RFC 5321 4.3.2, RFC 4954 4)."""

AUTH_SAYS = frozenset(("334", "235", "432", "454", "534", "535", "538"))
"""Replies to AUTH and its responses (RFC 4954 4, 6); 454 is STARTTLS's too."""

GREETINGS = frozenset(("220", "421", "554"))
"""RFC 5321 3.1, 4.3.2"""

# RFC 5321 4.1.1, and the extensions' commands; what a hand types may lack the brackets
COMMAND = re.compile(
    rb"(?:MAIL[ \t]+FROM[ \t]*:|RCPT[ \t]+TO[ \t]*:|(?:EHLO|HELO|LHLO|VRFY|EXPN|ETRN|XCLIENT|XFORWARD|BURL) |AUTH[ =]"
    rb"|BDAT +\d"
    rb"|(?:DATA|RSET|QUIT|STARTTLS|NOOP|HELP)(?: [^:]*)?\r?\n)", re.IGNORECASE)

VERBS = frozenset((
    "HELO", "EHLO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "VRFY", "EXPN", "HELP", "NOOP", "QUIT", "AUTH",
    "STARTTLS", "ETRN", "TURN", "ATRN", "SEND", "SAML", "SOML", "XCLIENT", "XFORWARD", "BURL", "XEXCH50"))
"""Commands that servers know."""


def is_command(line: bytes) -> bool:
    """Whether a line is a command and no response of AUTH, which may be a word of as many letters."""
    return COMMAND.match(line) is not None or line.strip().upper().decode("ascii", "replace") in VERBS


CHUNK = re.compile(rb"BDAT +(\d{1,18})(?: +(LAST))? *\r?\n", re.IGNORECASE)
"""RFC 3030 2"""

PROPERTIES = re.compile(rb"XEXCH50 +(\d{1,18})[ \r\n]", re.IGNORECASE)
"""MS-XEXCH50 2.2.1: how many bytes follow where the server agrees"""
