"""What Wireshark's tree says of DNS packets: which packet answers which, and what was said again."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns import DNS, Pairing, Transactions, pack
from analyzer.dns_pairs import DUPLICATE, FURTHER, QUERY, RESPONSE, RETRANSMISSION, UNSOLICITED
from dissectors.dns.walk import SHORT_HEADER

_NOTHING: Mapping[str, Any] = {}


class Facts:
    """Facts by packet row. mDNS and LLMNR are paired by conversation and id here, as Wireshark does."""

    def __init__(self, found: Transactions) -> None:
        self._messages = found.messages
        self._dns = found.transaction, found.role, found.query, found.response
        self._others = _by_conversation(found)
        self._rows = found.messages.row

    def __call__(self, row: int, nth: int = 0) -> Mapping[str, Any]:
        """The facts of the `nth` message of a packet's row."""
        number = int(np.searchsorted(self._rows, row)) + nth
        if number >= len(self._rows) or self._rows[number] != row:
            return _NOTHING
        ordinary = self._messages.protocol[number] == DNS
        return self._facts(number, *(self._dns if ordinary else self._others))

    def _facts(self, number: int, transaction: Array, role: Array, query: Array, response: Array) -> Mapping[str, Any]:
        this = int(transaction[number])
        if this < 0:
            return _NOTHING
        asked, said = int(query[this]), int(response[this])
        match int(role[number]):
            case 1 if said >= 0:
                return {"response_in": self._packet(said)}
            case 2:
                return {"retransmit_request_in": self._packet(asked)}
            case 3:
                time = self._messages.time
                return {"response_to": self._packet(asked), "time": int(time[said]) - int(time[asked])}
            case 4 | 5:
                return {"retransmit_response_in": self._packet(said)}
            case 6:
                return {"unsolicited": True}
        return _NOTHING

    def _packet(self, number: int) -> int:
        return int(self._rows[number]) + 1


assert (QUERY, RETRANSMISSION, RESPONSE, DUPLICATE, FURTHER, UNSOLICITED) == (1, 2, 3, 4, 5, 6)


def _by_conversation(found: Transactions) -> tuple[Array, Array, Array, Array]:
    messages = found.messages
    usable = (found.columns.faults[:, 0] != SHORT_HEADER) & (messages.protocol != DNS)
    swap = (messages.source > messages.destination) | (
        (messages.source == messages.destination) & (messages.source_port > messages.destination_port))
    ends = [np.where(swap, one, other).astype(np.int64) for one, other in (
        (messages.destination, messages.source), (messages.source, messages.destination),
        (messages.destination_port, messages.source_port), (messages.source_port, messages.destination_port))]
    pairing = Pairing(len(messages))
    if usable.any():
        pairing.run(usable, found.columns, messages, pack(ends[0], ends[1], ends[2], ends[3], found.columns, messages),
                    by_question=False)
    return pairing.transaction, pairing.role, pairing.query, pairing.response
