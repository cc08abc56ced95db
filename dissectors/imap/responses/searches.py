"""Results of searches: SEARCH, SORT, ESEARCH, THREAD; and VANISHED."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from dissectors.fields import Field
from dissectors.imap.responses import making, specs
from dissectors.imap.responses.mailboxes import mailbox
from dissectors.imap.responses.making import Item, over
from dissectors.imap.responses.values import Group, Value, Word

_found = making.count(specs.FOUND)
_behind_numbers = making.listed(making.by_name({"MODSEQ": making.count(specs.MODSEQ)}))     # RFC 7162 3.1.5

CORRELATOR: dict[str, Item] = {                                     # RFC 9051 7.3.4, RFC 7377 2.1
    "TAG": making.text(specs.SEARCH_TAG), "MAILBOX": mailbox, "UIDVALIDITY": making.count(specs.UIDVALIDITY)}
RESULTS: dict[str, Item] = {
    "MIN": making.count(specs.SEARCH_MIN), "MAX": making.count(specs.SEARCH_MAX),
    "COUNT": making.count(specs.SEARCH_COUNT), "ALL": making.text(specs.SEARCH_ALL),
    "MODSEQ": making.count(specs.MODSEQ),
    "PARTIAL": making.sent(specs.SEARCH_PARTIAL)}                   # RFC 9394 3.1

threads = making.each(making.sent(specs.THREAD))
"""THREAD: a list for each thread, in which answers stand in lists of their own (RFC 5256 4)."""


def numbers(values: Sequence[Value]) -> Iterator[Field]:
    """SEARCH and SORT: numbers of messages."""
    for value in values:
        yield from (_behind_numbers if isinstance(value, Group) else _found)(value)


def extended(values: Sequence[Value]) -> Iterator[Field]:
    """ESEARCH: to which command it belongs, whether numbers are UIDs, then results by name."""
    at = 0
    if values and isinstance(values[0], Group):
        yield from making.by_name(CORRELATOR)(values[0].items)
        at = 1
    if at < len(values) and (word := values[at]).text.upper() == "UID":
        yield over(specs.SEARCH_UID, True, word)
        at += 1
    yield from making.by_name(RESULTS)(values[at:])


def vanished(values: Sequence[Value]) -> Iterator[Field]:
    """VANISHED: UIDs of messages that are no more (RFC 7162 3.2.10)."""
    for value in values:
        if isinstance(value, Word):
            yield from making.text(specs.VANISHED)(value)
        else:
            yield over(specs.EARLIER, value.text.upper() == "(EARLIER)", value)
