"""Tells further responses that say the same as the first from those that say something else."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from dissectors.dns.measures import HASH_MASK, hash_name, hash_pair
from dissectors.dns.rdata.writer import put_rdata, tables
from dissectors.dns.walk import ANSWER, CLASS, ENTRY, NAME, RDATA, RDATA_STOP, SECTION, TYPE
from dissectors.kernel import kernel

if TYPE_CHECKING:
    from analyzer.dns_messages import Columns, DnsInput

TRUNCATED = 0x0200
_ROOM = 1 << 16
"""Octets of a record's text that count; names in it are at most a few hundred."""
RELEASED_EVERY = 256
"""Messages after which the memory of their bytes is given back."""
_MANY = 200
"""A message is as much work as so many packets."""


@kernel
def hash_octets(data, start, stop, low, high):  # type: ignore[no-untyped-def]
    """A hash of octets that begins with two states."""
    for i in range(start, stop):
        both = hash_pair(low, high, data[i] + 0)
        low, high = both & HASH_MASK, both >> 31
    return hash_pair(low, high, stop - start)


@kernel
def hash_answers(first, second, which, starts, chosen, offsets, entries, room, tables, hashes):  # type: ignore[no-untyped-def]
    """For each chosen message a number of its answers, whatever their order, lifetimes and compression."""
    for i in range(len(chosen)):
        m = chosen[i]
        data = second if which[m] else first
        start = int(starts[m])
        total = 0
        for place in range(offsets[i] * ENTRY, offsets[i + 1] * ENTRY, ENTRY):
            if entries[place + SECTION] != ANSWER:
                continue
            kind = entries[place + TYPE]
            low, high = hash_name(data, entries[place + NAME], start, 17, 23)
            both = hash_pair(low, high, kind * 32768 + (entries[place + CLASS] & 0x7FFF))
            low, high = both & HASH_MASK, both >> 31
            size = put_rdata(room, 0, data, start, entries[place + RDATA], entries[place + RDATA_STOP], kind, tables)
            both = hash_octets(room, 0, min(size, len(room)), low, high)
            total = (total + both) & 0x3FFFFFFFFFFFFFFF
        hashes[i] = total


def conflicts(messages: DnsInput, columns: Columns, further: Array, before: Array) -> Iterator[tuple[int, int]]:
    """Those of the further responses, which came after the responses `before`, that say something else: another
    response code or other answers. Each with a number of what it says.

    A response of which a part is missing is none: what it lacks is no other answer.
    """
    differing = []
    for place, (one, other) in enumerate(zip(further.tolist(), before.tolist(), strict=True)):
        if messages.octets(one) != messages.octets(other):
            differing.append(place)
        if place % RELEASED_EVERY == 0:
            messages.release()
    further, before = further[differing], before[differing]
    said = _answers(messages, columns, np.concatenate([further, before]))
    numbers = columns.numbers
    whole = (numbers[further, columns.FLAGS] | numbers[before, columns.FLAGS]) & TRUNCATED == 0
    whole &= ~(messages.truncated[further] | messages.truncated[before])
    for place in np.flatnonzero(whole & (said[:len(further)] != said[len(further):])).tolist():
        yield int(further[place]), int(said[place])


def _answers(messages: DnsInput, columns: Columns, chosen: Array) -> Array:
    """A number of the response code and the answers of each of the chosen messages."""
    from analyzer.dns_messages import entries_of
    said = np.zeros(len(chosen), np.int64)
    if len(chosen):
        entries, offsets = entries_of(messages, columns, chosen)
        hash_answers.for_work(len(chosen) * _MANY)(
            messages.first, messages.second, messages.buffer, messages.start, chosen.astype(np.int64), offsets, entries,
            np.zeros(_ROOM, np.uint8), tables(), said)
    found: Array = said ^ columns.numbers[chosen, columns.RCODE].astype(np.int64)
    return found
