"""The kernel that writes RDATA in bulk says the same as the reader of one message."""
from __future__ import annotations

import json

import numpy as np
from dns_records import RECORDS, records
from hypothesis import given, settings

from dissectors.dns.rdata import SHAPES, rdata_text
from dissectors.dns.rdata.writer import put_rdata, special_types, tables
from dissectors.kernel import readonly

WRITTEN = sorted(RECORDS.keys() - special_types())
COMMON = {1, 2, 5, 6, 12, 15, 16, 28, 33, 35, 43, 46, 47, 48, 50, 51, 64, 65}


def written(kind: int, octets: bytes, room: int = 4000) -> str:
    out = np.zeros(room, np.uint8)
    size = put_rdata(out, 0, readonly(octets), 0, 0, len(octets), kind, tables())
    return out[:size].tobytes().decode()


def inside(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def test_types_that_are_common_need_no_reader() -> None:
    assert set(WRITTEN) >= COMMON
    assert set(WRITTEN) | set(special_types()) == set(SHAPES)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(records(WRITTEN))
def test_kernel_and_reader_write_the_same(record: tuple[int, bytes]) -> None:
    kind, octets = record
    assert written(kind, octets) == inside(rdata_text(kind, octets, 0, len(octets), 0)[0])


def test_kernel_says_how_much_room_it_wants() -> None:
    octets = b"\x05hello" * 40
    text = inside(rdata_text(16, octets, 0, len(octets), 0)[0])
    out = np.zeros(10, np.uint8)
    assert put_rdata(out, 0, readonly(octets), 0, 0, len(octets), 16, tables()) == len(text)
    assert out.tobytes().decode() == text[:10]


def test_mandatory_parameters_are_looked_up_in_one_go() -> None:
    keys = b"".join(key.to_bytes(2, "big") for key in range(1000, 9000))
    parameters = b"\0\0" + len(keys).to_bytes(2, "big") + keys + b"".join(
        key.to_bytes(2, "big") + b"\0\0" for key in range(1000, 9000))
    octets = b"\0\1\0" + parameters
    text = written(65, octets, 200_000)
    assert text == rdata_text(65, octets, 0, len(octets), 0)[0]
    assert text.endswith(" key8998 key8999")
