"""Pairs the DNS messages of a capture to transactions."""
from __future__ import annotations

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_messages import MANY, Columns, DnsInput, Keys, entries_of, read
from analyzer.dns_multicast import pair_multicast
from analyzer.dns_pairs import (
    CONFLICT,
    DUPLICATE,
    FURTHER,
    MDNS,
    MIRRORED,
    NONE,
    RETRANSMISSION,
    pair,
    take_early,
)
from analyzer.dns_retries import retries
from analyzer.flows import TCP
from dissectors.dns.text import AXFR, IXFR


def transactions(messages: DnsInput) -> Transactions:
    """Walks and pairs all messages."""
    # nobody else holds the keys, so that the pairing can drop them
    pairing = Pairing(messages, *read(messages))
    pairing.run(messages.protocol != MDNS)
    pairing.run_multicast()
    return pairing.finish()


class Pairing:
    """The arrays that the pairing kernels fill.

    With `by_conversation` messages pair as Wireshark pairs them, whatever they ask.
    """

    def __init__(self, messages: DnsInput, columns: Columns, keys: Keys, copy_of: Array,
                 by_conversation: bool = False) -> None:
        count = len(messages)
        self._messages, self._columns, self._keys, self._copy_of = messages, columns, keys, copy_of
        self._by_conversation, self._work = by_conversation, count * MANY
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
        self.made = pair_multicast.for_work(len(chosen) * MANY)(
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
