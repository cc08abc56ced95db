"""What becomes of a session on its way into a capture: cut into segments, lost, repeated, out of order, cut short."""
from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from capture_builders import pcap_header, pcap_record
from frame_builders import ACK, CLIENT, FIN, SERVER, SYN, ethernet, ipv4, tcp
from mail_sessions import Session

from dissectors.stream import Side

HEADERS = 14 + 20 + 20
INITIAL = (1_000_000, 4_294_967_000)
"""Sequence numbers of the two SYNs; the server's wraps around in every session."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as captured: `start` counts from the byte behind the SYN; `captured` where the snap length cut it."""
    side: Side
    start: int
    data: bytes
    acknowledged: int
    flags: int = ACK
    captured: int | None = None

    @property
    def stop(self) -> int:
        """Behind the last captured byte."""
        return self.start + (len(self.data) if self.captured is None else self.captured)


Sizes = Callable[[Session, Side, int, bytes], Iterable[int]]
"""Where (from which bytes on) a new segment begins in a turn that stands at a position of a side's stream."""


def by(size: int) -> Sizes:
    """Segments of one size."""
    return lambda session, side, at, data: range(size, len(data), size)


def in_quarters(session: Session, side: Side, at: int, data: bytes) -> Iterable[int]:
    """Segments that begin with each part of a mail and behind it, and four to a part."""
    places = [part.place for mail in session.mails if mail.side is side for part in mail.parts]
    return {cut - at for start, stop in places
            for cut in (start, *range(start, stop, max((stop - start + 3) // 4, 1)), stop) if at < cut < at + len(data)}


def around_dots(offset: int) -> Sizes:
    """Cuts `offset` bytes behind the start of each CRLF and dot."""
    return lambda session, side, at, data: {
        found.start() + offset for found in re.finditer(rb"\r\n(?=\.)", data) if found.start() + offset < len(data)}


def inside_numbers(session: Session, side: Side, at: int, data: bytes) -> Iterable[int]:
    """Cuts before each digit, so inside of counts and codes, and before the brace that ends a literal's count."""
    return {found.start() for found in re.finditer(rb"[\d}]", data) if found.start()}


def segments(session: Session, sizes: Sizes) -> list[Segment]:
    """The whole connection, in order."""
    made = [Segment(Side.CLIENT, -1, b"", -1, SYN), Segment(Side.SERVER, -1, b"", 0, SYN | ACK),
            Segment(Side.CLIENT, 0, b"", 0)]
    at = [0, 0]
    for side, data in session.turns:
        cuts = sorted({0, len(data), *sizes(session, side, at[side], data)})
        made += [Segment(side, at[side] + start, data[start:stop], at[side.other])
                 for start, stop in pairwise(cuts)]
        at[side] += len(data)
    return [*made, Segment(Side.CLIENT, at[0], b"", at[1], FIN | ACK),
            Segment(Side.SERVER, at[1], b"", at[0] + 1, FIN | ACK), Segment(Side.CLIENT, at[0] + 1, b"", at[1] + 1)]


def swapped(sent: list[Segment]) -> list[Segment]:
    """Each pair of neighbours of one side in the other order."""
    found = list(sent)
    for at in range(3, len(found) - 4, 2):
        if found[at].side is found[at + 1].side:
            found[at], found[at + 1] = found[at + 1], found[at]
    return found


def shuffled(sent: list[Segment]) -> list[Segment]:
    """The segments of each turn in any order."""
    chance, found, turn = random.Random(4), list(sent[:3]), [sent[3]]
    for segment in sent[4:-3]:
        if segment.side is not turn[0].side:
            chance.shuffle(turn)
            found += turn
            turn = []
        turn.append(segment)
    return found + turn + sent[-3:]


def duplicated(sent: list[Segment]) -> list[Segment]:
    """Each segment twice."""
    return [copy for segment in sent for copy in (segment, segment)]


def overlapping(before: int) -> Callable[[list[Segment]], list[Segment]]:
    """Each segment of a side begins with up to so many bytes that the side has sent already."""
    def repeat(sent: list[Segment]) -> list[Segment]:
        said, found = [b"", b""], []
        for segment in sent:
            again = min(before, segment.start) if segment.data else 0
            found.append(replace(segment, start=segment.start - again,
                                 data=said[segment.side][segment.start - again:] + segment.data))
            said[segment.side] += segment.data
        return found
    return repeat


def snapped(length: int) -> Callable[[list[Segment]], list[Segment]]:
    """Of each packet only the first bytes."""
    return lambda sent: [replace(one, captured=min(len(one.data), length - HEADERS)) for one in sent]


def without_each(sent: list[Segment]) -> Iterator[list[Segment]]:
    """Captures that each lack one segment with data."""
    return (sent[:at] + sent[at + 1:] for at, segment in enumerate(sent) if segment.data)


def from_each(sent: list[Segment]) -> Iterator[list[Segment]]:
    """Captures that begin later and later, up to the last segment with data."""
    last = max(at for at, segment in enumerate(sent) if segment.data)
    return (sent[at:] for at in range(1, last + 1))


def only(side: Side) -> Callable[[list[Segment]], list[Segment]]:
    """One direction."""
    return lambda sent: [segment for segment in sent if segment.side is side]


Treatment = Callable[[Session], Iterator[list[Segment]]]


def one(sizes: Sizes, change: Callable[[list[Segment]], list[Segment]] = list) -> Treatment:
    """A treatment that makes one capture."""
    return lambda session: iter([change(segments(session, sizes))])


def each(*treatments: Treatment) -> Treatment:
    """All captures of several treatments."""
    return lambda session: (capture for treatment in treatments for capture in treatment(session))


TREATMENTS: dict[str, Treatment] = {
    "in order": one(by(300)),
    "one byte per segment": one(by(1)),
    "one segment a turn": one(by(65536)),
    "cuts inside CRLF . CRLF": each(*(one(around_dots(offset)) for offset in range(1, 5))),
    "cuts inside numbers": one(inside_numbers),
    "reordered": each(one(by(90), swapped), one(by(90), shuffled)),
    "duplicated": one(by(300), duplicated),
    "overlapping": each(one(by(90), overlapping(50)), one(by(300), overlapping(1000))),
    "one segment lost, mails apart": lambda session: without_each(segments(session, in_quarters)),
    "one segment lost, full segments": lambda session: without_each(segments(session, by(150))),
    "mid-connection start": lambda session: from_each(segments(session, in_quarters)),
    "only the client": one(by(300), only(Side.CLIENT)),
    "only the server": one(by(300), only(Side.SERVER)),
    "snap length 200": one(by(536), snapped(200)),
}


def frames(sent: list[Segment], port: int, service_port: int) -> Iterator[bytes]:
    """The records of a pcap file."""
    for segment in sent:
        ours, theirs = INITIAL if segment.side is Side.CLIENT else INITIAL[::-1]
        ports = (port, service_port) if segment.side is Side.CLIENT else (service_port, port)
        hosts = (CLIENT, SERVER) if segment.side is Side.CLIENT else (SERVER, CLIENT)
        whole = ethernet(ipv4(tcp(segment.data, source=ports[0], destination=ports[1], flags=segment.flags,
                                  sequence=ours + 1 + segment.start,
                                  acknowledgment=theirs + 1 + segment.acknowledged), 6, *hosts))
        caplen = len(whole) if segment.captured is None else HEADERS + segment.captured
        yield pcap_record(whole[:caplen], length=len(whole))


def capture(connections: Iterable[tuple[Session, list[Segment]]]) -> bytes:
    """A pcap file with a flow a connection, one after the other; flow n has the client's port 10000 + n."""
    return pcap_header() + b"".join(record for number, (session, sent) in enumerate(connections)
                                    for record in frames(sent, 10_000 + number, session.port))
