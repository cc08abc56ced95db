"""The header by which a proxy tells the server who the client is, before all that the client says (HAProxy's PROXY
protocol)."""
from __future__ import annotations

import re

LONGEST_LINE = 107
"""2.1: of version 1, with its end"""
_LINE = re.compile(rb"PROXY (?:TCP4|TCP6|UNKNOWN)(?: [^\r\n]*)?\r\n")
_WORD = b"PROXY "
_SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
_FIXED = 16
"""2.2: of version 2, up to the length of what follows"""


def is_line(header: bytes) -> bool:
    """Whether a header is that of version 1, a line."""
    return header.startswith(_WORD)


def header_size(data: bytes) -> int | None:
    """How long the header is that a stream begins with, 0 where it begins with none; None where more bytes tell."""
    if data.startswith(_SIGNATURE):
        return _FIXED + int.from_bytes(data[_FIXED - 2:_FIXED], "big") if len(data) >= _FIXED else None
    if data.startswith(_WORD) and b"\n" not in data and len(data) < LONGEST_LINE:
        return None
    line = _LINE.match(data, 0, LONGEST_LINE)
    if line:
        return line.end()
    return None if data and (_SIGNATURE.startswith(data) or _WORD.startswith(data)) else 0
