"""Styles: which kind of traffic a row is, by which the lists are coloured; always beside a word, never colour alone."""
from __future__ import annotations

from enum import Enum

RST = 4
_DNS = frozenset(("DNS", "MDNS", "LLMNR"))
_MAIL = frozenset(("SMTP", "POP", "IMAP"))


class Style(Enum):
    """What a row is about."""
    PLAIN = "plain"
    DNS = "dns"
    MAIL = "mail"
    TLS = "tls"
    PROBLEM = "problem"
    WARNING = "warning"
    ODD = "odd"
    MARKED = "marked"


class Mark(Enum):
    """A sign before a word, each of its own shape, so that it is told apart without its colour too."""
    GOOD = "good"
    EMPTY = "empty"
    WARNING = "warning"
    BAD = "bad"
    SILENT = "silent"
    ODD = "odd"
    COMMENT = "comment"
    REQUEST = "request"
    RESPONSE = "response"
    RELATED = "related"


def style_of(protocol: str, tcp_flags: int = 0) -> Style:
    """The style of a packet or, without flags, of a flow."""
    if tcp_flags & RST:
        return Style.PROBLEM
    if protocol in _DNS:
        return Style.DNS
    if protocol in _MAIL:
        return Style.MAIL
    return Style.TLS if protocol == "TLS" else Style.PLAIN
