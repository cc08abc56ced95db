"""DNS of a capture: all messages walked, paired to transactions, and handed out as rows, text or totals."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.dns_pairs import (
    CONFLICT,
    DUPLICATE,
    FURTHER,
    MIRRORED,
    NONE,
    QUERY,
    RESPONSE,
    RETRANSMISSION,
    UNSOLICITED,
    find_copies,
    pair,
    pair_multicast,
    take_early,
    write_keys,
)
from analyzer.dns_retries import retries
from dissectors.dns import walk as w
from dissectors.dns.text import AXFR, IXFR
from dissectors.dns.walk import ENTRY, MEASURES, SHORT_HEADER, walk_entries, walk_messages
from dissectors.kernel import readonly

DNS, MDNS, LLMNR = range(3)
PROTOCOLS = ("dns", "mdns", "llmnr")
TCP = 6
_WALKED_AT_ONCE = 100_000
"""Messages after which the memory in which they were read is given back."""
_MANY = 20
"""One message is as much work as so many packets."""
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
        protocol: 0 dns, 1 mdns, 2 llmnr.
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

    ID, FLAGS, TYPE, CLASS, RCODE, READ = w.ID, w.FLAGS, w.FIRST_TYPE, w.FIRST_CLASS, w.RCODE, w.READ
    ENTRIES, OPT_AT, FAULT, FAULT_AT = w.ENTRIES, w.OPT_AT, w.FAULT, w.FAULT_AT

    @property
    def response(self) -> Array:
        """Whether each is a response."""
        return self.numbers[:, self.FLAGS] >= 0x8000

    @property
    def whole(self) -> Array:
        """Whether each has a whole header."""
        whole: Array = self.numbers[:, self.FAULT] != SHORT_HEADER
        return whole


@dataclass(frozen=True)
class Transactions:
    """The transactions of a capture.

    Attributes:
        messages: what they are made of.
        columns: what the walk found in the messages.
        transaction, role: of each message; -1 and NONE for one without a header.
        query, response: the message of each transaction, or -1.
        retransmissions, duplicates, mirrored: how many further messages of that kind each has.
        conflict: of each the transaction whose response says something else: of an answered one the first such, of such
            a response the answered one; or -1.
        retry: of each transaction cut short over UDP the one that asks again over TCP, of this the first; or -1.
        further, further_at: messages that go on with the responses of transfers, by transaction: those of the t-th
            are further[further_at[t]:further_at[t + 1]].
    """
    messages: DnsInput
    columns: Columns
    transaction: Array
    role: Array
    query: Array
    response: Array
    retransmissions: Array
    duplicates: Array
    mirrored: Array
    conflict: Array
    retry: Array
    further: Array
    further_at: Array

    def __len__(self) -> int:
        return len(self.query)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row a transaction, as the command line prints it."""
        from analyzer.dns_rows import rows
        return rows(self)

    def message_rows(self) -> Iterator[dict[str, Any]]:
        """A row a message."""
        from analyzer.dns_rows import message_rows
        return message_rows(self)

    def dig_text(self) -> Iterator[str]:
        """Each message as `dig` prints it."""
        from analyzer.dig import dig_text
        return dig_text(self)

    def json_lines(self, write: Callable[[memoryview], object], digits: int = 9) -> None:
        """Writes the rows as lines of JSON, many at once."""
        from analyzer.dns_json import json_lines
        json_lines(self, write, digits)

    def summary(self) -> dict[str, Any]:
        """Totals, from columns alone."""
        from analyzer.dns_summary import summary
        return summary(self)

    @cached_property
    def facts(self) -> Callable[..., Mapping[str, Any]]:
        """What Wireshark's tree says of the nth message in a packet's row: response_in, response_to and so on."""
        from analyzer.dns_facts import Facts
        return Facts(self)


def transactions(messages: DnsInput) -> Transactions:
    """Walks and pairs all messages."""
    # nobody else holds the keys, so that the pairing can drop them
    pairing = Pairing(messages, *read(messages))
    pairing.run(messages.protocol != MDNS)
    pairing.run_multicast()
    return pairing.finish()


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
        walk_messages.for_work(count * _MANY)(
            messages.first, messages.second, messages.buffer[part], messages.start[part], messages.size[part], seed,
            numbers[MEASURES * first:], columns.question[part])
        keys.write(messages, columns, part, seed)
        find_copies.for_work(count * _MANY)(
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
        write_keys.for_work(len(messages) * _MANY)(
            messages.source[part], messages.destination[part], messages.source_port[part],
            messages.destination_port[part], messages.protocol[part], messages.transport[part],
            columns.numbers[part].reshape(-1), columns.question[part], int(by_conversation), seed,
            self.by_question[part], self.by_ends[part])


def entries_of(messages: DnsInput, columns: Columns, chosen: Array) -> tuple[Array, Array]:
    """The questions and records of the chosen messages, and where those of each begin."""
    offsets = np.zeros(len(chosen) + 1, np.int64)
    np.cumsum(columns.numbers[chosen, Columns.ENTRIES], out=offsets[1:])
    entries = np.zeros(int(offsets[-1]) * ENTRY, np.int64)
    walk_entries.for_work(len(chosen) * _MANY)(
        messages.first, messages.second, messages.buffer, messages.start, messages.size, chosen, offsets, entries)
    return entries, offsets


class Pairing:
    """The arrays that the pairing kernels fill.

    With `by_conversation` messages pair as Wireshark pairs them, whatever they ask.
    """

    def __init__(self, messages: DnsInput, columns: Columns, keys: Keys, copy_of: Array,
                 by_conversation: bool = False) -> None:
        count = len(messages)
        self._messages, self._columns, self._keys, self._copy_of = messages, columns, keys, copy_of
        self._by_conversation, self._work = by_conversation, count * _MANY
        self._left = columns.whole & (copy_of < 0)
        self.made = 0
        self.transaction = np.full(count, -1, np.int32)
        self.role = np.full(count, NONE, np.uint8)
        self.query = np.full(count, -1, np.int32)
        self.response = np.full(count, -1, np.int32)

    @classmethod
    def by_conversation(cls, messages: DnsInput, columns: Columns) -> Pairing:
        """To pair as Wireshark does, whatever is asked."""
        keys = Keys(np.zeros(len(messages), np.int64), np.zeros(len(messages), np.int64))
        keys.write(messages, columns, slice(None), random_seed(), by_conversation=True)
        return cls(messages, columns, keys, np.full(len(messages), -1, np.int32), by_conversation=True)

    def run(self, usable: Array) -> None:
        """Pairs messages by their keys; before run_multicast."""
        usable = usable & self._left
        numbers = self._columns.numbers
        kinds, read, response = numbers[:, Columns.TYPE], numbers[:, Columns.READ], self._columns.response
        transfer = (self._messages.transport == TCP) & ((kinds == AXFR) | (kinds == IXFR))
        some_ask_nothing = not self._by_conversation and bool(np.any(usable & (read == 0)))
        # of these there is an entry each: a question, its ends, a response that waits for its query
        most = np.count_nonzero(usable) + some_ask_nothing * np.count_nonzero(usable & ~response)
        table = np.full(1 << (int(most) * 4 // 3 + 16).bit_length(), -1, np.int32)
        early = np.full(len(self.query), -1, np.int32)
        self.made = pair.for_work(self._work)(
            usable, self._columns.numbers.reshape(-1), self._keys.by_question, self._keys.by_ends,
            int(some_ask_nothing), transfer & (not self._by_conversation), self._messages.time, table,
            self.transaction, self.role, self.query, self.response, early)
        if not self._by_conversation:
            take_early.for_work(self._work)(self.made, early, self._messages.time, self.transaction, self.role,
                                            self.query, self.response)

    def run_multicast(self) -> None:
        """Pairs mDNS messages by what they carry."""
        messages, columns = self._messages, self._columns
        chosen = np.flatnonzero(self._left & (messages.protocol == MDNS))
        if not len(chosen):
            return
        entries, offsets = entries_of(messages, columns, chosen)
        waiting = max(int(columns.numbers[chosen, Columns.READ].sum(dtype=np.int64)), 1)
        self.made = pair_multicast.for_work(len(chosen) * _MANY)(
            messages.first, messages.second, messages.buffer, messages.start, chosen, columns.response, messages.time,
            offsets, entries, random_seed(), np.full(1 << waiting.bit_length(), -1, np.int32),
            np.zeros(waiting, np.int64), np.zeros(waiting, np.int32), np.zeros(waiting, np.int32), self.transaction,
            self.role, self.query, self.response, self.made)

    def finish(self) -> Transactions:
        """Transactions in order of their first messages, without those that were emptied."""
        del self._keys
        messages, columns, role = self._messages, self._columns, self.role
        rivals = self._set_conflicts_apart()
        query, response = self.query[:self.made], self.response[:self.made]
        first = np.where(query < 0, response, query)
        both = (query >= 0) & (response >= 0)
        first[both] = np.minimum(query[both], response[both])
        order = np.flatnonzero(first >= 0)
        order = order[np.argsort(first[order], kind="stable")]
        number = np.full(self.made + 1, -1, np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        copies = np.flatnonzero(self._copy_of >= 0)
        self.transaction[copies], role[copies] = self.transaction[self._copy_of[copies]], MIRRORED
        transaction = number[self.transaction]
        further = np.flatnonzero(role == FURTHER)
        further = further[np.argsort(transaction[further], kind="stable")]
        further_at = np.searchsorted(transaction[further], np.arange(len(order) + 1))

        def counted(kind: int) -> Array:
            return np.bincount(transaction[role == kind], minlength=len(order)).astype(np.int32)

        conflict = np.full(len(order), -1, np.int32)
        for apart, answered in reversed(rivals):
            conflict[number[apart]], conflict[number[answered]] = number[answered], number[apart]
        query, response = query[order], response[order]
        return Transactions(
            messages, columns, transaction, role, query, response, counted(RETRANSMISSION), counted(DUPLICATE),
            counted(MIRRORED), conflict, retries(messages, columns, query, response), further.astype(np.int32),
            further_at.astype(np.int64))

    def _set_conflicts_apart(self) -> list[tuple[int, int]]:
        """Makes transactions of further responses that say something else than the first; (transaction, the answered
        one) for each."""
        rivals: list[tuple[int, int]] = []
        places: dict[tuple[int, int], int] = {}
        further = np.flatnonzero(self.role == DUPLICATE)
        if not len(further):
            return rivals
        from analyzer.dns_conflicts import conflicts
        answered = self.transaction[further]
        for message, said in conflicts(self._messages, self._columns, further, self.response[answered]):
            before = int(self.transaction[message])
            apart = places.get((before, said))
            if apart is None:
                apart = places[before, said] = self.made
                self.response[apart] = message
                self.role[message] = CONFLICT
                self.made += 1
                rivals.append((apart, before))
            self.transaction[message] = apart
        return rivals


__all__ = ["CONFLICT", "DUPLICATE", "LLMNR", "MDNS", "MIRRORED", "PROTOCOLS", "QUERY", "RESPONSE", "RETRANSMISSION",
           "TCP", "UNSOLICITED", "Columns", "DnsInput", "Transactions", "transactions"]
