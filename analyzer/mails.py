"""All emails of a capture, and the commands of its mail sessions: flow by flow, in order of the flows."""
from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from analyzer.commands import command_rows
from analyzer.email_contents import Read, read_emails
from analyzer.emails import emails
from analyzer.engine import Engine
from analyzer.mail import email_row, link_same, numbered, same_mails, with_same
from analyzer.messages import Email
from analyzer.plain import reads_plain
from analyzer.services import MAIL
from analyzer.spooled import content_of
from analyzer.workers import delivered, over
from dissectors.mime import attachments, parse
from dissectors.mime.mapped import Content, Mapped

if TYPE_CHECKING:
    from analyzer.capture import CaptureFile
    from analyzer.plain_messages import PlainMessages

Prepared = TypeVar("Prepared")
Taken = TypeVar("Taken")

FLOWS_A_JOB = 128
"""How many flows a worker takes at a time."""
GROUPS_READ_AT_ONCE = 2
"""Groups of flows after which a process gives the memory of their bytes back."""
LARGE = 20_000
"""From so many packets of mail on, several processors share the work."""
CONTENT_WAITING = 16 << 20
"""Bytes of a group's messages that a process keeps until it is its turn to hand them over; others are read again."""
SPOOLED = 1 << 20
"""As so many of these bytes counts a message in a file."""
CONTENT_KEPT = 128 << 20
"""Bytes of messages that are kept between the making of rows and their export; others are read again."""


def all_command_rows(engine: Engine, show_secrets: bool) -> Iterator[dict[str, Any]]:
    """A row a command of each mail session."""
    for talk in engine.talks(*MAIL):
        yield from command_rows(talk, show_secrets)


class Counts(NamedTuple):
    """How much mail there is; `encrypted` are the flows that turned to TLS."""
    emails: int
    attachments: int
    encrypted: frozenset[int]


@dataclass(slots=True)
class _Found:
    row: dict[str, Any]
    identity: str | None
    place: tuple[int, int]
    """Its flow, and its number in that flow."""
    rows: array[int]
    """Those of its packets, where its content was asked for."""
    content: Content | None

    def portable(self) -> _Found:
        """What another process can be given."""
        return replace(self, content=None) if isinstance(self.content, Mapped) else self


@dataclass(frozen=True, slots=True)
class MailWithRow:
    """An email and its row, for exports."""
    row: dict[str, Any]
    identity: str | None
    """What it has in common with itself on another leg."""
    _engine: Engine
    _place: tuple[int, int]
    _rows: array[int] = field(repr=False)
    _content: Content | None = field(repr=False)

    @property
    def packets(self) -> list[int]:
        """The numbers of the packets that delivered its bytes."""
        return [row + 1 for row in self._rows]

    def content(self) -> Content:
        """The message as transferred."""
        return content_of(self.email()) if self._content is None else self._content

    def email(self) -> Email:
        """The email in its conversation, which knows where its bytes lie; worked out anew."""
        flow, number = self._place
        talk = self._engine.talk(flow)
        assert talk is not None
        return emails(talk)[number]

    def without_content(self) -> MailWithRow:
        """The same, for lists that are kept: its bytes are read when someone asks."""
        return replace(self, _content=None)


class Mails:
    """The emails of a capture; their numbers count from 0."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._groups = 0

    @property
    def capture(self) -> CaptureFile:
        """The file that they are in."""
        return self._engine.capture

    def __iter__(self) -> Iterator[Email]:
        for talk in self._engine.talks(*MAIL):
            yield from emails(talk)

    def counting(self) -> Iterator[Counts]:
        """Counts of groups of flows, to be added up; where there are many, others work on them from this call on."""
        return over(self._count, *self._jobs())

    @cached_property
    def _plain(self) -> PlainMessages:
        """What reads many messages together, which pays in large captures."""
        from analyzer.plain_messages import PlainMessages
        return PlainMessages()

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row an email."""
        return (mail.row for mail in list(self._linked(with_content=False)))

    def lines(self, to_json: Callable[[dict[str, Any]], bytes]) -> Iterator[bytes]:
        """The rows as JSON, which is made where a row is made: lines are quicker handed over by who shares the work."""
        def find(flows: Sequence[int]) -> list[tuple[bytes, str | None]]:
            return [(to_json(one.row), one.identity) for one in self._find(flows, with_content=False)]

        lines, identities = list[bytes](), list[str | None]()
        for line, identity in chain.from_iterable(over(find, *self._jobs())):
            lines.append(numbered(line, len(lines)))    # meanwhile others make more
            identities.append(identity)
        return map(with_same, lines, same_mails(identities))

    def stream(self) -> Iterator[MailWithRow]:
        """All emails with their rows and bytes, as they are found; `same_as` of all rows is filled in at the end."""
        return self._linked(with_content=True)

    def with_rows(self) -> list[MailWithRow]:
        """All emails with their rows."""
        kept, made = 0, []
        for mail in self.stream():
            kept += mail.row["size"]
            made.append(mail if kept <= CONTENT_KEPT else mail.without_content())
        return made

    def handed_over(self, prepare: Callable[[MailWithRow], Prepared],
                    take: Callable[[list[tuple[MailWithRow, Prepared]]], Taken], begun: Callable[[], object]
                    ) -> Iterator[Taken]:
        """What `take` gives for groups of all emails, in order, with what `prepare` makes of each; `same_as` of their
        rows is empty. Where there are many, other processes do both, the second one in turn; `begun` is called when
        these have been forked."""
        def find(flows: Sequence[int]) -> list[tuple[MailWithRow, Prepared]]:
            kept, found = 0, list[tuple[MailWithRow, Prepared]]()
            for one in self._find(flows, with_content=True):
                mail = self._with_row(one)
                kept += SPOOLED if isinstance(one.content, Mapped) else mail.row["size"]
                found.append((mail if kept <= CONTENT_WAITING else mail.without_content(), prepare(mail)))
            return found

        def deliver(found: list[tuple[MailWithRow, Prepared]], before: int) -> tuple[Taken, int]:
            for number, (mail, _) in enumerate(found, before):
                mail.row["email"] = number
            return take(found), before + len(found)

        return delivered(find, *self._jobs(), deliver, begun)

    def _with_row(self, found: _Found) -> MailWithRow:
        return MailWithRow(found.row, found.identity, self._engine, found.place, found.rows, found.content)

    def _linked(self, with_content: bool) -> Iterator[MailWithRow]:
        def find(flows: Sequence[int]) -> list[_Found]:
            return [one.portable() for one in self._find(flows, with_content)]

        identities: list[tuple[dict[str, Any], str | None]] = []
        for one in chain.from_iterable(over(find, *self._jobs())):
            one.row["email"] = len(identities)
            identities.append((one.row, one.identity))
            yield self._with_row(one)
        link_same((row["same_as"], identity) for row, identity in identities)

    def _jobs(self) -> tuple[list[list[int]], bool]:
        """Groups of flows, and whether they are much work."""
        if self._engine.services.are_claimed(*MAIL):
            assert self._engine.tcp_streams     # as good as always they are needed: services are found beside
        flows = self._engine.services.flows_of(*MAIL)
        packets = self._engine.flows.of("packets_sent", flows).sum()
        numbers = flows.tolist()
        groups = [numbers[start:start + FLOWS_A_JOB] for start in range(0, len(numbers), FLOWS_A_JOB)]
        if groups:
            streams = self._engine.tcp_streams
            self._engine.prepare_conversing(MAIL, self._plain.calls(streams) if reads_plain(streams) else ())
        return groups, bool(2 * packets >= LARGE)

    def _count(self, flows: Sequence[int]) -> Counts:
        engine, encrypted = self._engine, set()
        plain, messages, attached = engine.find_plain(flows), 0, 0
        if plain:
            from analyzer.plain_messages import fits
            plain = {flow: session for flow, session in plain.items() if fits(session)}
            messages, attached = self._plain.count(engine.tcp_streams, plain)
        for flow in flows:
            if flow in plain:
                continue
            talk = engine.converse(flow)
            found = [len(attachments(parse(content_of(email)))) for email in emails(talk)]
            messages, attached = messages + len(found), attached + sum(found)
            if talk.encrypted:
                encrypted.add(talk.flow)
        self._group_done()
        return Counts(messages, attached, frozenset(encrypted))

    def _find(self, flows: Sequence[int], with_content: bool) -> Iterator[_Found]:
        for read in self._read(flows, with_content):
            row = email_row(read.email, read.rows[0], read.rows[-1], read.told)
            place = read.email.talk.flow, read.number
            yield _Found(row, read.told.identity, place, array("i", read.rows if with_content else ()), read.content)
        self._group_done()

    def _read(self, flows: Sequence[int], with_content: bool) -> Iterator[Read]:
        """The emails of flows, with what their bytes tell."""
        talks, streams = self._engine.conversing(flows), self._engine.tcp_streams
        if not reads_plain(streams):
            return read_emails(talks, with_content)
        from analyzer.email_together import read_together
        return read_together(talks, with_content, self._plain, streams)

    def _group_done(self) -> None:
        """Gives the memory in which mail was read back, now and then: what is read next may lie beside it."""
        self._groups += 1
        if self._groups % GROUPS_READ_AT_ONCE == 0:
            self._engine.packets.release()
