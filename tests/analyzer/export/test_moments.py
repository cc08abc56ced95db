"""Moments and spans for people."""
from __future__ import annotations

import pytest

from analyzer.export.moments import date, since, span

NOON = 1_700_000_000_123_456_789


@pytest.mark.parametrize(("span_ns", "text"), [
    (0, "0 µs"), (7_000, "7 µs"), (7_123, "7.12 µs"), (214_000, "214 µs"), (1_690_000, "1.69 ms"),
    (41_250_000, "41.2 ms"), (1_200_000_000, "1.20 s"), (59_000_000_000, "59.0 s"), (125_000_000_000, "2 min 05 s"),
    (7_380_000_000_000, "2 h 03 min"), (-7_000, "-7 µs"),
])
def test_span_has_the_unit_that_suits(span_ns: int, text: str) -> None:
    assert span(span_ns) == text


def test_date_has_the_digits_of_the_capture() -> None:
    assert date(NOON, 6) == "2023-11-14 22:13:20.123456 UTC"
    assert date(NOON, 0) == "2023-11-14 22:13:20 UTC"


def test_a_date_outside_of_the_calendar_is_a_number() -> None:
    assert date(2**62, 6).endswith("UTC")
    assert date(9_999_999_999_999 * 10**9, 0) == "9999999999999 s"


def test_since_counts_from_the_first_packet() -> None:
    assert since(NOON, NOON - 1_500_000_000) == "1.500000"
    assert since(NOON, NOON + 1_000_000) == "-0.001000"
