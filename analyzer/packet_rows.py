"""The rows of packets: protocol and the text of the last column, made only for the rows that are shown."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analyzer.engine import Engine
from analyzer.infos import Infos
from analyzer.seconds import Nanoseconds

BATCH = 4096
_COLUMNS = ("time", "source", "destination", "length", "flow")


def packet_rows(engine: Engine, rows: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """A row a packet; `rows` (from 0) picks some."""
    infos = Infos(engine)
    for batch in _batches(range(engine.packets.rows) if rows is None else list(rows)):
        columns = {name: engine.packets.column(name)[batch].tolist() for name in _COLUMNS}
        for index, row in enumerate(batch):
            flow = columns["flow"][index]
            yield {
                "number": row + 1, "time": Nanoseconds(columns["time"][index]),
                "source": infos.end(columns["source"][index]), "destination": infos.end(columns["destination"][index]),
                "protocol": infos.protocol(row), "length": columns["length"][index],
                "info": infos.info(row), "flow": flow if flow >= 0 else None,
            }


def _batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start:start + BATCH]


