"""Totals of a capture's DNS, worked out from columns."""
from __future__ import annotations

from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_messages import Columns
from analyzer.dns_tops import quantile, tops
from dissectors.dns.text import RCODE_NAMES, TYPE_NAMES, Names


def summary(found: Transactions) -> dict[str, Any]:
    """Messages, transactions, what was asked and answered, and how long it took."""
    query, response, numbers = found.query, found.response, found.columns.numbers
    answered = (query >= 0) & (response >= 0)
    asking = np.where(query >= 0, query, response)
    latency = np.sort(found.messages.time[response[answered]] - found.messages.time[query[answered]])
    # clocks that differ, and records out of order, say nothing
    latency = latency[np.searchsorted(latency, 0):]
    return {
        "messages": len(found.messages), "transactions": len(found), "answered": int(np.count_nonzero(answered)),
        "unanswered": int(np.count_nonzero(response < 0)),
        "rcodes": _counts(numbers[response[response >= 0], Columns.RCODE], RCODE_NAMES),
        "types": _counts(numbers[asking, Columns.TYPE][numbers[asking, Columns.READ] > 0], TYPE_NAMES),
        "latency": {"median": quantile(latency, 0.5), "p95": quantile(latency, 0.95), "max": quantile(latency, 1)},
        **tops(found)}


def _counts(column: Array, names: Names) -> dict[str, int]:
    """How often each number occurs, the most frequent first."""
    counts = np.bincount(column) if len(column) else np.zeros(0, np.int64)
    present = np.flatnonzero(counts)
    return {names[int(number)]: int(counts[number]) for number in present[np.argsort(-counts[present], kind="stable")]}
