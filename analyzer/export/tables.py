"""Rows in every format: the table for people, JSON lines, one JSON array, CSV."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from analyzer.export.csv_text import csv_columns, write_csv
from analyzer.export.json_text import to_json
from analyzer.export.people import Screen, View, Write, write_table
from analyzer.rows import Row, as_rows, names

FORMATS = ("table", "json", "jsonl", "csv")
BATCH = 1_000
"""Lines a write: a million rows are not a million calls."""


class Writer(NamedTuple):
    """Where rows go, and how.

    Attributes:
        write: takes bytes.
        format: one of FORMATS.
        digits: of fractions of seconds, as the capture has them.
        screen: for the table.
    """
    write: Write
    format: str = "jsonl"
    digits: int = 9
    screen: Screen = Screen()

    def rows(self, rows: Iterable[Row], kind: str, view: View) -> None:
        """Writes rows of a kind; the view is for the table."""
        match self.format:
            case "table":
                write_table(rows, view, self.screen, self.write)
            case "csv":
                write_csv(rows, names(kind), self.write, self.digits)
            case "json":
                write_json(rows, self.write, self.digits)
            case "jsonl":
                write_json_lines(rows, self.write, self.digits)
            case _:
                raise ValueError(self.format)

    def lines(self) -> Callable[[Mapping[str, list[Any]]], bytes] | None:
        """What makes lines of some rows given as columns, to be written one after the other behind `head`; None for
        formats whose lines depend on each other."""
        if self.format == "csv":
            return lambda columns: csv_columns(columns, self.digits)
        return (lambda columns: json_lines(as_rows(columns), self.digits)) if self.format == "jsonl" else None

    def head(self, kind: str, view: View) -> None:
        """Writes what stands before the rows."""
        self.rows((), kind, view)


def json_lines(rows: Iterable[object], digits: int = 9) -> bytes:
    """A JSON object a line."""
    return b"".join([to_json(row, digits) + b"\n" for row in rows])


def write_json_lines(rows: Iterable[object], write: Write, digits: int = 9) -> None:
    """A JSON object a line."""
    write_lines((to_json(row, digits) for row in rows), write)


def write_lines(lines: Iterable[bytes], write: Write) -> None:
    """Lines, each without its end."""
    lines = iter(lines)
    while batch := list(islice(lines, BATCH)):
        write(b"\n".join([*batch, b""]))


def write_json(rows: Iterable[object], write: Write, digits: int = 9) -> None:
    """One JSON array, written as the rows come, an object a line."""
    lines = (to_json(row, digits) for row in rows)
    before = b"[\n"
    while batch := list(islice(lines, BATCH)):
        write(before + b",\n".join(batch))
        before = b",\n"
    write(b"[]\n" if before == b"[\n" else b"\n]\n")
