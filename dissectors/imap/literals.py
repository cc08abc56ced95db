"""The literal of a FETCH response that holds an email or a part of one."""
from __future__ import annotations

import re
from typing import NamedTuple

from dissectors.imap.grammar import literal_of

ITEM = re.compile(rb"(?:(?:BODY|BINARY)(?:\.PEEK)?\[(?P<part>[\d.]*)(?P<section>[A-Z.]*)[^\]\r\n]*\]"
                  rb"(?:<(?P<offset>\d+)>)?|RFC822(?:\.PEEK)?(?:\.(?P<old>HEADER|TEXT))?)[ ]?~?\{", re.IGNORECASE)
"""RFC 9051 7.5.2, RFC 3501 7.4.2; the last one in the line is that of the literal."""
HEADERS = (b"HEADER", b"MIME")


class FoundLiteral(NamedTuple):
    """A literal that begins at `start` of the response; `from_headers`: it is a message or its header block."""
    start: int
    data: bytes
    from_headers: bool


def first_literal(response: bytes) -> FoundLiteral | None:
    """The first literal of a FETCH response, if it is of an email."""
    start = response.find(b"\n") + 1
    line = response[:start]
    literal = literal_of(line)
    items = list(ITEM.finditer(line))
    if literal is None or not items:
        return None
    item = items[-1]
    section = (item["section"] or item["old"] or b"").upper()
    from_start = item["offset"] is None or int(item["offset"][:18]) == 0
    return FoundLiteral(start, response[start:start + literal.size],
                        from_start and (section.startswith(HEADERS) if section else not item["part"]))
