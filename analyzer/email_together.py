"""What the bytes of many emails tell: kernels read those of plain sessions together."""
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
from analyzer.plain_messages import ROOM, Gathered, Place, PlainMessages, grouped
from analyzer.streams import Streams
from dissectors.mime import describe_attachment
from dissectors.mime.outline import Outline
from dissectors.mime.plain import ATTACHED, OUTLINE
from dissectors.mime.plain_headers import UNUSUAL
from dissectors.mime.plain_texts import ABSENT, BETWEEN, PEOPLE, TEXTS, WRITTEN, texts_of

_BETWEEN = chr(BETWEEN)


class _Found(NamedTuple):
    """An email, its number in its flow, and how many bytes of the capture it is: 0 where it is read by itself."""
    email: Email
    number: int
    size: int


def read_together(talks: Iterable[Talk], with_content: bool, messages: PlainMessages, streams: Streams
                  ) -> Iterator[Read]:
    """The emails of conversations, in order; those of plain sessions together, by `messages`."""
    found = (_Found(email, number, _size(email, talk)) for talk in talks for number, email in enumerate(emails(talk)))
    # one that is read by itself ends a group: its conversation may keep much
    for group in grouped(found, lambda one: one.size or ROOM + 1):
        together = [one for one in group if one.size]
        read = iter(_read(together, with_content, messages, streams) if together else ())
        for one in group:
            yield next(read) if one.size else read_one(one.email, one.number, with_content)


def _size(email: Email, talk: Talk) -> int:
    size = sum(span.stop - span.start for span in email.spans)
    return size if talk.plain is not None and size <= ROOM else 0


def _read(found: Sequence[_Found], with_content: bool, messages: PlainMessages, streams: Streams) -> Iterator[Read]:
    """Emails that are read together."""
    flows = list(dict.fromkeys(one.email.talk.flow for one in found))
    sessions = {flow: number for number, flow in enumerate(flows)}
    places = [Place(sessions[email.talk.flow], email.side, *email.spans[0][:2], email.spans[0].stuffed and email.dotted)
              for email, _, _ in found]
    gathered = messages.read(streams, streams.slices_of(np.array(flows, np.int64)), places)
    rows = _all_rows(gathered) if with_content else zip(gathered.first.tolist(), gathered.last.tolist(), strict=True)
    outlines = list(_outlines(gathered))
    texts = texts_of(gathered.room, gathered.outlines, gathered.counts, len(streams.segment_rows))
    for one, outline, told, of_it in zip(found, outlines, _told(outlines, texts), rows, strict=True):
        content = outline.content.tobytes() if with_content or told is None else None
        yield Read(one.email, one.number, told or told_by(content or b""), of_it, content if with_content else None)


def _all_rows(found: Gathered) -> Iterator[list[int]]:
    """The rows of the packets of each message, ascending."""
    rows, begin = found.rows.tolist(), 0
    for end in found.rows_end.tolist():
        yield sorted(set(rows[begin:end]))
        begin = end


def _told(outlines: Sequence[Outline], texts: Iterable[tuple[list[str], list[int]]]) -> Iterator[Told | None]:
    """What messages tell, None for unusual ones; one thing of all after the other, which is quicker than all of one."""
    columns = iter(texts)
    subjects, dates, ids = (_texts(outlines, field, *next(columns)) for field in TEXTS)
    authors, to, cc = (_people(outlines, field, *next(columns)) for field in PEOPLE)
    digests = [hashlib.sha256(outline.content).hexdigest() for outline in outlines]
    attached = [list(map(describe_attachment, outline.attachments())) for outline in outlines]
    for k, outline in enumerate(outlines):
        if not outline.places:
            yield None
            continue
        people = authors[k]
        author = None if people is None else ", ".join(people)
        yield Told(outline.end - outline.begin, digests[k], author, to[k] or [], cc[k] or [], subjects[k], dates[k],
                   ids[k], attached[k], identity_of(ids[k], outline.body, author, subjects[k], dates[k]))


def _texts(outlines: Sequence[Outline], field: int, texts: list[str], known: list[int]) -> list[str | None]:
    """The texts of a field; None where there is none."""
    return [text if state == WRITTEN else None if state == ABSENT else outline.text(field)
            for outline, text, state in zip(outlines, texts, known, strict=True)]


def _people(outlines: Sequence[Outline], field: int, texts: list[str], known: list[int]) -> list[list[str] | None]:
    """The mailboxes of a field; None where there is none."""
    return [text.split(_BETWEEN) if state == WRITTEN else None if state == ABSENT else outline.mailboxes(field)
            for outline, text, state in zip(outlines, texts, known, strict=True)]


def _outlines(found: Gathered) -> Iterator[Outline]:
    """The outlines of messages; without places where there is something unusual."""
    memory, counts = found.room.data, found.counts.tolist()
    last = list(accumulate(max(count, 0) for count in counts))
    attached = found.attached[:(last[-1] if last else 0) * ATTACHED].reshape(-1, ATTACHED).tolist()
    places = found.outlines.reshape(-1, OUTLINE).tolist()
    for k, (begin, end) in enumerate(zip(found.begin.tolist(), found.end.tolist(), strict=True)):
        known = counts[k] != UNUSUAL
        yield Outline(memory, begin, end, places[k] if known else (),
                      attached[last[k] - counts[k]:last[k]] if known else ())
