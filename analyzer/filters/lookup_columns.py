"""Filters on DNS lookups: what a transaction's row says, as a column of numbers, and the value that a number means."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.dns_rows import STATUSES, known_latency
from analyzer.filters.flow_columns import RowColumn, numbers_where

if TYPE_CHECKING:
    from analyzer.dns import Transactions


def lookup_columns(found: Transactions) -> dict[str, RowColumn]:
    """By their names for filters."""
    query, response, messages = found.query, found.response, found.messages

    def packets(numbers: Array) -> Callable[[], Array]:
        return lambda: numbers_where(numbers >= 0, messages.row[numbers].astype(np.int64) + 1)

    return {
        "dns.latency": RowColumn(lambda: _latency(found), int),
        "dns.status": RowColumn(lambda: np.where(query < 0, 2, np.where(response >= 0, 0, 1)), STATUSES.__getitem__),
        "dns.retransmissions": RowColumn(lambda: found.retransmissions, int),
        "dns.duplicates": RowColumn(lambda: found.duplicates, int),
        "dns.query_packet": RowColumn(packets(query), int), "dns.response_packet": RowColumn(packets(response), int),
    }


def _latency(found: Transactions) -> Array:
    """From query to response, ns."""
    query, response, messages = found.query, found.response, found.messages
    there = (query >= 0) & (response >= 0) & known_latency(messages, query, response)
    return numbers_where(there, messages.time[response] - messages.time[query])
