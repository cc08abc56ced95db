"""All emails of a capture, and the commands of its mail sessions: flow by flow, in order of the flows."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analyzer.commands import command_rows
from analyzer.emails import emails
from analyzer.engine import MAIL, Engine
from analyzer.mail import mail_rows
from analyzer.messages import Email
from dissectors.mime import attachments, parse


def all_command_rows(engine: Engine, show_secrets: bool) -> Iterator[dict[str, Any]]:
    """A row a command of each mail session."""
    for talk in engine.talks(*MAIL):
        yield from command_rows(talk, show_secrets)


@dataclass(frozen=True, slots=True)
class MailWithRow:
    """An email and its row, for exports."""
    row: dict[str, Any]
    email: Email

    def content(self) -> bytes:
        """The message as transferred."""
        return self.email.bytes()


class Mails:
    """The emails of a capture; their numbers count from 0."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __iter__(self) -> Iterator[Email]:
        for talk in self._engine.talks(*MAIL):
            yield from emails(talk)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row an email."""
        return mail_rows(self)

    def with_rows(self) -> list[MailWithRow]:
        """All emails with their rows."""
        found = list(self)
        return [MailWithRow(row, email) for row, email in zip(mail_rows(found), found, strict=True)]

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many emails and attachments there are."""
        found = [len(attachments(parse(email.bytes()))) for email in self]
        return len(found), sum(found)
