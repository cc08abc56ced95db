"""What Wireshark's tree says of DNS packets: which packet answers which, and what was said again."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_pairing import Pairing
from analyzer.dns_pairs import (
    CONFLICT,
    DUPLICATE,
    FURTHER,
    MIRRORED,
    ORDINARY,
    QUERY,
    RESPONSE,
    RETRANSMISSION,
    UNSOLICITED,
)
from analyzer.dns_rows import known_latency

_NOTHING: Mapping[str, Any] = {}


class Facts:
    """Facts by packet row. mDNS and LLMNR are paired by conversation and id here, as Wireshark does."""

    def __init__(self, found: Transactions) -> None:
        self._found, self._messages = found, found.messages
        self._dns = _items(found.transaction, found.role, found.query, found.response)
        self._others = _items(*_by_conversation(found))
        self._last_query, = _items(_last_queries(found))
        self._rows, self._time, self._protocol = _items(
            found.messages.row, found.messages.time, found.messages.protocol)
        self._next = 0

    def __call__(self, row: int, nth: int = 0) -> Mapping[str, Any]:
        """The facts of the `nth` message of a packet's row."""
        rows, number = self._rows, self._next
        # packets are mostly asked one after the other
        if nth or not 0 < number < len(rows) or rows[number] != row or rows[number - 1] == row:
            number = bisect_left(rows, row) + nth
        self._next = number + 1
        if number >= len(rows) or rows[number] != row:
            return _NOTHING
        ordinary = self._protocol[number] == ORDINARY
        return self._facts(number, *(self._dns if ordinary else self._others))

    def _facts(self, number: int, transaction: memoryview, role: memoryview, query: memoryview,
               response: memoryview) -> Mapping[str, Any]:
        this = transaction[number]
        if this < 0:
            return _NOTHING
        asked, said, kind = query[this], response[this], role[number]
        if kind == QUERY and said >= 0:
            return {"response_in": self._packet(said)}
        if kind in (RESPONSE, FURTHER):
            return self._answer(asked, number, self._last_query[this] if query is self._dns[2] else asked)
        if kind == RETRANSMISSION or (kind == MIRRORED and not self._found.columns.response[number]):
            return {"retransmit_request_in": self._packet(asked)}
        if kind in (DUPLICATE, MIRRORED, CONFLICT):
            return {"retransmit_response_in": self._packet(self._first_response(this, asked, said))}
        return {"unsolicited": True} if kind == UNSOLICITED else _NOTHING

    def _answer(self, asked: int, said: int, last: int) -> Mapping[str, Any]:
        facts = {"response_to": self._packet(asked)}
        if known_latency(self._messages, asked, said):
            time = self._time
            facts["time"] = time[said] - time[asked]
            if asked < last < said:
                facts["time_from_last"] = time[said] - time[last]
        return facts

    def _first_response(self, this: int, asked: int, said: int) -> int:
        """Of what contradicts a response, or repeats what does, the response that came first."""
        answered = int(self._found.conflict[this]) if asked < 0 else -1
        return int(self._found.response[answered]) if answered >= 0 else said

    def _packet(self, number: int) -> int:
        return self._rows[number] + 1


def _items(*columns: Array) -> tuple[memoryview, ...]:
    """Columns whose single numbers are read often, which is quicker in a memory's view."""
    return tuple(np.ascontiguousarray(column).data for column in columns)


def _last_queries(found: Transactions) -> Array:
    """Of each transaction the last message that asks, before its response where there is one."""
    last = found.query.copy()
    again = np.flatnonzero(found.role == RETRANSMISSION)
    of = found.transaction[again]
    timely = (found.response[of] < 0) | (again < found.response[of])
    # later ones replace earlier ones
    last[of[timely]] = again[timely]
    return last


def _by_conversation(found: Transactions) -> tuple[Array, ...]:
    """Of mDNS and LLMNR; where there is none, nobody asks."""
    others = found.messages.protocol != ORDINARY
    if not others.any():
        return (np.zeros(0, np.int32),) * 4
    pairing = Pairing.by_conversation(found.messages, found.columns)
    pairing.run(others)
    return pairing.transaction, pairing.role, pairing.query, pairing.response
