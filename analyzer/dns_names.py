"""The names that are asked for as one long text, to be searched and sorted without an object for each name."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analyzer.columns import Array
from analyzer.dns_messages import Columns, DnsInput
from dissectors.dns.walk import HEADER

AT_ONCE = 8_192
WIDTH = 256
"""RFC 1035 2.3.4: a name has at most 255 octets."""
SORTED_BY = 64
"""Octets of a name by which it is sorted."""
END, DOT, UNPRINTABLE = b"\n.?"
LONGEST_LABEL = 63


@dataclass(frozen=True, slots=True)
class QuestionNames:
    """The different names of some messages' first questions, in lower case.

    Attributes:
        number: for each message which of the names is its own.
        text: all names, each with a line end behind it.
        ends: where the line end of each name stands.
        rank: the place of each name in alphabetical order.
    """
    number: Array
    text: bytes
    ends: Array
    rank: Array

    def having(self, part: str) -> Array:
        """For each message whether its name contains a text."""
        wanted, found, at = part.lower().encode(), [], -1
        while wanted and (at := self.text.find(wanted, at + 1)) >= 0:
            found.append(at)
            at = self.text.index(b"\n", at)
        chosen = np.zeros(len(self.ends), bool)
        chosen[np.searchsorted(self.ends, np.array(found, np.int64))] = True
        selected: Array = chosen[self.number]
        return selected


def question_names(messages: DnsInput, columns: Columns, chosen: Array) -> QuestionNames:
    """The names in the questions of the chosen messages; without a question it is the root's."""
    asked = columns.numbers[chosen, Columns.READ] > 0
    hashes = np.where(asked, columns.question[chosen], -1)
    _, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    lines, starts = [], []
    for part, size in _read(messages, chosen[first], asked[first]):
        lines.append(part)
        starts.append(size)
    ends = np.cumsum(np.concatenate([np.zeros(0, np.int64), *starts])) - 1
    text = b"".join(lines)
    return QuestionNames(number, text, ends, _ranks(np.frombuffer(text, np.uint8), ends))


def _read(messages: DnsInput, chosen: Array, asked: Array) -> Iterator[tuple[bytes, Array]]:
    """The names of messages as lines, and the sizes of these."""
    for at in range(0, len(chosen), AT_ONCE):
        part = chosen[at:at + AT_ONCE]
        octets = np.zeros((len(part), WIDTH), np.uint8)
        for number, buffer in enumerate(messages.buffers):
            here = (messages.buffer[part] == number) & asked[at:at + AT_ONCE]
            begin = messages.start[part[here]].astype(np.int64) + HEADER
            places = begin[:, None] + np.arange(WIDTH)
            inside = places < (messages.start[part[here]] + messages.size[part[here]])[:, None]
            octets[here] = np.where(inside, buffer[np.where(inside, places, 0)], 0)
        sizes = _dotted(octets)
        columns = np.arange(1, WIDTH + 1)
        yield octets[columns[:WIDTH] <= sizes[:, None]].tobytes(), sizes


def _dotted(octets: Array) -> Array:
    """Turns names as they are sent into lines of text, in place, from the first column on; gives their sizes."""
    rows, at = np.arange(len(octets)), np.zeros(len(octets), np.int64)
    going = np.ones(len(octets), bool)
    upper = (octets >= 0x41) & (octets <= 0x5A)
    plain = np.where(upper, octets | 0x20, np.where((octets > 0x20) & (octets < 0x7F), octets, UNPRINTABLE))
    while going.any():
        label = octets[rows, at].astype(np.int64)
        behind = at + label + 1
        going &= (label > 0) & (label <= LONGEST_LABEL) & (behind < WIDTH)
        plain[rows[going], at[going]] = DOT
        at = np.where(going, behind, at)
    sizes = np.maximum(at, 1)
    plain[rows, sizes] = END
    octets[:, :WIDTH - 1] = plain[:, 1:]
    return sizes


def _ranks(text: Array, ends: Array) -> Array:
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    keys = np.zeros((len(ends), SORTED_BY), np.uint8)
    for at in range(0, len(ends), AT_ONCE):
        places = starts[at:at + AT_ONCE, None] + np.arange(SORTED_BY)
        inside = places < ends[at:at + AT_ONCE, None]
        keys[at:at + AT_ONCE] = np.where(inside, text[np.where(inside, places, 0)], 0)
    ranks = np.zeros(len(ends), np.int64)
    ranks[np.argsort(keys.view(f"S{SORTED_BY}").ravel(), kind="stable")] = np.arange(len(ends))
    return ranks
