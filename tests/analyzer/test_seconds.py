"""Times as exact decimal seconds."""
from __future__ import annotations

import pytest

from analyzer.seconds import Nanoseconds, seconds


@pytest.mark.parametrize(("time_ns", "digits", "text"), [
    (1_795_228_786_368_820_000, 9, "1795228786.368820000"), (1_795_228_786_368_820_999, 6, "1795228786.368820"),
    (5, 9, "0.000000005"), (-1_500_000_000, 3, "-1.500"), (-5, 9, "-0.000000005"), (7_999_999_999, 0, "7"),
    (0, 9, "0.000000000")])
def test_seconds_keep_every_digit(time_ns: int, digits: int, text: str) -> None:
    assert seconds(time_ns, digits) == text
    assert seconds(Nanoseconds(time_ns), digits) == text
