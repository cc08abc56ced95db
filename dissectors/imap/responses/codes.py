"""Response codes: what stands in brackets behind OK, NO, BAD, BYE and PREAUTH (RFC 9051 7.1)."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissectors.fields import Field
from dissectors.imap.responses import mailboxes, making, specs
from dissectors.imap.responses.making import Reader
from dissectors.imap.responses.values import MAX_TEXT, Value, Word, read

CODE = re.compile(rb'\[((?>(?:[^"\]\r\n]++|"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)")*))\]')
BROKEN_CODE = re.compile(rb"\[([^\]\r\n]*+)\]?")
"""One in which a quote is not closed, or which is not closed itself."""


def capabilities(values: Sequence[Value]) -> Iterator[Field]:
    """CAPABILITY, as a code and as a response."""
    return making.each(making.text(specs.CAPABILITY))(values)


CODES: dict[str, Reader] = {
    "CAPABILITY": capabilities,
    "UIDVALIDITY": making.in_order(making.count(specs.UIDVALIDITY)),
    "UIDNEXT": making.in_order(making.count(specs.UIDNEXT)),
    "UNSEEN": making.in_order(making.count(specs.UNSEEN)),
    "HIGHESTMODSEQ": making.in_order(making.count(specs.HIGHESTMODSEQ)),            # RFC 7162 3.1.2.1
    "PERMANENTFLAGS": making.in_order(making.flags(specs.PERMANENT_FLAGS)),
    "APPENDUID": making.in_order(making.count(specs.UIDVALIDITY), making.text(specs.UIDS)),     # RFC 4315 3
    "COPYUID": making.in_order(making.count(specs.UIDVALIDITY), making.text(specs.SOURCE_UIDS),
                               making.text(specs.DESTINATION_UIDS)),
    "MYRIGHTS": making.in_order(mailboxes.rights),      # as Courier says it behind SELECT
    "MODIFIED": making.in_order(making.text(specs.UIDS)),                           # RFC 7162 3.1.3
    "MAILBOXID": making.in_order(making.within(making.text(specs.MAILBOXID)))}      # RFC 8474 4.2


def code(data: bytes, at: int) -> list[Field]:
    """The code that may stand at a place of a status response, and the text behind it; nothing where there is none."""
    at += len(data[at:at + MAX_TEXT]) - len(data[at:at + MAX_TEXT].lstrip(b" "))
    found = CODE.match(data, at) or BROKEN_CODE.match(data, at)
    if not found:
        return []
    values, problem, where = read(data, found.start(1), found.end(1))
    fields = [_field(values, found)] if values and isinstance(values[0], Word) else []
    if problem:
        fields.append(Field(specs.PROBLEM, f"{problem} (byte {where})", 0, 0, generated=True))
    stop = data.find(b"\n", found.end()) + 1 or len(data)
    text = data[found.end():stop].strip()
    if text:
        fields.append(Field(specs.TEXT, text.decode("utf-8", "replace")[:MAX_TEXT],
                            data.index(text, found.end()), len(text)))
    return fields


def _field(values: list[Value], found: re.Match[bytes]) -> Field:
    name = values[0]
    assert isinstance(name, Word)
    children = CODES.get(name.name, making.others)(values[1:])
    return Field(specs.CODE, name.name[:MAX_TEXT], found.start(), found.end() - found.start(), children=list(children))
