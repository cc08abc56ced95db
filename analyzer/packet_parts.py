"""Packets of plain sessions, and what was said in them: many at once, without their conversations."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.streams import Streams
from dissectors.mail.plain import COMMAND, GREETING, IMAP, REPLY, RESPONSE, SAID
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

    @cached_property
    def _outside(self) -> Array:
        """The packets that are not within emails, by their places in the streams."""
        found = np.flatnonzero(~self._within)
        return found[np.argsort(self._begin[found])]

    @cached_property
    def _said(self) -> Array:
        """What was said in all sessions, an item a row."""
        numbers = chain.from_iterable(chain.from_iterable(session.said for _, session in self._sessions))
        return np.fromiter(numbers, np.int64).reshape(-1, SAID)

    @cached_property
    def _bounds(self) -> list[int]:
        """Where the items of each session begin among `_said`, and the last end."""
        return [0, *accumulate(len(session.said) for _, session in self._sessions)]

    @cached_property
    def _alone(self) -> Array:
        """For each item the packet that carries it, where it is a command or a reply and the packet has all of it and
        nothing else; else -1. Where responses need the command before them, sessions have no such items."""
        kind, begin, end = self._said[:, :3].T
        by_server = (kind == REPLY) | (kind == GREETING)
        bases = [-_SESSION if session.reader.protocol == IMAP or (kind[first:stop] == RESPONSE).any() else base
                 for (base, session), first, stop in zip(self._sessions, self._bounds, self._bounds[1:], strict=False)]
        key = np.repeat(np.array(bases, np.int64), np.diff(self._bounds)) + _SIDE * by_server + begin
        packet = np.append(self._outside, -1)[np.searchsorted(self._begin[self._outside], key, "right") - 1]
        fits = (by_server | (kind == COMMAND)) & (packet >= 0)
        fits[fits] = (self._begin[packet[fits]] == key[fits]) & (self._size[packet[fits]] == (end - begin)[fits])
        return np.where(fits, packet, -1)

    def of_one_line(self) -> Iterator[tuple[int, PlainSession, list[int]]]:
        """The packets that carry nothing but a command or a reply, as numbers among all; their sessions, and what
        these have of it."""
        for (_, session), first, stop in zip(self._sessions, self._bounds, self._bounds[1:], strict=False):
            items = np.flatnonzero(self._alone[first:stop] >= 0)
            for number, item in zip(self._chosen[self._alone[first + items]].tolist(), items.tolist(), strict=True):
                yield number, session, session.said[item]

    def others(self) -> Iterator[tuple[int, list[Event]]]:
        """The packets that are of neither kind, as numbers among all, and the events that each completed; an email's
        with its own part of the bytes."""
        chosen = self._outside[~np.isin(self._outside, self._alone)]
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
        for (base, session), first in zip(self._sessions, self._bounds, strict=False):
            left = np.flatnonzero(self._alone[first:first + len(session.said)] < 0).tolist()
            for event in session.reader.events([session.said[item] for item in left], session.data):
                if event.stop > event.start:
                    key = base + _SIDE * event.side
                    if isinstance(event, MessageBytes):
                        yield key + event.start, event
                    yield key + event.stop - 1, event
