"""DNS of a capture: all messages walked, paired to transactions, and handed out as rows, text or totals."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns_pairs import (
    DUPLICATE,
    FURTHER,
    NONE,
    QUERY,
    RESPONSE,
    RETRANSMISSION,
    UNSOLICITED,
    pair,
    pair_multicast,
    take_early,
)
from dissectors.dns.text import AXFR, IXFR
from dissectors.dns.walk import ENTRY, SHORT_HEADER, walk_entries, walk_messages
from dissectors.kernel import readonly

DNS, MDNS, LLMNR = range(3)
PROTOCOLS = ("dns", "mdns", "llmnr")
TCP = 6
_WALKED_AT_ONCE = 100_000
"""Messages after which the memory in which they were read is given back."""
_MANY = 20
"""One message is as much work as so many packets."""


@dataclass(frozen=True, slots=True)
class DnsInput:
    """The messages of a capture, one entry a message, in order of their packets.

    Attributes:
        buffers: one or two arrays of bytes: the capture, and what was put together.
        buffer: which of them holds the message.
        start, stop: where it lies there.
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
    stop: Array
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
    """What the walk found in each message: `numbers` has ten columns, `hashes` three, `faults` two."""
    numbers: Array
    hashes: Array
    faults: Array

    ID, FLAGS, QUESTIONS, ANSWERS, AUTHORITIES, ADDITIONALS, TYPE, CLASS, RCODE, READ = range(10)
    HASH, ENTRIES, OPT = range(3)
    FAULT, FAULT_AT = range(2)

    @property
    def response(self) -> Array:
        """Whether each is a response."""
        return self.numbers[:, self.FLAGS] >= 0x8000


@dataclass(frozen=True)
class Transactions:
    """The transactions of a capture.

    Attributes:
        messages: what they are made of.
        columns: what the walk found in the messages.
        transaction, role: of each message; -1 and NONE for one without a header.
        query, response: the message of each transaction, or -1.
        retransmissions, duplicates: how many further messages of that kind each has.
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
    further: Array
    further_at: Array
    _by_row: dict[int, Mapping[str, Any]] = field(default_factory=dict)

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

    def json_lines(self, write: Callable[[bytes], object], digits: int = 9) -> None:
        """Writes the rows as lines of JSON, many at once."""
        from analyzer.dns_json import json_lines
        json_lines(self, write, digits)

    def summary(self) -> dict[str, Any]:
        """Totals, from columns alone."""
        from analyzer.dns_summary import summary
        return summary(self)

    @cached_property
    def facts(self) -> Callable[[int], Mapping[str, Any]]:
        """What Wireshark's tree says of the message in a packet's row: response_in, response_to, time and so on."""
        from analyzer.dns_facts import Facts
        return Facts(self)


def transactions(messages: DnsInput) -> Transactions:
    """Walks and pairs all messages."""
    columns = walk(messages)
    usable = columns.faults[:, Columns.FAULT] != SHORT_HEADER
    count = len(messages)
    paired = Pairing(count)
    ordinary = usable & (messages.protocol != MDNS)
    paired.run(ordinary, columns, messages, keys(columns, messages))
    paired.run_multicast(np.flatnonzero(usable & (messages.protocol == MDNS)), columns, messages)
    return paired.finish(messages, columns)


def walk(messages: DnsInput) -> Columns:
    """What stands in the headers and questions of all messages, and where they break."""
    count = len(messages)
    numbers, hashes = np.zeros(count * 10, np.uint16), np.zeros(count * 3, np.int64)
    faults = np.zeros(count * 2, np.int32)
    for first in range(0, count, _WALKED_AT_ONCE):
        part = slice(first, first + _WALKED_AT_ONCE)
        walk_messages.for_work(count * _MANY)(
            messages.first, messages.second, messages.buffer[part], messages.start[part], messages.stop[part],
            numbers[10 * first:], hashes[3 * first:], faults[2 * first:])
        messages.release()
    return Columns(numbers.reshape(-1, 10), hashes.reshape(-1, 3), faults.reshape(-1, 2))


def entries_of(messages: DnsInput, columns: Columns, chosen: Array) -> tuple[Array, Array]:
    """The questions and records of the chosen messages, and where those of each begin."""
    counts = columns.hashes[chosen, Columns.ENTRIES]
    offsets = np.zeros(len(chosen) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    entries = np.zeros(int(offsets[-1]) * ENTRY, np.int64)
    walk_entries.for_work(len(chosen) * _MANY)(
        messages.first, messages.second, messages.buffer, messages.start, messages.stop, chosen, offsets, entries)
    return entries, offsets


def keys(columns: Columns, messages: DnsInput) -> tuple[Array, Array]:
    """Two numbers a message that are equal for a query and its response: ends, and ports with id."""
    response = columns.response
    client = np.where(response, messages.destination, messages.source).astype(np.int64)
    server = np.where(response, messages.source, messages.destination).astype(np.int64)
    client_port = np.where(response, messages.destination_port, messages.source_port).astype(np.int64)
    server_port = np.where(response, messages.source_port, messages.destination_port).astype(np.int64)
    # RFC 4795 2: the query goes to a group, the response comes from one of its hosts
    server[messages.protocol == LLMNR] = 0
    return pack(client, server, client_port, server_port, columns, messages)


def pack(client: Array, server: Array, client_port: Array, server_port: Array, columns: Columns,
         messages: DnsInput) -> tuple[Array, Array]:
    """Ends in 62 bits; ports, id, protocol and transport in 52."""
    ends = ((client + 1) << 31) | (server + 1)
    kind = messages.protocol.astype(np.int64) * 2 + (messages.transport == TCP)
    ports = (((client_port << 16 | server_port) << 16 | columns.numbers[:, Columns.ID]) << 3) | kind
    return ends, ports


class Pairing:
    """The arrays that the pairing kernels fill."""

    def __init__(self, count: int) -> None:
        self.made = 0
        self.transaction = np.full(count, -1, np.int32)
        self.role = np.full(count, NONE, np.uint8)
        self.query = np.full(count, -1, np.int32)
        self.response = np.full(count, -1, np.int32)
        self.retransmissions = np.zeros(count, np.int32)
        self.duplicates = np.zeros(count, np.int32)

    def run(self, usable: Array, columns: Columns, messages: DnsInput, by: tuple[Array, Array],
            by_question: bool = True) -> None:
        """Pairs messages by their keys, and by their questions if so wished; before run_multicast."""
        count = len(messages)
        numbers = columns.numbers
        kinds = numbers[:, Columns.TYPE]
        transfer = (messages.transport == TCP) & ((kinds == AXFR) | (kinds == IXFR))
        question, read = columns.hashes[:, Columns.HASH], numbers[:, Columns.READ]
        if not by_question:
            question, read, transfer = np.zeros_like(question), np.zeros_like(read), np.zeros_like(transfer)
        table = np.full(1 << (4 * count + 16).bit_length(), -1, np.int32)
        early = np.full(count, -1, np.int32)
        work = count * _MANY
        self.made = pair.for_work(work)(
            usable, columns.response, *by, np.ascontiguousarray(question), np.ascontiguousarray(read), transfer,
            messages.time, table, self.transaction, self.role, self.query, self.response, self.retransmissions,
            self.duplicates, early)
        if by_question:
            take_early.for_work(work)(self.made, early, self.transaction, self.role, self.query, self.response)

    def run_multicast(self, chosen: Array, columns: Columns, messages: DnsInput) -> None:
        """Pairs mDNS messages by what they carry."""
        if not len(chosen):
            return
        entries, offsets = entries_of(messages, columns, chosen)
        waiting = max(int(columns.numbers[chosen, Columns.READ].sum(dtype=np.int64)), 1)
        self.made = pair_multicast.for_work(len(chosen) * _MANY)(
            messages.first, messages.second, messages.buffer, messages.start, chosen, columns.response, messages.time,
            offsets, entries, np.full(1 << waiting.bit_length(), -1, np.int32), np.zeros(waiting, np.int64),
            np.zeros(waiting, np.int32), np.zeros(waiting, np.int32), self.transaction, self.role, self.query,
            self.response, self.made)

    def finish(self, messages: DnsInput, columns: Columns) -> Transactions:
        """Transactions in order of their first messages, without those that were emptied."""
        query, response = self.query[:self.made], self.response[:self.made]
        first = np.where(query < 0, response, query)
        both = (query >= 0) & (response >= 0)
        first[both] = np.minimum(query[both], response[both])
        order = np.flatnonzero(first >= 0)
        order = order[np.argsort(first[order], kind="stable")]
        number = np.full(self.made + 1, -1, np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        transaction = number[self.transaction]
        further = np.flatnonzero(self.role == FURTHER)
        further = further[np.argsort(transaction[further], kind="stable")]
        further_at = np.searchsorted(transaction[further], np.arange(len(order) + 1))
        return Transactions(
            messages, columns, transaction, self.role, query[order], response[order], self.retransmissions[order],
            self.duplicates[order], further.astype(np.int32), further_at.astype(np.int64))


__all__ = ["DUPLICATE", "LLMNR", "MDNS", "PROTOCOLS", "QUERY", "RESPONSE", "RETRANSMISSION", "TCP", "UNSOLICITED",
           "Columns", "DnsInput", "Transactions", "transactions"]
