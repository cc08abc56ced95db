"""What IMAP's commands do to a connection, and how its lines are told from others."""
from __future__ import annotations

import re

COMMANDS = frozenset((
    "CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE", "SELECT", "EXAMINE", "CREATE",
    "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LSUB", "NAMESPACE", "STATUS", "APPEND", "IDLE", "CHECK",
    "CLOSE", "UNSELECT", "EXPUNGE", "SEARCH", "FETCH", "STORE", "COPY", "MOVE", "UID", "ID", "COMPRESS", "SORT",
    "THREAD", "GETQUOTA", "GETQUOTAROOT", "SETQUOTA", "GETACL", "SETACL", "DELETEACL", "LISTRIGHTS", "MYRIGHTS",
    "GETMETADATA", "SETMETADATA", "NOTIFY", "CANCELUPDATE", "XLIST", "RLIST", "RLSUB", "PROXYAUTH", "UNAUTHENTICATE",
    "GENURLAUTH", "URLFETCH", "RESETKEY", "REPLACE", "GETJMAPACCESS", "LANGUAGE", "COMPARATOR"))
"""RFC 9051 6 and the registry of capabilities' extensions."""

COMMAND = re.compile(rb"([^\s(){%*\"\\+]{1,64}) +([A-Za-z][A-Za-z0-9.-]{0,31})(?=[ \r\n])")
"""RFC 9051 9: a tag has no characters with a meaning of their own, but for `]`."""

SURE = re.compile(rb"(?:[^\s(){%*\"\\+]{1,64}) +(?:" + b"|".join(name.encode() for name in sorted(COMMANDS)) +
                  rb")(?=[ \r\n])", re.IGNORECASE)
"""A command that can hardly be a line of a message."""

# some servers write several blanks where RFC 9051 9 has one
TAGGED = re.compile(rb"([^\s(){%*\"\\+]{1,64}) +(OK|NO|BAD)(?=[ \r\n])", re.IGNORECASE)
UNTAGGED = re.compile(rb"\* +(?:(\d{1,18}) +)?([A-Za-z][A-Za-z0-9.-]{0,31})(?=[ \r\n(])")
RESPONSE = re.compile(rb"\* +(?:\d{1,18} +)?[A-Za-z]|\+(?: |\r?\n)|[^\s(){%*\"\\+]{1,64} +(?:OK|NO|BAD)[ \r\n]",
                      re.IGNORECASE)
"""A line of the server that can hardly be one of a message."""

GREETINGS = frozenset(("OK", "PREAUTH", "BYE"))
"""RFC 9051 7.1"""
EAGER = frozenset(("CAPABILITY", "ID", "STARTTLS", "LOGIN", "AUTHENTICATE"))
"""Commands that a client may begin with (RFC 9051 6.1, 6.2; RFC 2971 3.1)."""

ANSWERS = {
    "FETCH": frozenset(("FETCH", "UID", "STORE")), "SEARCH": frozenset(("SEARCH", "UID")),
    "ESEARCH": frozenset(("SEARCH", "UID", "SORT")), "SORT": frozenset(("SORT", "UID")),
    "THREAD": frozenset(("THREAD", "UID")), "LIST": frozenset(("LIST",)), "LSUB": frozenset(("LSUB",)),
    "STATUS": frozenset(("STATUS", "LIST")), "CAPABILITY": frozenset(("CAPABILITY", "LOGIN", "AUTHENTICATE")),
    "NAMESPACE": frozenset(("NAMESPACE",)), "ID": frozenset(("ID",)), "ENABLED": frozenset(("ENABLE",)),
    "QUOTA": frozenset(("GETQUOTA", "GETQUOTAROOT", "SETQUOTA")), "QUOTAROOT": frozenset(("GETQUOTAROOT",)),
    "BYE": frozenset(("LOGOUT",))}
"""Which commands an untagged response answers, where several are in progress."""
