"""The packets of a list in the order of a column, worked out in steps, for a Worker; without Qt."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.columns import Array
from analyzer.memory import give_back
from gui.filtering import STEP_SECONDS
from gui.packet_columns import Column, PacketColumn

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

CELLS_A_STEP = 200


@dataclass(frozen=True, slots=True)
class Order:
    """Rows from the first line on, and for each row of the table its line, or -1."""
    rows: Array
    lines: Array

    def with_more(self, rows: Array, known: int) -> Order:
        """With further rows at the end; `known` rows are in the table now."""
        lines = np.full(known, -1, np.int32)
        lines[:len(self.lines)] = self.lines
        lines[rows] = np.arange(len(self.rows), len(self.rows) + len(rows))
        return Order(np.concatenate([self.rows, rows]), lines)


def order_of(rows: Array, known: int) -> Order:
    """An order of rows of a table with `known` rows."""
    lines = np.full(known, -1, np.int32)
    lines[rows] = np.arange(len(rows))
    return Order(rows, lines)


def ordered(analysis: Analysis, column: PacketColumn, down: bool, rows: Array) -> Iterator[float | Order]:
    """Orders packets, those that are equal as they were captured: how far it is, from 0 to 1, and at last the order."""
    known = analysis.packets.rows
    keys: Array | None = None
    for part in _keys(analysis, column, rows):
        if isinstance(part, float):
            yield part
        else:
            keys = part
    assert keys is not None
    order = order_of(rows[in_order(-keys if down else keys)], known)
    del keys, rows
    try:
        yield order
    finally:    # also where another order is asked for at once
        give_back()


def in_order(keys: Array) -> Array:
    """The places of keys in the order of these, equal ones as they stand. Numbers of which each has its place in its
    last bits are sorted sooner than places."""
    bits = len(keys).bit_length()
    least, most = (int(keys.min()), int(keys.max())) if len(keys) else (0, 0)
    if most - least >= 1 << 63 - bits:
        return np.argsort(keys, kind="stable")
    numbers: Array = keys.astype(np.int64)
    numbers -= least
    numbers <<= bits
    numbers |= np.arange(len(keys))
    numbers.sort()
    numbers &= (1 << bits) - 1
    return numbers


def _keys(analysis: Analysis, column: PacketColumn, rows: Array) -> Iterator[float | Array]:
    """For each row a number by which it is ordered."""
    packets = analysis.packets
    if column.kind is None:
        yield from _of_texts(rows, _own_texts(analysis, column.text))
    elif column.kind is Column.INFO:
        yield from _info_ranks(analysis, rows)
    elif column.kind is Column.PROTOCOL:
        yield _protocols(analysis, rows)
    elif column.kind in (Column.SOURCE, Column.DESTINATION):
        from gui.address_order import address_ranks
        name = "source" if column.kind is Column.SOURCE else "destination"
        yield address_ranks(packets.column(name)[rows], packets.addresses.text)
    elif column.kind is Column.NUMBER:
        yield rows.astype(np.int64)
    else:
        yield packets.column("time" if column.kind is Column.TIME else "length")[rows].astype(np.int64)


def _info_ranks(analysis: Analysis, rows: Array) -> Iterator[float | Array]:
    """Ranks of the lines; those of all packets are kept, as working them out takes longest."""
    from analyzer.packet_info_order import info_ranks
    kept: dict[int, Array] = analysis.engine.kept("info ranks", dict)
    every = analysis.packets.rows
    if every in kept:
        yield kept[every][rows]
        return
    for part in info_ranks(analysis.engine, rows):
        if not isinstance(part, float) and len(rows) == every:
            kept[every] = part
        yield part


def _protocols(analysis: Analysis, rows: Array) -> Array:
    """Ranks of the protocols' names: one packet of each kind is asked."""
    from analyzer.infos import Infos
    infos = Infos(analysis.engine)
    kinds = infos.kinds(rows)
    samples = np.full(int(kinds.max(initial=0)) + 1, -1, np.int64)
    samples[kinds] = rows
    names = [infos.protocol(row) if row >= 0 else "" for row in samples.tolist()]
    ranks = {name: number for number, name in enumerate(sorted(set(names)))}
    found: Array = np.array([ranks[name] for name in names], np.int64)[kinds]
    return found


def _own_texts(analysis: Analysis, text: str) -> Callable[[Array], list[str]]:
    from gui.packet_cells import cells

    def read(rows: Array) -> list[str]:
        numbers, found = rows.tolist(), dict[int, str]()
        for part in cells(analysis, [text], numbers):
            found |= {row: cell.text for row, cell in part.get(text, {}).items()}
        return [found.get(row, "") for row in numbers]
    return read


def _of_texts(rows: Array, read: Callable[[Array], list[str]]) -> Iterator[float | Array]:
    """Ranks of texts, of which some are asked at a time."""
    texts: list[str] = []
    end = time.monotonic() + STEP_SECONDS
    for start in range(0, len(rows), CELLS_A_STEP):
        texts += read(rows[start:start + CELLS_A_STEP])
        if time.monotonic() > end:
            yield len(texts) / len(rows)
            end = time.monotonic() + STEP_SECONDS
    ranks = {text: number for number, text in enumerate(sorted(set(texts), key=_natural))}
    yield np.array([ranks[text] for text in texts], np.int64)


def _natural(text: str) -> tuple[Any, ...]:
    """Nothing first, then numbers by their size, then texts."""
    if not text:
        return (0,)
    try:
        return (1, float(text), text)
    except ValueError:
        return (2, text.lower(), text)
