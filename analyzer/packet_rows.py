"""The rows of packets: protocol and the text of the last column, made only for the rows that are shown."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias, TypeVar

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import Infos
from analyzer.rows import as_rows
from analyzer.seconds import Nanoseconds
from analyzer.services import MAIL
from analyzer.workers import over

BATCH = 2048
LARGE = 20_000
"""From so many rows on, several processors share the work."""
_MANY = 500
"""From so many on, what many have in common pays."""
Made = TypeVar("Made")
Columns: TypeAlias = dict[str, list[Any]]
"""The columns of some rows."""


def packet_rows(engine: Engine, rows: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """A row a packet; `rows` (from 0) picks some."""
    return chain.from_iterable(packet_batches(engine, rows, lambda columns: list(as_rows(columns))))


def packet_batches(engine: Engine, rows: Iterable[int] | None, make: Callable[[Columns], Made]) -> Iterator[Made]:
    """What `make` gives for the columns of some packets at once; of many, on all processors."""
    wanted: Sequence[int] = range(engine.packets.rows) if rows is None else list(rows)
    infos, large = Infos(engine), len(wanted) >= LARGE
    if large:
        engine.prepare_conversing(MAIL, infos.calls())     # once, before the work is shared
    batches = [wanted[start:start + BATCH] for start in range(0, len(wanted), BATCH)]
    return over(lambda batch: make(_columns(engine, infos, np.array(batch), len(wanted))), batches, large)


def _columns(engine: Engine, infos: Infos, batch: Array, work: int) -> Columns:
    column, numbers = engine.packets.column, batch.tolist()
    protocols, lines = infos.many(batch, work) if work >= _MANY else (
        list(map(infos.protocol, numbers)), list(map(infos.info, numbers)))
    return {
        "number": (batch + 1).tolist(), "time": list(map(Nanoseconds, column("time")[batch].tolist())),
        "source": infos.ends(column("source")[batch]), "destination": infos.ends(column("destination")[batch]),
        "protocol": protocols, "length": column("length")[batch].tolist(), "info": lines,
        "flow": [flow if flow >= 0 else None for flow in column("flow")[batch].tolist()]}
