"""What the bytes of many emails tell: kernels read those together whose bytes lie in the capture as they are."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from analyzer.conversations import Talk
from analyzer.email_contents import Read, read_one
from analyzer.emails import emails
from analyzer.mail import Told, identity_of, told_by
from analyzer.messages import Email
from analyzer.plain_messages import ROOM, SCATTERED, Gathered, Place, PlainMessages, grouped
from analyzer.stream import Stream
from analyzer.streams import Streams
from dissectors.mime import describe_attachment
from dissectors.mime.outline import Outline
from dissectors.mime.plain import ATTACHMENT, OUTLINE
from dissectors.mime.plain_headers import (
    CC_BEGIN,
    DATE_BEGIN,
    FROM_BEGIN,
    ID_BEGIN,
    SUBJECT_BEGIN,
    TO_BEGIN,
    UNUSUAL,
)


class _Found(NamedTuple):
    """An email, its number in its flow, and how many bytes of the capture it is: 0 where it must be read by itself."""
    email: Email
    number: int
    size: int


def read_together(talks: Iterable[Talk], with_content: bool, messages: PlainMessages, streams: Streams
                  ) -> Iterator[Read]:
    """The emails of conversations, in order; `messages` reads those that are read together."""
    found = (_Found(email, number, _size(email, talk)) for talk in talks for number, email in enumerate(emails(talk)))
    for group in grouped(found, lambda one: one.size):
        together = [one for one in group if one.size]
        read = iter(_read(together, with_content, messages, streams) if together else ())
        for one in group:
            yield (next(read) if one.size else None) or read_one(one.email, one.number, with_content)


def _size(email: Email, talk: Talk) -> int:
    if len(email.spans) != 1 or not isinstance(talk.stream, Stream):
        return 0
    start, stop, stuffed, missing = email.spans[0]
    plain = not missing and (email.line_end == b"\r\n" or not (stuffed and email.dotted))
    return stop - start if plain and stop - start <= ROOM else 0


def _read(found: Sequence[_Found], with_content: bool, messages: PlainMessages, streams: Streams
          ) -> Iterator[Read | None]:
    """Emails that are read together; None for each that must be read by itself."""
    flows = list(dict.fromkeys(one.email.talk.flow for one in found))
    sessions = {flow: number for number, flow in enumerate(flows)}
    places = [Place(sessions[email.talk.flow], email.side, *email.spans[0][:2], email.spans[0].stuffed and email.dotted)
              for email, _, _ in found]
    gathered = messages.read(streams.slices_of(np.array(flows, np.int64)), places, len(streams.segment_rows))
    rows = [streams.segment_rows[streams.segment[slices]].tolist() for slices in (gathered.first, gathered.last)]
    outlines, scattered = list(_outlines(gathered)), (gathered.first == SCATTERED).tolist()
    told = iter(_told([outline for outline in outlines if outline.places]))
    for k, ((email, number, _), outline) in enumerate(zip(found, outlines, strict=True)):
        if scattered[k]:
            yield None
            continue
        content = outline.content.tobytes() if with_content or not outline.places else None
        tells = next(told) if outline.places else told_by(content or b"")
        yield Read(email, number, tells, rows[0][k], rows[1][k], content if with_content else None)


def _told(outlines: Sequence[Outline]) -> list[Told]:
    """What messages tell that have outlines; one thing of all after the other, which is quicker than all of one."""
    digests = [hashlib.sha256(outline.content).hexdigest() for outline in outlines]
    authors = [outline.mailboxes(FROM_BEGIN) for outline in outlines]
    to, cc = ([outline.mailboxes(field) or [] for outline in outlines] for field in (TO_BEGIN, CC_BEGIN))
    subjects, dates, ids = ([outline.text(field) for outline in outlines]
                            for field in (SUBJECT_BEGIN, DATE_BEGIN, ID_BEGIN))
    attached = [list(map(describe_attachment, outline.attachments())) for outline in outlines]
    return [Told(outline.end - outline.begin, digest, None if author is None else ", ".join(author), *rest)
            for outline, digest, author, *rest in zip(
                outlines, digests, authors, to, cc, subjects, dates, ids, attached,
                map(identity_of, ids, (outline.body for outline in outlines)), strict=True)]


def _outlines(found: Gathered) -> Iterator[Outline]:
    """The outlines of messages; without places where there is something unusual."""
    memory, counts = found.room.data, found.counts.tolist()
    last = list(accumulate(max(count, 0) for count in counts))
    attached = found.attached[:(last[-1] if last else 0) * ATTACHMENT].reshape(-1, ATTACHMENT).tolist()
    places = found.outlines.reshape(-1, OUTLINE).tolist()
    for k, (begin, end) in enumerate(zip(found.begin.tolist(), found.end.tolist(), strict=True)):
        known = counts[k] != UNUSUAL
        yield Outline(memory, begin, end, places[k] if known else (),
                      attached[last[k] - counts[k]:last[k]] if known else ())
