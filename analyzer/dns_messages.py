"""The DNS messages of a capture as columns: where each lies, what stands in it, and the keys by which it pairs."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.dns_pairs import find_copies, write_keys
from dissectors.dns import measures as m
from dissectors.dns.measures import MEASURES, walk_entries, walk_messages
from dissectors.dns.walk import ENTRY, SHORT_HEADER
from dissectors.kernel import readonly

MANY = 20
"""One message is as much work as so many packets."""
_WALKED_AT_ONCE = 100_000
"""Messages after which the memory in which they were read is given back."""
_COPIES = 1 << 16
"""Messages among which a copy of one is looked for: more than come within MIRRORED_NS."""


@dataclass(frozen=True, slots=True)
class DnsInput:
    """The messages of a capture, one entry a message, in order of their packets.

    Attributes:
        buffers: one or two arrays of bytes: the capture, and what was put together.
        buffer: which of them holds the message.
        start, size: where it lies there.
        network: how far before its start its network header begins; 0 where that stands elsewhere.
        row: the row of its (last) packet, from 0.
        time: ns.
        transport: 17 or 6.
        protocol: its number in services.DNS.
        source, destination: numbers of addresses.
        truncated: whether the capture lacks some of its bytes.
        address_text: the text of an address by its number.
        release: is called now and then while all messages are read, to give the memory of their bytes back.
    """
    buffers: list[Array]
    buffer: Array
    start: Array
    size: Array
    network: Array
    row: Array
    time: Array
    transport: Array
    protocol: Array
    source: Array
    destination: Array
    source_port: Array
    destination_port: Array
    truncated: Array
    address_text: Callable[[int], str]
    release: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self.start)

    def octets(self, number: int) -> bytes:
        """The bytes of a message."""
        start = int(self.start[number])
        found: bytes = self.buffers[int(self.buffer[number])][start:start + int(self.size[number])].tobytes()
        return found

    @property
    def first(self) -> Array:
        """The first buffer."""
        return self.buffers[0]

    @property
    def second(self) -> Array:
        """The second buffer, which may be empty."""
        return self.buffers[1] if len(self.buffers) > 1 else readonly(b"")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the walk found in each message.

    Attributes:
        numbers: a row a message; its columns have names.
        question: a hash of the questions, of 62 bits.
    """
    numbers: Array
    question: Array

    ID, FLAGS, TYPE, CLASS, RCODE, READ = m.ID, m.FLAGS, m.FIRST_TYPE, m.FIRST_CLASS, m.RCODE, m.READ
    ENTRIES, OPT_AT, FAULT, FAULT_AT = m.ENTRIES, m.OPT_AT, m.FAULT, m.FAULT_AT

    @property
    def response(self) -> Array:
        """Whether each is a response."""
        return self.numbers[:, self.FLAGS] >= 0x8000

    @property
    def whole(self) -> Array:
        """Whether each has a whole header."""
        whole: Array = self.numbers[:, self.FAULT] != SHORT_HEADER
        return whole


def read(messages: DnsInput) -> tuple[Columns, Keys, Array]:
    """What stands in all messages, the keys by which they pair, and of which message each is a copy, because its frame
    was captured twice; else -1. Some messages at once, so that few of their bytes are in memory."""
    count, seed = len(messages), random_seed()
    columns = Columns(np.zeros((count, MEASURES), np.uint16), np.zeros(count, np.int64))
    keys = Keys(np.zeros(count, np.int64), np.zeros(count, np.int64))
    numbers, copy_of, latest = columns.numbers.reshape(-1), np.full(count, -1, np.int32), np.full(_COPIES, -1, np.int32)
    for first in range(0, count, _WALKED_AT_ONCE):
        stop = min(first + _WALKED_AT_ONCE, count)
        part = slice(first, stop)
        walk_messages.for_work(count * MANY)(
            messages.first, messages.second, messages.buffer[part], messages.start[part], messages.size[part], seed,
            numbers[MEASURES * first:], columns.question[part])
        keys.write(messages, columns, part, seed)
        find_copies.for_work(count * MANY)(
            first, stop, messages.first, messages.buffer, messages.start, messages.size, messages.network,
            messages.time, keys.by_question, numbers, latest, copy_of)
        messages.release()
    return columns, keys, copy_of


@dataclass(frozen=True, slots=True)
class Keys:
    """Two numbers a message that are equal for a query and its response."""
    by_question: Array
    by_ends: Array

    def write(self, messages: DnsInput, columns: Columns, part: slice, seed: int,
              by_conversation: bool = False) -> None:
        """Works out those of a part of the messages; with `by_conversation` they don't depend on questions."""
        write_keys.for_work(len(messages) * MANY)(
            messages.source[part], messages.destination[part], messages.source_port[part],
            messages.destination_port[part], messages.protocol[part], messages.transport[part],
            columns.numbers[part].reshape(-1), columns.question[part], int(by_conversation), seed,
            self.by_question[part], self.by_ends[part])


def entries_of(messages: DnsInput, columns: Columns, chosen: Array) -> tuple[Array, Array]:
    """The questions and records of the chosen messages, and where those of each begin."""
    offsets = np.zeros(len(chosen) + 1, np.int64)
    np.cumsum(columns.numbers[chosen, Columns.ENTRIES], out=offsets[1:])
    entries = np.zeros(int(offsets[-1]) * ENTRY, np.int64)
    walk_entries.for_work(len(chosen) * MANY)(
        messages.first, messages.second, messages.buffer, messages.start, messages.size, chosen, offsets, entries)
    return entries, offsets
