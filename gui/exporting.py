"""Writing tables and field trees into files, in steps for a Worker; without Qt."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from analyzer.errors import OutputError

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from analyzer.rows import Row

Thing = TypeVar("Thing")


def export_rows(analysis: Analysis, kind: str, chosen: Array | None, path: str, form: str) -> Iterator[float]:
    """Writes the packets, flows of packets, or DNS transactions with these numbers; None for all."""
    import numpy as np
    if kind == "packets":
        chosen = np.arange(analysis.packets.rows) if chosen is None else chosen
        yield from _written(analysis.packet_rows(chosen.tolist()), len(chosen), kind, path, form, analysis)
    elif kind == "flows":
        of_packets = analysis.packets.column("flow")
        flows = np.unique(of_packets if chosen is None else of_packets[chosen])
        flows = flows[flows >= 0]
        yield from _written(analysis.flow_rows(flows.tolist()), len(flows), kind, path, form, analysis)
    else:
        numbers = None if chosen is None else chosen.tolist()
        count = len(analysis.dns.query) if numbers is None else len(numbers)
        yield from _written(analysis.dns_rows(numbers), count, kind, path, form, analysis)


def export_mails(analysis: Analysis, rows: Sequence[Row] | None, path: str, form: str) -> Iterator[float]:
    """Writes the rows of emails; None for all."""
    found = list(analysis.mail_rows()) if rows is None else rows
    yield from _written(found, len(found), "mail", path, form, analysis)


def export_trees(analysis: Analysis, rows: Array, path: str, form: str) -> Iterator[float]:
    """Writes the field trees of packets."""
    from analyzer.export.table_files import tree_parts
    times, lengths = analysis.packets.column("time"), analysis.packets.column("length")
    trees = _Counted((analysis.tree(row), times.item(row), lengths.item(row)) for row in rows.tolist())
    parts = tree_parts(trees, form, analysis.capture.digits, analysis.capture.path)
    yield from _into(path, parts, trees, len(rows))


def export_bytes(octets: bytes, path: str) -> Iterator[float]:
    """Writes bytes as they are."""
    yield from _into(path, [octets], _Counted(()), 1)


def _written(rows: Iterable[Row], count: int, kind: str, path: str, form: str, analysis: Analysis) -> Iterator[float]:
    from analyzer.export.table_files import table_parts
    counted = _Counted(rows)
    yield from _into(path, table_parts(counted, kind, form, analysis.capture.digits), counted, count)


class _Counted(Generic[Thing]):
    """Hands things on, and counts them."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = things
        self.done = 0

    def __iter__(self) -> Iterator[Thing]:
        for thing in self._things:
            self.done += 1
            yield thing


def _into(path: str, parts: Iterable[bytes], counted: _Counted[Any], count: int) -> Iterator[float]:
    """Writes the parts into a file that takes its place when all are there; tells the share that is done.

    Raises:
        OutputError: where it can't be written.
    """
    from analyzer.beside import beside
    from analyzer.capture.source import shown
    try:
        with beside(path) as file:
            for part in parts:
                file.write(part)
                yield min(counted.done / max(count, 1), 1.0)
    except OSError as error:
        raise OutputError(f"{shown(path)}: can't be written: {error.strerror or error}") from None
