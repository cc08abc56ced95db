"""Rows that come over time are, all together, what is written of them at once."""
from __future__ import annotations

from typing import Any

import pytest

from analyzer.export.growing import Growing
from analyzer.export.people import Screen
from analyzer.export.tables import Writer
from analyzer.export.views import Clock, packets
from analyzer.seconds import Nanoseconds

VIEW = packets(Clock(0, 9), 99_999)


def row(number: int, source: str = "192.0.2.1") -> dict[str, Any]:
    return {"number": number, "time": Nanoseconds(number), "source": source, "destination": "192.0.2.2",
            "protocol": "DNS", "length": 60, "info": f"text; {number}", "flow": None}


ROWS = [row(1), row(2), row(3, "2001:db8:1111:2222:3333:4444:5555:6666")]


def written(kind: str, batches: list[list[dict[str, Any]]]) -> bytes:
    parts: list[bytes] = []
    growing = Growing(Writer(parts.append, kind, 9, Screen(120)), "packets")
    for batch in batches:
        before = len(parts)
        growing.add(batch, VIEW)
        assert (len(parts) > before) == bool(batch)
    growing.end()
    return b"".join(parts)


@pytest.mark.parametrize("kind", ["json", "jsonl", "csv"])
@pytest.mark.parametrize("batches", [[ROWS], [ROWS[:1], [], ROWS[1:]], [[one] for one in ROWS]])
def test_files_do_not_show_when_rows_came(kind: str, batches: list[list[dict[str, Any]]]) -> None:
    parts: list[bytes] = []
    Writer(parts.append, kind, 9).rows(ROWS, "packets", VIEW)
    assert written(kind, batches) == b"".join(parts)


def test_the_table_has_one_header_and_keeps_its_columns() -> None:
    lines = written("table", [ROWS[:1], ROWS[1:]]).decode().splitlines()
    assert len(lines) == 4 and lines[0].split()[0] == "No."
    assert len({line.index("DNS") for line in lines[1:]}) == 1 and max(map(len, lines)) <= 120


def test_nothing_came() -> None:
    assert [written(kind, [[]]) for kind in ("json", "jsonl", "csv", "table")] == [b"[]\n", b"", b"", b""]
