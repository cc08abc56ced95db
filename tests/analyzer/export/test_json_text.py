"""Rows as JSON text."""
from __future__ import annotations

import json

import numpy as np
import pytest

from analyzer.export.json_text import to_json
from analyzer.seconds import Nanoseconds


def test_times_have_all_their_digits() -> None:
    assert to_json({"time": Nanoseconds(1795228800123456789)}) == b'{"time":1795228800.123456789}'
    assert to_json([Nanoseconds(-1), Nanoseconds(0)]) == b"[-0.000000001,0.000000000]"


def test_bytes_are_text() -> None:
    assert json.loads(to_json({"a": b"Gr\xc3\xbc\xff", "b": memoryview(b"x")})) == {"a": "Grü\ufffd", "b": "x"}


def test_half_pairs_are_replaced_everywhere() -> None:
    assert json.loads(to_json({"a\udcff": ["b\ud800", {"c": "d\udc80"}], "e": 1})) == {
        "a\ufffd": ["b\ufffd", {"c": "d\ufffd"}], "e": 1}


def test_numbers_of_columns_are_numbers() -> None:
    assert to_json({"a": np.int64(7), "b": np.uint8(255), "c": None, "d": True}) == b'{"a":7,"b":255,"c":null,"d":true}'


def test_what_has_no_form_is_an_error() -> None:
    with pytest.raises(TypeError):
        to_json({"a": object()})
