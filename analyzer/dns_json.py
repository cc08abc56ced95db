"""DNS transactions as lines of JSON, a block of them at a time: the same as their rows, written by a kernel."""
from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import numpy as np

from analyzer.columns import Array
from analyzer.dns import Transactions
from analyzer.dns_lines import put_lines
from analyzer.dns_messages import Columns, DnsInput, entries_of
from analyzer.workers import processors
from dissectors.dns.rdata import rdata_text
from dissectors.dns.rdata.writer import special_types, tables
from dissectors.dns.walk import ENTRY, QUESTION, RDATA, RDATA_STOP, SECTION, TYPE

Text: TypeAlias = tuple[Array, int]

BLOCK = 2_500
"""Transactions a block."""
MANY_BLOCKS = 8
"""From so many on, several threads make them."""
RELEASED_EVERY = 8
"""Blocks after which the memory in which messages were read is given back."""
ROOM = 4 << 20
"""Bytes for a block's text, of which there may be more; a single line gets what it needs."""
_WORK = 20
"""A line takes the work of so many packets, so that compiling pays soon."""
POINTER = 0xC0


def json_lines(found: Transactions, write: Callable[[memoryview], object], digits: int = 9) -> None:
    """Writes all transactions; what `write` gets is good until it returns.

    Machine code runs beside other threads: blocks are made by some while those before them are written.
    """
    blocks = _Blocks(found, digits)
    begins = range(0, len(found), BLOCK)
    threads = processors() if len(begins) >= MANY_BLOCKS else 0
    made = _ahead(blocks.text, begins, threads) if threads > 1 else map(blocks.text, begins)
    for number, texts in enumerate(made):
        for room, size in texts:
            write(room.data[:size])
            blocks.give_back(room)
        if number % RELEASED_EVERY == 0:
            found.messages.release()


def _ahead(make: Callable[[int], list[Text]], begins: Iterable[int], threads: int) -> Iterator[list[Text]]:
    """What `make` gives for each, in order; as many are made ahead as there are threads."""
    from concurrent.futures import Future, ThreadPoolExecutor
    waiting: deque[Future[list[Text]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for begin in begins:
            waiting.append(pool.submit(make, begin))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Blocks:
    """Makes the text of blocks; several threads may."""

    def __init__(self, found: Transactions, digits: int) -> None:
        self._found, self._digits = found, digits
        self._kernel = put_lines.for_work(len(found) * _WORK)
        self._address, addresses = address_texts(found.messages)
        self._addresses = _joined(addresses)
        self._special = np.isin(np.arange(1 << 16), special_types())
        self._rooms: list[Array] = []

    def text(self, begin: int) -> list[Text]:
        """The lines of the transactions from `begin` on: arrays, and how many of their bytes hold text."""
        found, messages = self._found, self._found.messages
        end = min(begin + BLOCK, len(found))
        chosen, lines, further = _lines(found, begin, end)
        entries, offsets = entries_of(messages, found.columns, chosen)
        special, special_data = special_texts(messages, self._special, chosen, entries, offsets)
        facts = _facts(messages, found.columns, chosen, offsets, self._address)
        known = messages.first, messages.second, facts, lines, further, entries, special
        data_texts = _joined(special_data)
        written: list[Text] = []
        done, room = 0, self._room()
        while done < end - begin:
            after, size = self._kernel(room, done, self._digits, *known, *self._addresses, *data_texts, tables())
            if size > len(room):
                room = np.zeros(size, np.uint8)
                continue
            written.append((room, size))
            done, room = after, self._room() if after < end - begin else room
        return written

    def _room(self) -> Array:
        try:
            return self._rooms.pop()
        except IndexError:
            return np.zeros(ROOM, np.uint8)

    def give_back(self, room: Array) -> None:
        """Takes an array back whose text was written."""
        self._rooms.append(room)


def _lines(found: Transactions, begin: int, end: int) -> tuple[Array, Array, Array]:
    """The messages that the transactions [begin, end) show; what the kernel knows of these, in numbers of these
    messages; the further messages."""
    part, count = slice(begin, end), end - begin
    at = found.further_at[begin:end + 1]
    further = found.further[int(at[0]):int(at[-1])]
    shown = np.concatenate([found.query[part], found.response[part], further])
    there = shown >= 0
    place = np.where(there, np.cumsum(there) - 1, -1)
    lines = np.column_stack([
        place[:count], place[count:2 * count], found.retransmissions[part], found.duplicates[part],
        found.mirrored[part], _packets(found, found.response, found.conflict[part]),
        _packets(found, found.query, found.retry[part]), at[:-1] - at[0], at[1:] - at[0]])
    return shown[there].astype(np.int64), lines.astype(np.int64).reshape(-1), _some(place[2 * count:].astype(np.int64))


def _packets(found: Transactions, message: Array, transaction: Array) -> Array:
    """The packets of messages of transactions, from 1; 0 where there is none."""
    there = transaction >= 0
    packets = np.zeros(len(transaction), np.int64)
    packets[there] = found.messages.row[message[transaction[there]]] + 1
    return packets


def _facts(messages: DnsInput, columns: Columns, chosen: Array, offsets: Array, number: Array) -> Array:
    """What the kernel knows of the chosen messages; `number` gives the text of an address."""
    def of(column: Array) -> Array:
        return column[chosen]

    return np.column_stack([
        of(messages.start), of(messages.buffer), of(messages.row) + 1, of(messages.time), of(messages.transport),
        of(messages.protocol), number[of(messages.source) + 1], of(messages.source_port),
        number[of(messages.destination) + 1], of(messages.destination_port), of(columns.numbers[:, Columns.ID]),
        of(columns.numbers[:, Columns.FLAGS]), of(columns.numbers[:, Columns.RCODE]),
        of(columns.numbers[:, Columns.OPT_AT]), offsets[:-1], offsets[1:]]).astype(np.int64).reshape(-1)


def address_texts(messages: DnsInput) -> tuple[Array, list[bytes]]:
    """The number of each address's text, at the address's own number + 1; the texts."""
    used = [messages.source, messages.destination]
    number = np.zeros(max(int(column.max(initial=0)) for column in used) + 2, np.int64)
    for column in used:
        number[column + 1] = 1
    present = np.flatnonzero(number)
    number[present] = np.arange(len(present))
    return number, [_inside(messages.address_text(address - 1)) for address in present.tolist()]


def special_texts(messages: DnsInput, special: Array, chosen: Array, entries: Array,
                  offsets: Array) -> tuple[Array, list[bytes]]:
    """For each entry the number of its RDATA's text, or -1; the texts. `special` tells which types need one.

    Data without octets that could be a pointer are read once, however often they come.
    """
    table = entries.reshape(-1, ENTRY)
    number = np.full(len(table), -1, np.int64)
    wanted = np.flatnonzero(special[table[:, TYPE]] & (table[:, SECTION] != QUESTION))
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
            texts.append(_inside(text))
        number[entry] = known[key]
    return _some(number), texts


def _inside(text: str) -> bytes:
    """The inside of a string of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


def _joined(texts: Iterable[bytes]) -> tuple[Array, Array]:
    """Texts in a row, and where each begins and the last ends."""
    texts = list(texts)
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=begins[1:])
    return np.frombuffer(b"".join(texts) or b"\0", np.uint8), begins


def _some(column: Array) -> Array:
    """The column; one place where it is empty, as kernels take only arrays with places."""
    return column if len(column) else np.zeros(1, column.dtype)
