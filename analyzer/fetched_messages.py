"""Messages of the mailbox that an IMAP session has selected: which one a number or a uid stands for."""
from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

import numpy as np

from analyzer.fetched_pieces import Section

MOST = 65_536
"""Numbers that are remembered; also how many messages vanish at once, at most, so that it is known which."""
UIDS = re.compile(rb"(\d{1,18})(?::(\d{1,18}))?")
"""RFC 9051 9: uid-set"""


@dataclass(slots=True, eq=False)
class Message:
    """A message, as far as responses have told of it.

    Attributes:
        octets: RFC822.SIZE.
        sections: what was fetched of it and is not finished.
    """
    uid: int | None = None
    octets: int | None = None
    flags: tuple[str, ...] | None = None
    sections: dict[str, Section] = field(default_factory=dict)

    def learn(self, flags: tuple[str, ...] | None, octets: int | None) -> None:
        """A response says something of it."""
        if flags is not None:
            self.flags = flags
        if octets is not None:
            self.octets = octets


class Numbers:
    """Which message has which number: an EXPUNGE moves those behind it (RFC 9051 7.5.1)."""

    def __init__(self) -> None:
        self._numbers, self._uids = array("q"), array("q")      # in order; uids are -1 where they are not known
        self._messages: list[Message] = []

    def get(self, number: int | None) -> Message | None:
        """The message with a number, if it is known."""
        at = self._place(number)
        return self._messages[at] if number is not None and self._is_at(at, number) else None

    def put(self, number: int, message: Message) -> None:
        """A message has a number."""
        at, uid = self._place(number), -1 if message.uid is None else message.uid
        if self._is_at(at, number):
            self._uids[at], self._messages[at] = uid, message
            return
        self._numbers.insert(at, number)
        self._uids.insert(at, uid)
        self._messages.insert(at, message)
        if len(self._messages) > MOST:      # clients ask for the newest ones, which have the highest numbers
            self._remove(0)

    def expunge(self, number: int) -> None:
        """A message is gone: higher numbers become lower by one."""
        at = self._place(number)
        if self._is_at(at, number):
            self._remove(at)
        if at < len(self._numbers):
            np.frombuffer(self._numbers, np.int64)[at:] -= 1

    def vanish(self, said: bytes) -> None:
        """Messages with these uids are gone (RFC 7162 3.2.10). Where one of them has no number that is known, all
        numbers are forgotten."""
        uids = uids_in(said)
        places = np.flatnonzero(np.isin(self._uids, uids)).tolist() if uids and self._uids else []
        if uids is None or len(places) < len(uids):
            self.clear()
            return
        for place in reversed(places):
            self.expunge(self._numbers[place])

    def clear(self) -> None:
        """Nothing is known any more."""
        del self._numbers[:], self._uids[:], self._messages[:]

    def _remove(self, at: int) -> None:
        del self._numbers[at], self._uids[at], self._messages[at]

    def _place(self, number: int | None) -> int:
        return bisect_left(self._numbers, number or 0)

    def _is_at(self, at: int, number: int) -> bool:
        return at < len(self._numbers) and self._numbers[at] == number


def uids_in(said: bytes) -> list[int] | None:
    """The uids of a set like `3:5,9`, each once; None where they are too many."""
    found: set[int] = set()
    for first, last in UIDS.findall(said):
        low, high = sorted((int(first), int(last or first)))
        if high - low + len(found) >= MOST:
            return None
        found.update(range(low, high + 1))
    return sorted(found)
