"""FETCH: what a response says of a message (RFC 9051 7.5.2)."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissectors.fields import Field
from dissectors.imap.responses import making, specs
from dissectors.imap.responses.envelope import envelope
from dissectors.imap.responses.mailboxes import message_annotations
from dissectors.imap.responses.making import Item, other, others, over
from dissectors.imap.responses.structure import structure
from dissectors.imap.responses.values import Group, Value, Word

SECTION = re.compile(r"(?:BODY|BINARY|BINARY\.SIZE)\[([^\]]*+)\]?(?:<(\d{1,18})>)?|RFC822(?:\.(HEADER|TEXT))?",
                     re.IGNORECASE)
"""RFC 9051 7.5.2, RFC 3501 7.4.2."""

ITEMS: dict[str, Item] = {
    "UID": making.count(specs.UID), "FLAGS": making.flags(specs.FLAGS), "RFC822.SIZE": making.count(specs.SIZE),
    "INTERNALDATE": making.time(specs.INTERNALDATE), "ENVELOPE": envelope, "BODYSTRUCTURE": structure,
    "BODY": structure, "MODSEQ": making.within(making.count(specs.MODSEQ)),     # RFC 7162 3.1
    "ANNOTATION": message_annotations,                                          # RFC 5257 4.5
    "EMAILID": making.within(making.text(specs.EMAILID)),                       # RFC 8474 5
    "THREADID": making.within(making.text(specs.THREADID)),
    "SAVEDATE": making.time(specs.SAVEDATE),                                    # RFC 8514 4
    "PREVIEW": making.text(specs.PREVIEW)}                                      # RFC 8970 3


def fetched(values: Sequence[Value]) -> Iterator[Field]:
    """The items in the response's list."""
    items = values[0].items if values and isinstance(values[0], Group) else []
    for at in range(0, len(items), 2):
        key, value = items[at], items[at + 1] if at + 1 < len(items) else None
        if value is None or not isinstance(key, Word):
            yield from others(items[at:at + 2])
        elif key.name in ITEMS:
            yield from ITEMS[key.name](value)
        elif found := SECTION.fullmatch(key.text):
            yield from _section(key, value, found)
        else:
            yield from other(value, key.text)
    yield from others(values[1:] if items else values)


def _section(key: Word, value: Value, found: re.Match[str]) -> Iterator[Field]:
    """A part of the message: which one, and how much of it is here."""
    children = [over(specs.SECTION_OFFSET, int(found[2]), key)] if found[2] else []
    if key.name.startswith("BINARY.SIZE"):      # RFC 9051 7.5.2: the size alone
        children += making.count(specs.SECTION_SIZE)(value)
    elif isinstance(value, Word) and not value.is_nil:
        children.append(over(specs.SECTION_SIZE, value.size, value))
    said = found[1] if found[1] is not None else found[3] or ""
    yield over(specs.SECTION, said, key, children, f"{specs.SECTION.label}: {key.text}")
