"""Paths of MAIL and RCPT (RFC 5321 4.1.2)."""
from __future__ import annotations

import re

PATH = re.compile(r'(?:FROM|TO)\s*+:\s*+(?:[^<>@=]*+<((?>(?:"(?>(?:[^"\\]|\\.)*)"|[^">])*))>|(\S+))', re.IGNORECASE)
"""With brackets, or as hands type it, perhaps with a name or blanks; a local part in quotes may hold a bracket."""
ROUTE = re.compile(r"@(?>(?:\[[^][]*\]|[^:])*):")
"""A source route; colons in brackets are of its addresses."""


def mailbox_of(path: str) -> str:
    """What a path leads to: a source route is left out (RFC 5321 4.1.2, appendix C)."""
    route = ROUTE.match(path)
    return path[route.end():] if route else path
