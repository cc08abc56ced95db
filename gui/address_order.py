"""The order of addresses: a number for each that sorts as the address does."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from analyzer.columns import Array


def address_ranks(numbers: Array, text: Callable[[int], str | None]) -> Array:
    """Of a column of addresses' numbers; IPv4 before IPv6, and what is neither before both."""
    present, place = np.unique(numbers, return_inverse=True)
    keys = [_key(text(number) or "") for number in present.tolist()]
    rank = np.zeros(len(present), np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    ranks: Array = rank[place]
    return ranks


def _key(address: str) -> tuple[int, int, str]:
    from ipaddress import ip_address
    try:
        found = ip_address(address)
    except ValueError:      # of the link
        return 0, 0, address
    return found.version, int(found), ""
