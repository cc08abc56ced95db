"""The rows of packets: protocol and the text of the last column, made only for the rows that are shown."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from analyzer.engine import Engine
from analyzer.infos import Infos
from analyzer.seconds import Nanoseconds
from analyzer.workers import over

BATCH = 2048
LARGE = 20_000
"""From so many rows on, several processors share the work."""
_COLUMNS = ("time", "source", "destination", "length", "flow")


def packet_rows(engine: Engine, rows: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """A row a packet; `rows` (from 0) picks some."""
    wanted: Sequence[int] = range(engine.packets.rows) if rows is None else list(rows)
    infos = Infos(engine)
    if len(wanted) >= LARGE:
        assert engine.tcp_streams    # put together once, before the work is shared
    yield from chain.from_iterable(
        over(lambda batch: _rows(engine, infos, batch), list(_batches(wanted)), len(wanted) >= LARGE))


def _rows(engine: Engine, infos: Infos, batch: Sequence[int]) -> list[dict[str, Any]]:
    columns = {name: engine.packets.column(name)[batch].tolist() for name in _COLUMNS}
    found = []
    for row, time, source, destination, length, flow in zip(batch, *columns.values(), strict=True):
        found.append({
            "number": row + 1, "time": Nanoseconds(time), "source": infos.end(source),
            "destination": infos.end(destination), "protocol": infos.protocol(row), "length": length,
            "info": infos.info(row), "flow": flow if flow >= 0 else None,
        })
    return found


def _batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start:start + BATCH]


