"""Bits say what arrays of truth values say."""
from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.filters.bits import Bits

MASKS = st.integers(0, 40).flatmap(
    lambda count: st.tuples(*(st.lists(st.booleans(), min_size=count, max_size=count),) * 2))


@given(MASKS)
@settings(deadline=None, derandomize=True)
def test_bits_combine_as_truth_values_do(given_: tuple[list[bool], list[bool]]) -> None:
    left, right = (np.array(one, bool) for one in given_)
    one, other = Bits.of_mask(left), Bits.of_mask(right)
    for found, expected in ((one, left), (one & other, left & right), (one | other, left | right),
                            (one ^ other, left ^ right), (~one, ~left)):
        assert found.mask().tolist() == expected.tolist()
        assert [row in found for row in range(len(left))] == expected.tolist()
        assert found.of(np.arange(len(left))[::-1]).tolist() == expected[::-1].tolist()


@given(MASKS)
@settings(deadline=None, derandomize=True)
def test_packets_are_added(given_: tuple[list[bool], list[bool]]) -> None:
    left, right = (np.array(one, bool) for one in given_)
    bits = Bits.of_mask(left)
    bits.add(np.flatnonzero(right))
    assert bits.mask().tolist() == (left | right).tolist()
