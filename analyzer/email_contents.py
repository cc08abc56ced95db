"""What emails' bytes tell, email by email."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analyzer.conversations import Talk
from analyzer.emails import emails
from analyzer.mail import Told, told_by
from analyzer.messages import Email
from analyzer.spooled import content_of
from dissectors.mime.mapped import Content


class Read(NamedTuple):
    """An email with its number in its flow, what its bytes tell, the rows of the packets with them (the first and the
    last one; all where the bytes were asked for), and the bytes."""
    email: Email
    number: int
    told: Told
    rows: Sequence[int]
    content: Content | None


def read_emails(talks: Iterable[Talk], with_content: bool) -> Iterator[Read]:
    """The emails of conversations, one by one."""
    for talk in talks:
        for number, email in enumerate(emails(talk)):
            yield read_one(email, number, with_content)


def read_one(email: Email, number: int, with_content: bool) -> Read:
    """An email by itself."""
    content = content_of(email)
    return Read(email, number, told_by(content), email.rows(), content if with_content else None)
