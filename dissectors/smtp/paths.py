"""Paths of MAIL and RCPT (RFC 5321 4.1.2)."""
from __future__ import annotations

import re

PATH = re.compile(r'(?:FROM|TO):\s*(?:<((?>(?:"(?>(?:[^"\\]|\\.)*)"|[^">])*))>|(\S+))', re.IGNORECASE)
"""With brackets, or as hands type it; a local part in quotes may hold a bracket."""


def mailbox_of(path: str) -> str:
    """What a path leads to: a source route is left out (RFC 5321 appendix C)."""
    return path.rpartition(":")[2] if path.startswith("@") else path
