"""What must come out of a capture of a mail session, worked out from the session and from what was captured of it.

"Rightly declared", by the contract of `mail` and `export`:

- A mail of which every byte and its announcement are in the capture is exported byte for byte: `complete`,
  `missing_bytes` 0. The line with the dot is no part of it; where that is lost, what follows tells where it was.
- A mail whose announcement (DATA, BDAT, APPEND, the reply +OK, FETCH's literal) was captured is there with all of its
  captured bytes. `missing_bytes` says how many of its bytes, as they are on the wire, the capture lacks; `complete` is
  false where that is not 0.
- Of a range of bytes only the client's command tells that it was to be longer, which makes it the last one.
- A mail whose announcement is lost is never complete. How long it was is not known: `missing_bytes` counts what is
  lost behind the first byte that was captured of it. In dotted lines all of its captured bytes are there. Of what was
  counted by a line that is lost (BDAT, literals) nobody can tell where it ends: some of it may be shown as an email
  that is not complete (`uncertain`).
- `status` is the final reply where that was captured, else null. Of replies to pipelined commands one of which is
  lost, nobody can tell which is which (UNTOLD).
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mail_sessions import Part, Place, SentMail, Session
from mail_wire import Segment

from dissectors.stream import Side


@dataclass(frozen=True, slots=True)
class Expected:
    """What `mail` must say of one email, and its bytes."""
    content: bytes
    complete: bool
    missing: int
    status: str | None
    uncertain: bool = False


UNTOLD = "any"


class Seen:
    """Which bytes of a session are in a capture."""

    def __init__(self, session: Session, sent: list[Segment]) -> None:
        self._streams = [session.stream(side) for side in Side]
        self._held = [bytearray(len(stream)) for stream in self._streams]
        for segment in sent:
            if segment.stop > segment.start >= 0:
                self._held[segment.side][segment.start:segment.stop] = b"\1" * (segment.stop - segment.start)
        self._first = [max(held.find(1), 0) if not any(one.side == side and one.start < 0 for one in sent) else 0
                       for side, held in enumerate(self._held)]

    def all(self, side: Side, place: Place) -> bool:
        """Whether all of it was captured."""
        return self._held[side].count(1, *place) == place[1] - place[0]

    def any(self, side: Side, place: Place) -> bool:
        """Whether some of it was captured."""
        return 1 in self._held[side][slice(*place)]

    def missing(self, side: Side, place: Place) -> int:
        """How many bytes are lost; what lies before the capture's begin is not."""
        start = max(place[0], self._first[side])
        return self._held[side].count(0, start, max(start, place[1]))

    def from_first(self, side: Side, place: Place) -> Place:
        """What of it is not before the first captured byte."""
        found = self._held[side].find(1, *place)
        return (found, place[1]) if found >= 0 else (place[1], place[1])

    def content(self, side: Side, place: Place, stuffed: bool) -> bytes:
        """The captured bytes. A dot that stands doubled is known as such where the line end before it was captured,
        or where the message begins with it."""
        stream, held = self._streams[side], self._held[side]
        return bytes(stream[at] for at in range(*place) if held[at] and not (
            stuffed and stream[at] == 0x2E and (at == place[0] or (
                at >= place[0] + 2 and stream[at - 2:at] == b"\r\n" and held[at - 2] and held[at - 1]))))


def agrees(found: list[Expected], wanted: list[Expected]) -> bool:
    """Whether emails are those that must be there; more that say that they lack something where that is uncertain."""
    if any(one.uncertain for one in wanted):
        wanted = [one for one in wanted if not one.uncertain]
        found = [one for one in found if one.complete or any(_equal(one, other) for other in wanted)]
    return len(found) == len(wanted) and all(map(_equal, found, wanted))


def _equal(found: Expected, wanted: Expected) -> bool:
    return found == (replace(wanted, status=found.status) if wanted.status == UNTOLD else wanted)


def expected(session: Session, sent: list[Segment]) -> list[Expected]:
    """The emails of a capture of a session, in order."""
    seen = Seen(session, sent)
    return [one for mail in session.mails for one in _emails(mail, seen)]


def _emails(mail: SentMail, seen: Seen) -> Iterator[Expected]:
    for how, parts in _runs(mail, seen):
        if len(parts) < len(mail.parts) and not any(stop > start for start, stop in (part.place for part in parts)):
            continue    # an empty part alone is nothing
        places = [part.place if how == ANNOUNCED else seen.from_first(mail.side, part.place) for part in parts]
        missing = sum(seen.missing(mail.side, place) for place in places)
        whole = how == ANNOUNCED and len(parts) == len(mail.parts) and seen.all(mail.side, mail.begun)
        known = parts[-1].asked is None or seen.all(Side.CLIENT, parts[-1].asked)
        yield Expected(b"".join(seen.content(mail.side, place, mail.stuffed) for place in places),
                       whole and known and not missing, missing, _status(mail, parts[-1], seen), how == UNCERTAIN)


def _status(mail: SentMail, last: Part, seen: Seen) -> str | None:
    if mail.answers is not None and not (
            seen.all(Side.SERVER, mail.answers) and seen.all(mail.side, mail.begun)
            and all(seen.all(mail.side, part.announced) for part in mail.parts)):
        return UNTOLD
    replied = dict(zip(mail.parts, mail.replied, strict=False)).get(last, mail.replied[-1])
    return mail.status if seen.all(Side.SERVER, replied) else None


ANNOUNCED, DOTTED, UNCERTAIN = range(3)


def _runs(mail: SentMail, seen: Seen) -> Iterator[tuple[int, list[Part]]]:
    """What is known of parts, and those that become one email: those that follow each other."""
    run: list[Part] = []
    torn = False
    for part in mail.parts:
        if seen.all(mail.side, part.announced) and not torn:
            run.append(part)
            continue
        if run:
            yield ANNOUNCED, run
        run, torn = [], mail.answers is not None    # where a chunk ends, the next command begins
        if seen.any(mail.side, part.place):
            yield DOTTED if mail.stuffed else UNCERTAIN, [part]
    if run:
        yield ANNOUNCED, run
