"""DNS transactions as lines of JSON, a block of them at a time: the same as their rows, written by a kernel."""
from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np

from analyzer.columns import Array
from analyzer.dns import DnsInput, Transactions, entries_of
from analyzer.dns_lines import put_lines
from dissectors.dns.rdata import rdata_text
from dissectors.dns.rdata.writer import shape_table, special_types
from dissectors.dns.walk import ENTRY, QUESTION, RDATA, RDATA_STOP, SECTION, TYPE
from dissectors.dns.writer import name_table

BLOCK = 20_000
"""Transactions a block."""
ROOM = 8 << 20
"""Bytes for a block's text; it grows where a single line needs more."""
_WORK = 400
"""A line takes the work of so many packets, so that compiling pays soon."""
POINTER = 0xC0


def json_lines(found: Transactions, write: Callable[[bytes], object], digits: int = 9) -> None:
    """Writes all transactions."""
    kernel = put_lines.for_work(len(found) * _WORK)
    messages, columns = found.messages, found.columns
    address_at, address_text = addresses(messages)
    place = np.zeros((len(messages), 2), np.int64)
    out = np.zeros(ROOM, np.uint8)
    for begin in range(0, len(found), BLOCK):
        end = min(begin + BLOCK, len(found))
        chosen = _messages_of(found, begin, end)
        entries, offsets = entries_of(messages, columns, chosen)
        place[chosen, 0], place[chosen, 1] = offsets[:-1], offsets[1:]
        special, special_at, special_text = specials(messages, chosen, entries, offsets)
        while begin < end:
            done, size = kernel(
                out, begin, end, digits, messages.first, messages.second, messages.buffer, messages.start,
                messages.row, messages.time, messages.transport, messages.protocol, messages.source,
                messages.destination, messages.source_port, messages.destination_port, columns.numbers.reshape(-1),
                columns.hashes.reshape(-1), found.query, found.response, found.retransmissions, found.duplicates,
                found.further, found.further_at, place, entries, special, special_at, special_text, address_at,
                address_text, shape_table(), *name_table())
            if size > len(out):
                out = np.zeros(size, np.uint8)
                continue
            write(out[:size].tobytes())
            begin = done


def _messages_of(found: Transactions, begin: int, end: int) -> Array:
    """The messages that the transactions [begin, end) show."""
    further = found.further[int(found.further_at[begin]):int(found.further_at[end])]
    chosen = np.concatenate([found.query[begin:end], found.response[begin:end], further])
    return np.unique(chosen[chosen >= 0]).astype(np.int64)


def addresses(messages: DnsInput) -> tuple[Array, Array]:
    """The texts of all addresses in a row, and where that of number n begins, at n + 1."""
    used = np.concatenate([messages.source, messages.destination])
    most = int(used.max(initial=0))
    present = np.zeros(most + 2, bool)
    present[used + 1] = True
    texts = {number: json.dumps(messages.address_text(number - 1))[1:-1].encode()
             for number in np.flatnonzero(present).tolist()}
    sizes = np.zeros(most + 2, np.int64)
    sizes[list(texts)] = [len(text) for text in texts.values()]
    offsets = np.zeros(most + 3, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets, np.frombuffer(b"".join(texts.values()) or b"\0", np.uint8)


def specials(messages: DnsInput, chosen: Array, entries: Array, offsets: Array) -> tuple[Array, Array, Array]:
    """For each entry the number of its RDATA's text, or -1; where each text begins; all texts in a row.

    Data without octets that could be a pointer are read once, however often they come.
    """
    table = entries.reshape(-1, ENTRY)
    number = np.full(len(table) or 1, -1, np.int32)
    wanted = np.flatnonzero(np.isin(table[:, TYPE], special_types()) & (table[:, SECTION] != QUESTION))
    texts: list[bytes] = []
    known: dict[tuple[int, bytes], int] = {}
    for entry, message in zip(wanted.tolist(), (np.searchsorted(offsets, wanted, "right") - 1).tolist(), strict=True):
        at, stop, kind = (int(table[entry, column]) for column in (RDATA, RDATA_STOP, TYPE))
        data = messages.buffers[int(messages.buffer[chosen[message]])]
        key = kind, data[at:stop].tobytes()
        if key not in known or max(key[1], default=0) >= POINTER:
            start = int(messages.start[chosen[message]])
            text, _ = rdata_text(kind, data[start:stop].tobytes(), at - start, stop - start, 0)
            known[key] = len(texts)
            texts.append(json.dumps(text)[1:-1].encode())
        number[entry] = known[key]
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=begins[1:])
    return number, begins, np.frombuffer(b"".join(texts) or b"\0", np.uint8)


