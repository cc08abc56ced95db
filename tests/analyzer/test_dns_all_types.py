"""Records of all types: the lines that kernels write are the rows of the reader."""
from __future__ import annotations

import pytest
from dns_cases import SERVER, Said, gathered
from dns_records import RECORDS, records
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.dns_pairing import transactions
from analyzer.export.json_text import to_json
from dissectors import kernel


def response(chosen: list[tuple[int, bytes]]) -> bytes:
    """A response with these records, all of the name that stands behind the header."""
    header = bytes.fromhex("0001 8180 0001") + len(chosen).to_bytes(2, "big") + bytes(4)
    question = b"\x07example\0" + bytes.fromhex("0001 0001")
    answers = (b"\xc0\x0c" + kind.to_bytes(2, "big") + bytes.fromhex("0001 0000003c") + len(octets).to_bytes(2, "big")
               + octets for kind, octets in chosen)
    return header + question + b"".join(answers)


def assert_same(chosen: list[tuple[int, bytes]]) -> None:
    found = transactions(gathered([Said(response(chosen), source=SERVER, source_port=53)]))
    written: list[bytes] = []
    found.json_lines(written.append, 6)
    assert b"".join(written) == b"".join(to_json(row, 6) + b"\n" for row in found.rows())


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(records(RECORDS), min_size=1, max_size=5))
def test_lines_are_the_rows(chosen: list[tuple[int, bytes]]) -> None:
    assert_same(chosen)


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.lists(records(RECORDS), min_size=20, max_size=40))
def test_lines_are_the_rows_compiled(chosen: list[tuple[int, bytes]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "COMPILE_FROM", 0)
        assert_same(chosen)
