"""Calculations with the numbers of many packets give what those with one packet's numbers give."""
from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from filter_truth import by_trees
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER

import analyzer
from analyzer.analysis import Analysis
from analyzer.errors import FilterError
from analyzer.filters.arithmetic import MOST_VALUES, result
from analyzer.filters.columns import ColumnAnswers, opening
from analyzer.filters.select import compiled, select
from analyzer.filters.vectors import Vector, calculated

LAST = (1 << 63) - 1
EDGES = st.sampled_from([0, 1, -1, 2, -7, 1 << 31, -1 << 32, 3_037_000_500, LAST, -LAST, -LAST - 1])
NUMBERS = st.lists(EDGES | st.integers(-LAST - 1, LAST), min_size=1, max_size=5)
FIELDS = st.sampled_from(["frame.number", "frame.len", "ip.ttl", "tcp.srcport", "tcp.port", "tcp.len", "tcp.seq_raw",
                          "tcp.ack_raw", "frame.time_epoch", "frame.time_relative", "dns.id", "dns.count.answers"])
CONSTANTS = st.sampled_from(["0", "1", "3", "255", "4294967296", "9223372036854775807", "99999999999999999999"])


@st.composite
def calculations(draw: st.DrawFn) -> str:
    """A comparison with a calculation on its left; times are calculated with times only."""
    field, sign = draw(FIELDS), draw(st.sampled_from("+-*/%&"))
    second = draw(FIELDS | CONSTANTS)
    timed = "time" in field
    if timed or "time" in second:
        field, second, sign = "frame.time_epoch", "frame.time_relative" if timed else "1.5", draw(st.sampled_from("+-"))
    left = f"{draw(st.sampled_from(['', '-', '']))}{field} {sign} {second}"
    left = draw(st.sampled_from([left, f"{left} {sign} {second}", f"abs({left})"]))
    relation = draw(st.sampled_from(["==", "!=", "===", "~=", "<", ">="]))
    quantifier = draw(st.sampled_from(["", "any ", "all "]))
    value = draw(st.sampled_from(["7", "100", "99999999999999999999"])) if "time" not in left else "20"
    return draw(st.sampled_from([f"{quantifier}{left} {relation} {value}", left, f"{left} in {{{value}, 5..{value}}}"]))


@pytest.fixture(scope="module")
def journey() -> Iterator[Analysis]:
    with analyzer.open(FOLDER / "09-journey.pcap") as found:
        yield found


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from("+-*/%&"), NUMBERS, NUMBERS)
@example("/", [-LAST - 1], [-1])
@example("%", [-LAST - 1, 5], [-1, 0])
@example("*", [3_037_000_500], [3_037_000_500])
def test_calculations_are_those_of_single_numbers(sign: str, left: list[int], right: list[int]) -> None:
    count = min(len(left), len(right))
    numbers, there = calculated(sign, Vector(np.array(left[:count])), Vector(np.array(right[:count])))
    whole = np.broadcast_to(there, numbers.shape).tolist()
    found = [number if is_there else None for number, is_there in zip(numbers.tolist(), whole, strict=True)]
    assert found == [result(sign, one, other) for one, other in zip(left, right, strict=False)]


@settings(deadline=None, derandomize=True, max_examples=100)
@given(EDGES, EDGES.filter(bool))
def test_quotients_round_towards_zero(one: int, other: int) -> None:
    quotient = math.trunc(Fraction(one, other))
    assert (result("/", one, other), result("%", one, other)) == (quotient, one - quotient * other)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(calculations())
def test_filters_with_calculations_keep_what_trees_keep(journey: Analysis, text: str) -> None:
    try:
        program = compiled(text, journey.registry)
    except FilterError:
        return
    expected, answer = by_trees(journey, program), ColumnAnswers(journey).of(program.plan)
    assert np.array_equal(expected[answer.known.mask()], answer.kept.mask()[answer.known.mask()])
    assert select(journey, program).tolist() == np.flatnonzero(expected).tolist()


def test_most_packets_need_no_tree(journey: Analysis) -> None:
    for text in ("frame.number + 1 == 5", "tcp.port % 10 == 5", "tcp.srcport - tcp.dstport > 0", "abs(frame.len) > 3"):
        assert ColumnAnswers(journey).of(compiled(text, journey.registry).plan).known.mask().mean() > 0.9


def test_very_many_values_of_a_calculation_are_refused(journey: Analysis) -> None:
    sums = " + tcp.port" * MOST_VALUES.bit_length()
    with pytest.raises(FilterError, match="results"):
        journey.select(f"tcp.port{sums} == 1")
    with pytest.raises(FilterError, match="results"):
        by_trees(journey, compiled(f"tcp.port{sums} == 1", journey.registry))


def test_columns_are_asked_in_steps(journey: Analysis) -> None:
    for text in ("frame.number * 2 > 5", 'string(frame.number) matches "7$"', "dns.resp.ttl > 5"):
        steps = opening(journey, compiled(text, journey.registry).plan)
        next(steps)
        steps.close()   # it can be given up
        assert len(journey.select(text))
