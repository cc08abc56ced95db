"""Rows as CSV."""
from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from analyzer.export.csv_text import cell_text, write_csv
from analyzer.seconds import Nanoseconds

RECORD = {"name": "example.org", "type": "MX", "class": "IN", "ttl": 60, "data": "10 mx.example.org"}


def text_of(rows: list[dict[str, Any]], *columns: str, digits: int = 9) -> str:
    written: list[bytes] = []
    write_csv(rows, columns, written.append, digits)
    return b"".join(written).decode()


def test_header_row_and_what_is_not_known() -> None:
    assert text_of([{"a": 1, "b": None}, {"a": "x"}], "a", "b") == "a,b\n1,\nx,\n"


def test_a_table_without_rows_has_its_header() -> None:
    assert text_of([], "a", "b") == "a,b\n"


def test_times_have_the_digits_of_the_capture() -> None:
    assert text_of([{"t": Nanoseconds(1_700_000_000_000_001_000)}], "t", digits=6) == "t\n1700000000.000001\n"


@pytest.mark.parametrize(("value", "text"), [
    (True, "true"), (False, "false"), (["QR", "AA"], "QR;AA"), ([1, 0], "1;0"), ([], ""), (b"\xff", "\ufffd"),
    ({"name": "a", "type": "A", "class": "IN"}, "a IN A"),
    ([RECORD, RECORD], "example.org 60 IN MX 10 mx.example.org;example.org 60 IN MX 10 mx.example.org"),
    ({"version": 0, "do": True, "options": []}, 'version=0 do=true options=""'),
    ({"filename": "a b.png", "md5": None}, 'filename="a b.png" md5=""'),
    (0.25, "0.25"),
])
def test_cells(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize("value", ["a,b", 'say "hi"', "two\nlines", "bare\rreturn", "crlf\r\n", "", " "])
def test_every_text_comes_back_from_a_csv_reader(value: str) -> None:
    found = list(csv.reader(io.StringIO(text_of([{"a": value, "b": 1}], "a", "b"), newline="")))
    assert found == [["a", "b"], [value, "1"]]


def test_many_rows_are_few_writes() -> None:
    written: list[bytes] = []
    write_csv(({"a": number} for number in range(2_500)), ("a",), written.append)
    assert len(written) == 3 and b"".join(written).count(b"\n") == 2_501
