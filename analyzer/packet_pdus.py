"""Which octets of TCP segments are parts of PDUs that span segments, as Wireshark shows them."""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias

from analyzer.conversations import Talk
from analyzer.packet_messages import Carried
from analyzer.services import DNS
from dissectors.imap.events import Fetch
from dissectors.stream import Event, Side

Segments: TypeAlias = Mapping[int, tuple[int, int]]
"""Where the payloads of packets stand in their streams, by rows."""
Parts: TypeAlias = dict[int, list[tuple[int, int]]]
"""Parts of the payloads of packets, by rows."""


def segment_data(talk: Talk, segments: Segments, carried: Iterable[Sequence[Carried]]) -> Parts:
    """The parts in all packets of a conversation: of DNS messages; of lines of DATA that span a segment, and of FETCH
    responses that fill some, these have nothing else. `carried` are the messages that packets have something of."""
    if talk.service in DNS:
        return dict(_of_messages(talk))
    filled: Iterable[list[int]] = ()
    if talk.service == "smtp":
        long = {one for messages in carried for one in messages if one.waiting}
        filled = ([row for row, _, _ in talk.stream.parts(one.side, start, stop)]
                  for one in long for _, start, stop in one.pieces)
    elif talk.service == "imap":
        filled = (_filled_by(talk, event, segments) for event in talk.events if isinstance(event, Fetch))
    return {row: [(0, segments[row][1] - segments[row][0])] for rows in filled if len(rows) > 1 for row in rows}


def _of_messages(talk: Talk) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Of DNS messages that span segments; packets that were sent again have their parts, too."""
    for side in Side:
        long = [(event.start, event.stop) for event in talk.events
                if event.side is side and len(talk.rows_of(event)) > 1]
        for row, start, stop in talk.stream.segments(side):
            first, last = bisect_right(long, start, key=itemgetter(1)), bisect_left(long, stop, key=itemgetter(0))
            if first < last:
                yield row, [(max(begin, start) - start, min(end, stop) - start) for begin, end in long[first:last]]


def _filled_by(talk: Talk, event: Event, segments: Segments) -> list[int]:
    """The packets that have nothing else than a part of an event."""
    return [row for row, start, stop in talk.stream.parts(event.side, event.start, event.stop)
            if segments.get(row) == (start, stop)]
