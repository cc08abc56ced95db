"""Rows of emails: what their headers and parts say beside how they were transferred, and which are the same mail."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from analyzer.messages import Email
from analyzer.seconds import Nanoseconds
from analyzer.spooled import sha256_of
from dissectors.mime import attachments, describe_attachment, parse
from dissectors.mime.mapped import Content

_NUMBERED, _NO_OTHERS = b'{"email":', b'"same_as":[]'
_SOMETHING = re.compile(rb"\S")
MOST_SAME = 100
"""So many other transfers of the same mail a row names."""


def link_same(lists: Iterable[tuple[list[int], str | None]]) -> None:
    """Fills the lists `same_as` of rows, given with the rows' identities, in place: what was made of a row has it too.
    The rows are those of all emails, in their order."""
    lists = list(lists)
    for (same_as, _), others in zip(lists, same_mails([identity for _, identity in lists]), strict=True):
        same_as[:] = others


def same_mails(identities: Sequence[str | None]) -> Iterator[list[int]]:
    """For each of all emails the numbers of those with the same identity. Of a mail that was transferred very often,
    the first transfers are named."""
    alike: dict[str, list[int]] = {}
    for number, identity in enumerate(identities):
        if identity is not None:
            alike.setdefault(identity, []).append(number)
    for number, identity in enumerate(identities):
        others = alike[identity][:MOST_SAME + 1] if identity is not None else ()
        yield [other for other in others if other != number][:MOST_SAME] if len(others) > 1 else []


def numbered(line: bytes, number: int) -> bytes:
    """A row as JSON with its number in place of 0."""
    return b"%b%d%b" % (_NUMBERED, number, line[len(_NUMBERED) + 1:])


def with_same(line: bytes, others: Iterable[int]) -> bytes:
    """A row as JSON with others in place of none. Within strings of JSON there is a backslash before each quote, so
    what is sought is the key."""
    named = ",".join(map(str, others)).encode()
    return line.replace(_NO_OTHERS, _NO_OTHERS[:-1] + named + b"]", 1) if named else line


class Told(NamedTuple):
    """What an email's bytes tell; `identity` is what it has in common with itself on another leg."""
    size: int
    sha256: str
    from_: str | None
    to: list[str]
    cc: list[str]
    subject: str | None
    date: str | None
    message_id: str | None
    attachments: list[dict[str, object]]
    identity: str | None


def told_by(content: Content) -> Told:
    """What a message tells, whatever it is."""
    message = parse(content)
    headers = message.headers
    author, subject, date = headers.from_, headers.subject, headers.date
    with memoryview(content)[message.start:message.stop] as body:
        identity = identity_of(headers.message_id, body, author, subject, date)
    return Told(len(content), sha256_of(content), author, headers.to, headers.cc, subject, date, headers.message_id,
                [describe_attachment(part) for part in attachments(message)], identity)


def identity_of(message_id: str | None, body: memoryview, *fields: str | None) -> str | None:
    """What an email has in common with itself on another leg, where headers are added: its Message-ID, or, without
    one, its body and the `fields` that its author wrote."""
    if message_id and message_id.strip(" <>"):
        return "id " + message_id.strip()
    if not _SOMETHING.search(body):
        return None
    digest = hashlib.sha256("\n".join(field or "" for field in fields).encode("utf-8", "replace") + b"\n")
    digest.update(body)
    return "body " + digest.hexdigest()


def email_row(email: Email, first_row: int, last_row: int, told: Told) -> dict[str, Any]:
    """The row of one email, without its number and what links it to others. `first_row`, `last_row`: those of the
    packets with its bytes."""
    talk = email.talk
    return {
        "email": 0, "protocol": talk.service, "flow": talk.flow, "direction": email.direction,
        "client": talk.client, "server": talk.server, "first_packet": first_row + 1, "last_packet": last_row + 1,
        "time": Nanoseconds(talk.time_at(first_row)), "envelope_from": email.envelope_from,
        "envelope_to": email.envelope_to, "from": told.from_, "to": told.to, "cc": told.cc,
        "subject": told.subject, "date": told.date, "message_id": told.message_id, "size": told.size,
        "complete": email.complete, "missing_bytes": email.missing_bytes,
        "sha256": told.sha256, "mailbox": email.mailbox, "uid": email.uid,
        "status": email.status, "attachments": told.attachments,
        "same_as": [], "flags": None if email.flags is None else list(email.flags),
        "gaps": [gap._asdict() for gap in email.gaps()],
    }
