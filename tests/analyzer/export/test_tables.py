"""Rows in every format."""
from __future__ import annotations

import json
from typing import Any

import pytest

from analyzer.export.people import Shown, View
from analyzer.export.tables import FORMATS, Writer
from analyzer.rows import COLUMNS, names
from analyzer.seconds import Nanoseconds

VIEW = View((Shown("Side", lambda row: row["side"]),), "nothing")
ROWS = [{"side": "client", "line": "a;b"}, {"side": "server", "line": None}]


def text_of(rows: Any, form: str, kind: str = "lines", digits: int = 6) -> str:
    written: list[bytes] = []
    Writer(written.append, form, digits).rows(rows, kind, VIEW)
    return b"".join(written).decode()


def test_json_lines() -> None:
    assert text_of(ROWS, "jsonl") == '{"side":"client","line":"a;b"}\n{"side":"server","line":null}\n'


def test_json_is_one_array() -> None:
    assert json.loads(text_of(ROWS, "json")) == ROWS
    assert text_of(ROWS, "json").startswith("[\n{")


def test_csv() -> None:
    assert text_of(ROWS, "csv") == "side,line\nclient,a;b\nserver,\n"


def test_table() -> None:
    assert text_of(ROWS, "table") == "Side\nclient\nserver\n"


@pytest.mark.parametrize(("form", "text"), [("table", "nothing\n"), ("json", "[]\n"), ("jsonl", ""),
                                            ("csv", "side,line\n")])
def test_no_rows(form: str, text: str) -> None:
    assert text_of([], form) == text


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_times_have_the_digits_of_the_capture(form: str) -> None:
    rows = [{"time": Nanoseconds(1_700_000_000_000_000_000)}]
    assert '"time":1700000000.000000}' in text_of(rows, form)
    assert '"time":1700000000.000000000}' in text_of(rows, form, digits=9)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("count", [999, 1_000, 1_001, 2_000])
def test_every_row_is_there_at_the_ends_of_batches(form: str, count: int) -> None:
    assert text_of(({"side": "x", "line": f"<{n}>"} for n in range(count)), form).count("x") == count


def test_an_unknown_format_is_a_fault() -> None:
    with pytest.raises(ValueError, match="yaml"):
        text_of([], "yaml")


def test_no_column_stands_twice_in_a_table() -> None:
    assert all(len(set(names(kind))) == len(names(kind)) for kind in COLUMNS)
