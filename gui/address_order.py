"""The order of addresses: a number for each that sorts as the address does."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from analyzer.columns import Array


def address_ranks(numbers: Array, text: Callable[[int], str | None]) -> Array:
    """Of a column of addresses' numbers, -1 for none; IPv4 before IPv6, and what is neither before both."""
    present = np.zeros(int(numbers.max(initial=-1)) + 2, bool)
    present[numbers] = True     # the last place is that of -1
    used = [place if place < len(present) - 1 else -1 for place in np.flatnonzero(present).tolist()]
    rank = np.zeros(len(present), np.int64)
    rank[sorted(used, key=lambda number: _key(text(number) or ""))] = np.arange(len(used))
    ranks: Array = rank[numbers]
    return ranks


def _key(address: str) -> tuple[int, int, str]:
    from ipaddress import ip_address
    try:
        found = ip_address(address)
    except ValueError:      # of the link
        return 0, 0, address
    return found.version, int(found), ""
