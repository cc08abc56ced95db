"""Names of mailboxes: IMAP's modified UTF-7 (RFC 3501 5.1.3)."""
from __future__ import annotations

import re
from binascii import Error, a2b_base64

SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def decode(name: bytes, utf8: bool = False) -> str:
    """A mailbox's name as text; what is no modified UTF-7 stays as it is, and all of it where the client and the server
    have agreed on `utf8` (RFC 6855 3), of which bytes beyond ASCII are a sign."""
    text = name.decode("utf-8", "replace")
    return text if utf8 or not name.isascii() else SHIFTED.sub(_shifted, text)


def _shifted(found: re.Match[str]) -> str:
    encoded = found[1]
    if not encoded:
        return "&"
    try:
        octets = a2b_base64(encoded.replace(",", "/") + "=" * (-len(encoded) % 4))
        return octets[:len(octets) // 2 * 2].decode("utf-16-be")
    except (Error, UnicodeDecodeError):
        return found[0]
