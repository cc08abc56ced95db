"""Rows of emails: what their headers and parts say beside how they were transferred, and which are the same mail."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analyzer.messages import Email
from analyzer.seconds import Nanoseconds
from dissectors.mime import Message, attachments, describe_attachment

_NUMBERED, _NO_OTHERS = b'{"email":', b'"same_as":[]'
_SOMETHING = re.compile(rb"\S")
MOST_SAME = 100
"""So many other transfers of the same mail a row names."""


def link_same(rows: Iterable[tuple[dict[str, Any], str | None]]) -> None:
    """Fills `same_as` of rows with their identities, in place: what was made of a row has it too. The rows are those of
    all emails, in their order."""
    rows = list(rows)
    for (row, _), others in zip(rows, same_mails([identity for _, identity in rows]), strict=True):
        row["same_as"][:] = others


def same_mails(identities: Sequence[str | None]) -> Iterator[list[int]]:
    """For each of all emails the numbers of those with the same identity. Of a mail that was transferred very often,
    the first transfers are named."""
    alike: dict[str, list[int]] = {}
    for number, identity in enumerate(identities):
        if identity is not None:
            alike.setdefault(identity, []).append(number)
    for number, identity in enumerate(identities):
        others = alike.get(identity or "", ())[:MOST_SAME + 1]
        yield [other for other in others if other != number][:MOST_SAME]


def completed(line: bytes, number: int, others: Iterable[int]) -> bytes:
    """A row as JSON with what is known only with all rows, in place of 0 and no others. Within strings of JSON there is
    a backslash before each quote, so what is sought is the key."""
    before, _, behind = line.partition(_NO_OTHERS)
    return b"".join((_NUMBERED, b"%d" % number, before[len(_NUMBERED) + 1:], _NO_OTHERS[:-1],
                     ",".join(map(str, others)).encode(), b"]", behind))


def identity_of(message: Message) -> str | None:
    """What an email has in common with itself on another leg, where headers are added: its Message-ID, or, without
    one, its body."""
    message_id = message.headers.message_id
    if message_id and message_id.strip(" <>"):
        return "id " + message_id.strip()
    with memoryview(message.data)[message.start:message.stop] as body:
        return "body " + hashlib.sha256(body).hexdigest() if _SOMETHING.search(body) else None


def email_row(email: Email, number: int, content: bytes, message: Message) -> dict[str, Any]:
    """The row of one email, without what links it to others."""
    talk, headers = email.talk, message.headers
    first = email.first_row
    return {
        "email": number, "protocol": talk.service, "flow": talk.flow, "direction": email.direction,
        "client": talk.client, "server": talk.server, "first_packet": first + 1, "last_packet": email.last_row + 1,
        "time": Nanoseconds(talk.time_at(first)), "envelope_from": email.envelope_from,
        "envelope_to": email.envelope_to, "from": headers.from_, "to": headers.to, "cc": headers.cc,
        "subject": headers.subject, "date": headers.date, "message_id": headers.message_id, "size": len(content),
        "complete": email.complete, "missing_bytes": email.missing_bytes,
        "sha256": hashlib.sha256(content).hexdigest(), "mailbox": email.mailbox, "uid": email.uid,
        "status": email.status, "attachments": [describe_attachment(part) for part in attachments(message)],
        "same_as": [], "flags": None if email.flags is None else list(email.flags),
    }
