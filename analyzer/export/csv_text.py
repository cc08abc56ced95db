"""Rows as CSV (RFC 4180, but with line feeds): a header row, lists joined by `;`, what is not known as nothing."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from analyzer.export.visible import encoded
from analyzer.rows import Row
from analyzer.seconds import Nanoseconds, many_seconds, seconds

BATCH = 1_000
_QUOTED = frozenset(" ;=\"\n\r\t")


class _Lines:
    """A file for the CSV writer. Its line end has both characters, so that it quotes cells that hold either."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        """Takes a line."""
        self.lines.append(line[:-2] + "\n")


def write_csv(rows: Iterable[Row], columns: Sequence[str], write: Callable[[bytes], object], digits: int = 9) -> None:
    """Writes a header row and the rows."""
    rows = chain([{name: name for name in columns}], rows)
    while batch := list(islice(rows, BATCH)):
        write(csv_lines(batch, columns, digits))


def csv_lines(rows: Iterable[Row], columns: Sequence[str], digits: int = 9) -> bytes:
    """Rows as lines, without a header row."""
    import csv

    def cell(value: Any) -> Any:
        return value if type(value) is str or type(value) is int else cell_text(value, digits)

    lines = _Lines()
    csv.writer(lines, lineterminator="\r\n").writerows([cell(row.get(name)) for name in columns] for row in rows)
    return encoded("".join(lines.lines))


def csv_columns(columns: Mapping[str, list[Any]], digits: int = 9) -> bytes:
    """Columns of texts, numbers and times as lines, without a header row."""
    import csv
    lines = _Lines()
    cells = [many_seconds(column, digits) if column and type(column[0]) is Nanoseconds else column
             for column in columns.values()]
    csv.writer(lines, lineterminator="\r\n").writerows(zip(*cells, strict=True))
    return encoded("".join(lines.lines))


def cell_text(value: Any, digits: int = 9) -> str:
    """A value in a cell: times as decimal seconds, lists joined by `;`, DNS records as `name ttl class type data`,
    other objects as `name=value` with spaces between, quoted where that is needed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Nanoseconds):
        return seconds(value, digits)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return record_text(value) or " ".join(f"{name}={_quoted(cell_text(inner, digits))}"
                                              for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ";".join(cell_text(item, digits) for item in value)
    return str(value)


def record_text(value: Mapping[str, Any]) -> str:
    """A DNS question or record in one line; "" for what is none."""
    if value.keys() >= {"name", "type", "class"}:
        parts = (value.get(name) for name in ("name", "ttl", "class", "type", "data"))
        return " ".join(str(part) for part in parts if part is not None)
    return ""


def _quoted(text: str) -> str:
    import json
    return json.dumps(text, ensure_ascii=False) if not text or not _QUOTED.isdisjoint(text) else text
