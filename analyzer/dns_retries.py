"""Links what was truncated over UDP with the same question asked again over TCP."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.flows import TCP

if TYPE_CHECKING:
    from analyzer.dns_messages import Columns, DnsInput

TRUNCATED = 0x0200
PATIENCE_NS = 30_000_000_000
"""Within what time a question over TCP comes from a truncated response."""


def retries(messages: DnsInput, columns: Columns, query: Array, response: Array) -> Array:
    """Of each transaction that was cut short over UDP the first one that asks the same over TCP (RFC 7766 5), of such a
    one the first that it asks again; else -1. Ids and client ports may differ."""
    found = np.full(len(query), -1, np.int32)
    both = np.flatnonzero((query >= 0) & (response >= 0))
    over_tcp = messages.transport[query[both]] == TCP
    cut = both[~over_tcp & (columns.numbers[response[both], columns.FLAGS] & TRUNCATED != 0)]
    again = np.flatnonzero(query >= 0)
    again = again[messages.transport[query[again]] == TCP]
    if not len(cut) or not len(again):
        return found
    # one sort brings each question over TCP behind the truncated responses that it may come from
    chosen = np.concatenate([cut, again])
    moment = messages.time[np.concatenate([response[cut], query[again]])]
    asked, retried = query[chosen], np.arange(len(chosen)) >= len(cut)
    client, server, question = messages.source[asked], messages.destination[asked], columns.question[asked]
    order = np.lexsort((retried, moment, question, server, client))
    last_cut = -1
    for place in order.tolist():
        if not retried[place]:
            last_cut = place
        elif last_cut >= 0 and all(of[place] == of[last_cut] for of in (client, server, question)) \
                and moment[place] - moment[last_cut] < PATIENCE_NS:
            one, other = chosen[last_cut], chosen[place]
            found[other] = one
            if found[one] < 0:
                found[one] = other
    return found
