"""The trees of responses: a field for each, with what it says below it."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dissectors.fields import Field
from dissectors.imap.events import Reply, Untagged
from dissectors.imap.responses import codes, fetch, mailboxes, making, searches, specs
from dissectors.imap.responses.making import Reader
from dissectors.imap.responses.values import Group, Value, Word, read
from dissectors.imap.states import TAGGED, UNTAGGED
from dissectors.stream import Event

STATUSES = frozenset(("OK", "NO", "BAD", "BYE", "PREAUTH"))
"""Responses with a text that may begin with a code (RFC 9051 7.1)."""


def _identification(values: Sequence[Value]) -> Iterator[Field]:
    """ID: names and values (RFC 2971 3.2)."""
    for value in values:
        if isinstance(value, Group):
            for at in range(0, len(value.items), 2):
                name, *rest = value.items[at:at + 2]
                said = "".join(one.text for one in rest if not (isinstance(one, Word) and one.is_nil))
                yield making.over(specs.IDENTIFICATION, f"{name.text}={said}", name)


RESPONSES: dict[str, Reader] = {
    "FETCH": fetch.fetched, "UIDFETCH": fetch.fetched, "FLAGS": making.in_order(making.flags(specs.FLAGS)),
    "LIST": mailboxes.listed, "LSUB": mailboxes.listed, "XLIST": mailboxes.listed, "RLIST": mailboxes.listed,
    "STATUS": mailboxes.status, "NAMESPACE": mailboxes.namespaces, "QUOTA": mailboxes.quota,
    "QUOTAROOT": mailboxes.quota_roots, "ACL": mailboxes.acl, "LISTRIGHTS": mailboxes.list_rights,
    "MYRIGHTS": mailboxes.my_rights, "METADATA": mailboxes.metadata, "SEARCH": searches.numbers,
    "SORT": searches.numbers, "ESEARCH": searches.extended, "THREAD": searches.threads,
    "VANISHED": searches.vanished, "CAPABILITY": codes.capabilities,
    "ENABLED": making.each(making.text(specs.ENABLED)), "ID": _identification}
"""What makes fields of what follows a response's name."""


def describe_response(event: Event, data: bytes) -> Iterator[Field]:
    """The field of a response; nothing of one without more than a status and a text."""
    found = UNTAGGED.match(data) or TAGGED.match(data) if isinstance(event, Reply | Untagged) else None
    if found is None:
        return
    name = found[2].decode("ascii").upper()
    fields = codes.code(data, found.end()) if name in STATUSES else list(_untagged(data, found, name))
    if not fields and name in STATUSES:
        return
    missing = event.stop - event.start - len(data)
    if missing > 0:
        fields.append(_problem(f"{missing} bytes are missing, so that what follows them may be read wrongly"))
    yield Field(specs.NAME, name, 0, len(data.rstrip(b"\r\n")), children=fields)


def _untagged(data: bytes, found: re.Match[bytes], name: str) -> Iterator[Field]:
    if found[1] is not None:    # RFC 9586 3.3: UIDFETCH has the UID where FETCH has the number
        spec = specs.UID if name == "UIDFETCH" else specs.NUMBER
        yield Field(spec, int(found[1]), found.start(1), len(found[1]))
    values, problem, at = read(data, found.end())
    yield from RESPONSES.get(name, making.others)(values)
    if problem:
        yield _problem(f"{problem} (byte {at})")


def _problem(reason: str) -> Field:
    return Field(specs.PROBLEM, reason, 0, 0, generated=True)
