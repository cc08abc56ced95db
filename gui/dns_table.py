"""The DNS tab's table: columns of all transactions, to be sorted and filtered without an object for each; no Qt."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.dns import Transactions
from analyzer.dns_messages import Columns
from analyzer.dns_names import QuestionNames, question_names
from analyzer.dns_rows import known_latency
from analyzer.dns_states import State, states
from dissectors.dns.name import name_text, read_name
from dissectors.dns.text import RCODE_NAMES, TYPE_NAMES
from dissectors.dns.walk import HEADER
from dissectors.malformed import Malformed
from gui.address_order import address_ranks

if TYPE_CHECKING:
    from analyzer.columns import Array

NO_TYPE = -1
NO_LATENCY = -1
FIRST_OCTETS = 1_024
"""A first question, which has no pointers, ends before."""
ADDRESS_SIGNS = frozenset("0123456789abcdef.:")
STATE_WORDS = {
    "answered": State.ANSWERED, "unanswered": State.UNANSWERED, "unsolicited": State.UNSOLICITED,
    "truncated": State.TRUNCATED, "malformed": State.MALFORMED, "referral": State.REFERRAL, "nodata": State.NO_DATA,
    "conflicting": State.CONFLICTING, "failed": State.FAILED}


class SortBy(IntEnum):
    """What the table can be sorted by."""
    PACKET = 0
    TIME = 1
    STATE = 2
    CLIENT = 3
    SERVER = 4
    NAME = 5
    TYPE = 6
    LATENCY = 7
    REPEATS = 8
    ANSWER = 9


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be listed, and in which order."""
    text: str = ""
    kind: int | None = None
    state: State | None = None
    sort_by: SortBy = SortBy.TIME
    descending: bool = False


@dataclass(frozen=True)
class DnsTable:
    """All transactions.

    Attributes:
        found: what the table is made of.
        query, response: rows of the packets; -1 for none.
        time: of the first packet, ns.
        state, kind: the State; the type that is asked for, or NO_TYPE.
        latency: ns, or NO_LATENCY.
        client, server: numbers of addresses.
    """
    found: Transactions
    query: Array
    response: Array
    time: Array
    state: Array
    kind: Array
    latency: Array
    client: Array
    server: Array
    rcode: Array
    _orders: dict[SortBy, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.query)

    @cached_property
    def names(self) -> QuestionNames:
        """The names that are asked for; worked out off the window's thread."""
        found = self.found
        return question_names(found.messages, found.columns, np.where(found.query >= 0, found.query, found.response))

    def numbers(self, wish: Wish) -> Array:
        """The transactions that are wished for, in their order."""
        chosen = np.ones(len(self), bool)
        for term in wish.text.lower().split():
            chosen &= self._having(term)
        if wish.kind is not None:
            chosen &= self.kind == wish.kind
        if wish.state is not None:
            chosen &= self.state == wish.state
        order = self._order(wish.sort_by)
        listed = order[chosen[order]] if not chosen.all() else order
        return listed[::-1] if wish.descending else listed

    def at_packet(self, row: int) -> int:
        """The transaction that a packet belongs to, or -1."""
        rows = self.found.messages.row
        message = int(np.searchsorted(rows, row))
        return int(self.found.transaction[message]) if message < len(rows) and rows[message] == row else -1

    def first_packet(self, number: int) -> int:
        """The query of a transaction, or where there is none its response."""
        query = int(self.query[number])
        return query if query >= 0 else int(self.response[number])

    def same(self, number: int, other: DnsTable, its_number: int) -> bool:
        """Whether a transaction is what it is in another table of the same capture."""
        def known(table: DnsTable, one: int) -> tuple[int, ...]:
            found = table.found
            return (int(table.query[one]), int(table.response[one]), int(table.state[one]),
                    int(found.retransmissions[one]), int(found.duplicates[one]))
        return known(self, number) == known(other, its_number)

    def name(self, number: int) -> str:
        """The name in the question of a transaction; "" where there is no question."""
        if self.kind[number] == NO_TYPE:
            return ""
        messages, message = self.found.messages, self.messages_of(number)[0]
        buffer, start = messages.buffers[int(messages.buffer[message])], int(messages.start[message])
        data = buffer[start:start + min(int(messages.size[message]), FIRST_OCTETS)].tobytes()
        try:
            return name_text(read_name(data, HEADER, 0, len(data))[0])
        except Malformed:
            return ""

    def kind_name(self, kind: int) -> str:
        """What a type is called."""
        return TYPE_NAMES[kind] if kind != NO_TYPE else ""

    def messages_of(self, number: int) -> list[int]:
        """The query and the response of a transaction, as far as they are there."""
        return [message for message in (int(self.found.query[number]), int(self.found.response[number]))
                if message >= 0]

    @cached_property
    def kinds(self) -> list[tuple[int, int]]:
        """The types that occur and how often, the most frequent first."""
        return _counts(self.kind)

    @cached_property
    def states(self) -> list[tuple[int, int]]:
        """The states that occur and how often, in their order."""
        return sorted(_counts(self.state))

    def _having(self, term: str) -> Array:
        """The transactions in which a word occurs: in the name or an address, or as state, type or response code."""
        chosen = self.names.having(term)
        if ADDRESS_SIGNS.issuperset(term):
            chosen |= self._with_address(term)
        if (state := STATE_WORDS.get(term)) is not None:
            chosen |= self.state == state
        kinds = [kind for kind, _ in self.kinds if self.kind_name(kind).lower() == term]
        chosen |= np.isin(self.kind, kinds)
        rcodes = [code for code, _ in _counts(self.rcode) if RCODE_NAMES[code].lower() == term]
        return chosen | (np.isin(self.rcode, rcodes) & (self.response >= 0))

    def _with_address(self, part: str) -> Array:
        text = self.found.messages.address_text
        present = np.union1d(self.client, self.server)
        wanted = [number for number in present.tolist() if part in (text(number) or "")]
        return np.isin(self.client, wanted) | np.isin(self.server, wanted)

    def _order(self, by: SortBy) -> Array:
        if by not in self._orders:
            self._orders[by] = np.argsort(self._keys()[by](), kind="stable")
        return self._orders[by]

    def _keys(self) -> dict[SortBy, Callable[[], Array]]:
        return {
            SortBy.PACKET: lambda: np.where(self.query >= 0, self.query, self.response), SortBy.TIME: lambda: self.time,
            SortBy.STATE: lambda: self.state,
            SortBy.CLIENT: lambda: address_ranks(self.client, self.found.messages.address_text),
            SortBy.SERVER: lambda: address_ranks(self.server, self.found.messages.address_text),
            SortBy.NAME: lambda: self.names.rank[self.names.number],
            SortBy.TYPE: lambda: self.kind, SortBy.ANSWER: lambda: self.state.astype(np.int64) << 16 | self.rcode,
            SortBy.REPEATS: lambda: self.found.retransmissions + self.found.duplicates,
            SortBy.LATENCY: lambda: self.latency}


def _counts(column: Array) -> list[tuple[int, int]]:
    """The values of a column and how often they occur, the most frequent first."""
    present, counts = np.unique(column, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return list(zip(present[order].tolist(), counts[order].tolist(), strict=True))


def dns_table(found: Transactions) -> DnsTable:
    """The table of a capture's transactions."""
    messages, query, response = found.messages, found.query, found.response
    if not len(query):
        none = np.zeros(0, np.int64)
        return DnsTable(found, none, none, none, none, none, none, none, none, none)
    asked, answered = query >= 0, response >= 0
    one = np.where(asked, query, response)
    asking, saying = messages.time[query], messages.time[response]
    timed = asked & answered & known_latency(messages, query, response)
    numbers = found.columns.numbers
    return DnsTable(
        found, np.where(asked, messages.row[query], -1), np.where(answered, messages.row[response], -1),
        messages.time[one], states(found),
        np.where(numbers[one, Columns.READ] > 0, numbers[one, Columns.TYPE].astype(np.int64), NO_TYPE),
        np.where(timed, saying - asking, NO_LATENCY),
        np.where(asked, messages.source[query], messages.destination[response]),
        np.where(answered, messages.source[response], messages.destination[query]),
        np.where(answered, numbers[response, Columns.RCODE].astype(np.int64), 0))
