"""Lists of addresses with their groups (RFC 5322 3.4)."""
from __future__ import annotations

from typing import NamedTuple

from dissectors.mail.addresses import MAX_BYTES, Address, parse, tokens
from dissectors.mime.words import decode_words

MAX_GROUPS = 1000
"""Groups of one field that are read, and stretches of mailboxes between them."""


class Group(NamedTuple):
    """Mailboxes that stand together; `name` is None for those outside of any group."""
    name: str | None
    members: list[Address]


def groups(value: bytes) -> list[Group]:
    """The groups of a list, and what stands between them, in order."""
    value = value[:MAX_BYTES].translate(None, b"\r\n")
    if b":" not in value:
        members = parse(value)
        return [Group(None, members)] if members else []
    found: list[Group] = []
    name: str | None = None
    item = begin = 0
    for kind, start, stop in tokens(value, 0, len(value)):
        if kind != "separator":
            continue
        if len(found) >= MAX_GROUPS:
            return found
        sign = value[start:stop]
        if sign == b":" and name is None:
            _add(found, None, value[begin:item])
            name, begin = " ".join(decode_words(value[item:start]).text.split()).strip('"'), stop
        elif sign == b";" and name is not None:
            _add(found, name, value[begin:start])
            name, begin = None, stop
        item = stop
    _add(found, name, value[begin:])
    return found


def _add(found: list[Group], name: str | None, value: bytes) -> None:
    members = parse(value)
    if members or name is not None:
        found.append(Group(name, members))
