"""What became of each DNS transaction, as a person would say it in a word."""
from __future__ import annotations

from enum import IntEnum

import numpy as np

from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_messages import Columns
from dissectors.dns.walk import SHORT_HEADER

_AUTHORITATIVE, _TRUNCATED = 0x0400, 0x0200
_NO_ERROR, _NO_NAME = 0, 3
_COUNTS_AT = 6
"""Where in a message the counts of answers and authorities stand (RFC 1035 4.1.1)."""


class State(IntEnum):
    """From what is well to what is not."""
    ANSWERED = 0
    NO_DATA = 1
    """The name is there, records of this type are not (RFC 2308 2.2)."""
    REFERRAL = 2
    """Other servers are named instead (RFC 1034 4.3.1)."""
    NO_NAME = 3
    TRUNCATED = 4
    CONFLICTING = 5
    """There are several responses that say different things."""
    UNSOLICITED = 6
    FAILED = 7
    """Any other response code."""
    MALFORMED = 8
    UNANSWERED = 9


def states(found: Transactions) -> Array:
    """The State of each transaction; where several fit, the one that matters most."""
    response, messages = found.response, found.messages
    if not len(response):
        return np.zeros(0, np.uint8)
    said = np.maximum(response, 0)
    numbers = found.columns.numbers[said]
    flags, rcode = numbers[:, Columns.FLAGS].astype(np.int64), numbers[:, Columns.RCODE]
    answers, authorities = _counts(found, said)
    empty = (answers == 0) & (rcode == _NO_ERROR)
    found_states = np.zeros(len(response), np.uint8)
    for state, chosen in (
            (State.NO_DATA, empty),
            (State.REFERRAL, empty & (authorities > 0) & (flags & _AUTHORITATIVE == 0)),
            (State.NO_NAME, rcode == _NO_NAME),
            (State.FAILED, (rcode != _NO_ERROR) & (rcode != _NO_NAME)),
            (State.TRUNCATED, flags & _TRUNCATED != 0),
            (State.CONFLICTING, found.conflict >= 0),
            (State.UNSOLICITED, (found.query < 0) & (found.conflict < 0)),
            (State.MALFORMED, (numbers[:, Columns.FAULT] > SHORT_HEADER) & ~messages.truncated[said]),
            (State.UNANSWERED, response < 0)):
        found_states[chosen] = state
    return found_states


def _counts(found: Transactions, said: Array) -> tuple[Array, Array]:
    """The header's counts of answers and authorities in messages."""
    answers, authorities = np.zeros(len(said), np.int64), np.zeros(len(said), np.int64)
    messages = found.messages
    for number, buffer in enumerate(messages.buffers):
        here = np.flatnonzero(messages.buffer[said] == number)
        at = messages.start[said[here]].astype(np.int64) + _COUNTS_AT
        for counts, offset in ((answers, 0), (authorities, 2)):
            counts[here] = buffer[at + offset].astype(np.int64) << 8 | buffer[at + offset + 1]
    return answers, authorities
