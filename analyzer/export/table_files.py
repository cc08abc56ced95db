"""Tables and field trees as files, a part at a time, as the commands write them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from analyzer.export.csv_text import csv_lines
from analyzer.export.json_text import to_json
from analyzer.export.pdml import TAIL, PdmlWriter
from analyzer.export.tables import json_lines
from analyzer.export.text_tree import field_rows, json_tree, text_tree
from analyzer.export.visible import encoded
from analyzer.rows import Row, names
from analyzer.trees import Tree

TABLE_FORMATS = ("csv", "json", "jsonl")
TREE_FORMATS = ("txt", "pdml", "json", "csv")
ROWS_A_PART = 50


def table_parts(rows: Iterable[Row], kind: str, form: str, digits: int) -> Iterator[bytes]:
    """The rows of a kind in one of TABLE_FORMATS."""
    rows = iter(rows)
    if form == "csv":
        rows = chain([{name: name for name in names(kind)}], rows)
    before = b"[\n"
    while batch := list(islice(rows, ROWS_A_PART)):
        if form == "csv":
            yield csv_lines(batch, names(kind), digits)
        elif form == "jsonl":
            yield json_lines(batch, digits)
        else:
            yield before + b",\n".join(to_json(row, digits) for row in batch)
            before = b",\n"
    if form == "json":
        yield b"[]\n" if before == b"[\n" else b"\n]\n"


def tree_parts(trees: Iterable[tuple[Tree, int, int]], form: str, digits: int, source: str) -> Iterator[bytes]:
    """Field trees, each with the packet's time and length, in one of TREE_FORMATS; `source` is the capture's name."""
    if form == "pdml":
        writer = PdmlWriter()
        yield writer.head(source).encode("utf-8", "replace")
        yield from (encoded(writer.packet(tree, time, length)) for tree, time, length in trees)
        yield TAIL.encode()
    elif form == "txt":
        yield from (encoded("\n".join([*text_tree(tree), "", ""])) for tree, _, _ in trees)
    elif form == "csv":
        yield from table_parts(chain.from_iterable(field_rows(tree) for tree, _, _ in trees), "fields", "csv", digits)
    else:
        yield from table_parts((json_tree(tree) for tree, _, _ in trees), "fields", "json", digits)
