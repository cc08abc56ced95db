"""The rows of packets: protocol and the text of the last column, made only for the rows that are shown."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import Infos
from analyzer.seconds import Nanoseconds
from analyzer.workers import over

BATCH = 2048
LARGE = 20_000
"""From so many rows on, several processors share the work."""
_MANY = 500
"""From so many on, what many have in common pays."""
_COLUMNS = ("time", "source", "destination", "length", "flow")
Made = TypeVar("Made")


def packet_rows(engine: Engine, rows: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """A row a packet; `rows` (from 0) picks some."""
    return chain.from_iterable(packet_batches(engine, rows, list))


def packet_batches(engine: Engine, rows: Iterable[int] | None,
                   make: Callable[[Iterator[dict[str, Any]]], Made]) -> Iterator[Made]:
    """What `make` gives for the rows of some packets at once; of many, on all processors."""
    wanted: Sequence[int] = range(engine.packets.rows) if rows is None else list(rows)
    infos, large = Infos(engine), len(wanted) >= LARGE
    if large:
        assert engine.tcp_streams    # put together once, before the work is shared
    batches = [wanted[start:start + BATCH] for start in range(0, len(wanted), BATCH)]
    return over(lambda batch: make(_rows(engine, infos, np.array(batch), len(wanted))), batches, large)


def _rows(engine: Engine, infos: Infos, batch: Array, work: int) -> Iterator[dict[str, Any]]:
    column, numbers = engine.packets.column, batch.tolist()
    protocols, lines = infos.many(batch, work) if work >= _MANY else (
        map(infos.protocol, numbers), map(infos.info, numbers))
    for row, time, source, destination, length, flow, protocol, line in zip(
            numbers, *(column(name)[batch].tolist() for name in _COLUMNS), protocols, lines, strict=True):
        yield {
            "number": row + 1, "time": Nanoseconds(time), "source": infos.end(source),
            "destination": infos.end(destination), "protocol": protocol, "length": length, "info": line,
            "flow": flow if flow >= 0 else None}
