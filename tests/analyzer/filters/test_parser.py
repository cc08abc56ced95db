"""The grammar of filters: what can be written, and where faults are told."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import FilterError
from analyzer.filters.lexer import LONGEST
from analyzer.filters.parser import DEEPEST, MOST_TESTS, parse
from analyzer.filters.syntax import Arithmetic, Compare, Holds, Joined, Member, Not, Quoted, Range, Slice, Word


def test_and_binds_stronger_than_or() -> None:
    ip, tcp, udp = (Holds(Word(name, at), at) for name, at in (("ip", 1), ("tcp", 7), ("udp", 14)))
    assert parse("ip || tcp && udp") == Joined("or", (ip, Joined("and", (tcp, udp))))


def test_not_belongs_to_what_follows() -> None:
    assert parse("not ip and tcp") == Joined("and", (Not(Holds(Word("ip", 5), 5)), Holds(Word("tcp", 12), 12)))
    assert parse("!!ip") == Holds(Word("ip", 3), 3)


def test_words_and_signs_mean_the_same() -> None:
    expected = Compare("==", Word("tcp.port", 1), Word("25", 13), "", 1)
    assert parse("tcp.port eq 25") == parse("tcp.port == 25") == expected


def test_a_chain_compares_neighbours() -> None:
    chain = parse("ip.src == ip.dst == 10.0.0.1")
    assert isinstance(chain, Joined)
    assert [(one.left, one.right) for one in chain.tests if isinstance(one, Compare)] == [
        (Word("ip.src", 1), Word("ip.dst", 11)), (Word("ip.dst", 11), Word("10.0.0.1", 21))]


def test_sets_have_values_and_ranges() -> None:
    assert parse("tcp.port in {25, 80..90}") == Member(
        Word("tcp.port", 1), ((Word("25", 14), None), (Word("80", 18), Word("90", 22))), "", 1)


@pytest.mark.parametrize(("written", "meant"), [
    ("[3]", Range(3, 4)), ("[3:2]", Range(3, 5)), ("[3-4]", Range(3, 5)), ("[:2]", Range(0, 2)),
    ("[3:]", Range(3, None)), ("[-4:]", Range(-4, None)), ("[-4:2]", Range(-4, -2)), ("[-4:4]", Range(-4, None)),
])
def test_slices(written: str, meant: Range) -> None:
    found = parse(f"frame{written}")
    assert isinstance(found, Holds)
    assert found.of == Slice(Word("frame", 1), (meant,), 6)


def test_products_come_before_sums_and_sums_before_bits() -> None:
    found = parse("frame.len & 1 + 2 * 3 == 7")
    assert isinstance(found, Compare)
    assert isinstance(found.left, Arithmetic)
    assert found.left.sign == "&"
    assert isinstance(found.left.right, Arithmetic)
    assert found.left.right.sign == "+"


def test_strings_have_escapes_and_raw_strings_have_none() -> None:
    found = [parse(f"frame contains {text}") for text in (r'"a\x41\"\n"', r'r"\d"')]
    assert [one.right for one in found if isinstance(one, Compare)] == [Quoted('aA"\n', 16), Quoted("\\d", 16)]


@pytest.mark.parametrize(("text", "column"), [
    ("", 1), ("ip and", 7), ("ip and and tcp", 8), ("ip tcp", 4), ("(ip", 4), ("ip)", 3), ("ip = 1", 4),
    ("tcp.port in 25", 13), ("tcp.port in {}", 14), ("tcp.port in {25,}", 17), ('frame contains "a', 16),
    ("frame[0:0]", 7), ("frame[a]", 7), ("frame[1", 6), ("frame[5-2]", 7), (r'frame contains "a\q"', 18),
    ("ip.src#x", 8), ("(frame.len) == 5", 13), ("frame.len + (1) == 5", 13), ("ip;tcp", 3), ("frame == 'ab'", 10),
    ("all ip", 7), ("ip.len == 1 2", 13), ("len ip", 5), ("ip..src", 3), ("ip.", 3),
])
def test_a_fault_is_told_with_its_column(text: str, column: int) -> None:
    with pytest.raises(FilterError) as told:
        parse(text)
    assert told.value.column == column


@pytest.mark.parametrize("text", [
    "(" * 10_000 + "ip" + ")" * 10_000, "{" * 10_000, "len(" * 10_000, "a" * (LONGEST + 1),
])
def test_what_is_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        parse(text)


def test_long_and_flat_is_fine() -> None:
    parse(" or ".join(["ip"] * MOST_TESTS))
    parse("!" * 60_001 + "ip")
    parse("(" * DEEPEST + "ip" + ")" * DEEPEST)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.text(st.sampled_from("ip.len tcp 0x1:.,&|!=<>~(){}[]#\"'\\-+*/%eqandnotr"), max_size=40))
def test_any_text_is_a_filter_or_a_fault(text: str) -> None:
    try:
        parse(text)
    except FilterError as fault:
        assert 1 <= fault.column <= len(text) + 1
