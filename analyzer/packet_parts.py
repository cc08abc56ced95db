"""Packets of plain sessions, and what was said in them: many at once, without their conversations."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.streams import Streams
from dissectors.stream import Event, MessageBytes

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

_SESSION, _SIDE = 1 << 41, 1 << 40
"""What a session's number and a side are multiplied by in a key; a position in the side's stream is added."""


class SessionParts:
    """Those of some packets that are of plain sessions and delivered one part of a stream each."""

    def __init__(self, streams: Streams, plain: Mapping[int, PlainSession | None], rows: Array, flows: Array) -> None:
        """`flows` are those of the rows, `plain` the sessions among these."""
        self._sessions = [(_SESSION * number, session) for number, session in enumerate(plain.values())
                          if session is not None]
        bases = {flow: _SESSION * number for number, flow in enumerate(plain) if plain[flow] is not None}
        slices = streams.slices_of_rows(rows)
        self._chosen = np.flatnonzero((slices >= 0) & np.isin(flows, list(bases)))
        slices = slices[self._chosen]
        self._side, start = streams.side[slices].astype(np.int64), streams.start[slices]
        self._size = streams.stop[slices] - start
        self._base = np.array([bases[flow] for flow in flows[self._chosen].tolist()], np.int64) + _SIDE * self._side
        self._begin = self._base + start
        self._within = self._are_within()

    def _are_within(self) -> Array:
        """Which of them lie within emails."""
        keys = sorted((base + _SIDE * side + begin, base + _SIDE * side + end) for base, session in self._sessions
                      for side, begin, end, _ in session.messages())
        begins, ends = np.array(keys, np.int64).reshape(-1, 2).T
        message = np.searchsorted(begins, self._begin, "right") - 1
        found: Array = (message >= 0) & (self._begin + self._size <= np.append(ends, -1)[message])
        return found

    def of_emails(self) -> Iterator[tuple[int, int, int]]:
        """The packets that carry nothing but a part of an email, as numbers among all; the sides, and how many bytes
        each has."""
        chosen = self._within
        return zip(self._chosen[chosen].tolist(), self._side[chosen].tolist(), self._size[chosen].tolist(), strict=True)

    def others(self) -> Iterator[tuple[int, list[Event]]]:
        """The other packets, as numbers among all, and the events that each completed; an email's with its own part of
        the bytes."""
        chosen = np.flatnonzero(~self._within)
        chosen = chosen[np.argsort(self._begin[chosen])]
        begins, events = self._begin[chosen], list(self._events())
        places = np.searchsorted(begins, np.array([key for key, _ in events], np.int64), "right") - 1
        bases, begin, end = (column[chosen].tolist() for column in (self._base, self._begin, self._begin + self._size))
        found: list[list[Event]] = [[] for _ in begin]
        for (key, event), place in zip(events, places.tolist(), strict=True):
            if place >= 0 and key < end[place]:
                said, start = event, begin[place] - bases[place]
                if isinstance(event, MessageBytes):
                    said = event.part(max(event.start, start), min(event.stop, end[place] - bases[place]))
                if found[place][-1:] != [said]:
                    found[place].append(said)
        yield from zip(self._chosen[chosen].tolist(), found, strict=True)

    def _events(self) -> Iterator[tuple[int, Event]]:
        """The events with bytes, each with the key of its last one; the bytes of an email also with that of its first
        one, as only there and at its end packets have more than a part of it."""
        for base, session in self._sessions:
            for event in session.events():
                if event.stop > event.start:
                    key = base + _SIDE * event.side
                    if isinstance(event, MessageBytes):
                        yield key + event.start, event
                    yield key + event.stop - 1, event
