"""What POP's commands do: which have replies of many lines, which carry messages, what may follow them."""
from __future__ import annotations

import re
from enum import Enum


class Expect(Enum):
    """What the client's next bytes are."""
    COMMAND = "a command"
    AUTH = "a response of an authentication dialogue, or a command where that is over"
    LOST = "the rest of a line whose start is missing, or a command"


class Follows(Enum):
    """What follows a reply `+OK`."""
    REPLY = "another reply"
    MESSAGE = "a message, up to a line with a dot alone"
    LINES = "lines, up to one with a dot alone"
    UNKNOWN = "lines or a reply, as the next line shows"


A_COMMAND, A_REPLY = Expect.COMMAND, Follows.REPLY
"""These members by themselves: they are asked for with each line, and looking them up in the class takes long."""
TEXT = Follows.MESSAGE, Follows.LINES

MESSAGES = frozenset(("RETR", "TOP"))
"""RFC 1939 5, 7"""
LISTS = frozenset(("CAPA",))
"""RFC 2449 5"""
LISTS_WITHOUT_ARGUMENT = frozenset(("LIST", "UIDL", "AUTH", "LANG"))
"""RFC 1939 5, 7; RFC 5034 4; RFC 6856 3.2"""

ANCHORS = {"+": "AUTH"}
"""Replies to one command only."""

VERBS = frozenset(("USER", "PASS", "APOP", "AUTH", "CAPA", "STLS", "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET",
                   "QUIT", "TOP", "UIDL", "UTF8", "LANG", "LAST", "XTND", "IMPLEMENTATION", "EXPIRE", "XSENDER"))

COMMAND = re.compile(rb"(?:(?:USER|PASS|APOP|AUTH|LIST|RETR|DELE|TOP|UIDL|LANG) |(?:CAPA|STLS|STAT|LIST|NOOP|RSET|QUIT|"
                     rb"UIDL|AUTH|UTF8|LANG|LAST)\r?\n)", re.IGNORECASE)

STATUS = re.compile(rb"(\+OK|-ERR|\+)(?=[ \r\n]|$)", re.IGNORECASE)
"""RFC 1939 3, RFC 5034 4"""

HEADER = re.compile(rb"(?:[!-9;-~]+[ \t]*:|From )")
"""How a message begins (RFC 5322 2.2)."""

LISTED = re.compile(rb"\d+ [!-~]{1,70}\r?\n")
"""A line that LIST or UIDL gives (RFC 1939 5, 7)."""


def is_verb(line: bytes) -> bool:
    """Whether a line is the name of a command alone."""
    return line.strip().upper().decode("ascii", "replace") in VERBS


def follows(verb: str, argument: bytes) -> Follows:
    """What follows the reply `+OK` to a command."""
    if verb in MESSAGES:
        return Follows.MESSAGE
    if verb in LISTS or (verb in LISTS_WITHOUT_ARGUMENT and not argument.strip()):
        return Follows.LINES
    return A_REPLY


def secret_in(verb: str, line: bytes) -> tuple[int, int] | None:
    """Where a password or a digest stands in the line of a command other than AUTH."""
    if verb not in ("PASS", "APOP"):
        return None
    words = line.split(None, 1)
    hidden = words[1].rstrip(b"\r\n") if len(words) > 1 else b""
    if verb == "APOP":      # RFC 1939 7: name, digest
        hidden = hidden.partition(b" ")[2]
    stop = len(line.rstrip(b"\r\n"))      # RFC 1939 7: spaces belong to the password
    return (stop - len(hidden), stop) if hidden else None
