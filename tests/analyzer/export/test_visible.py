"""Text for terminals."""
from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.export.visible import cut, cut_middle, encoded, padded, visible, visible_columns, visible_lines, width


@pytest.mark.parametrize(("text", "shown"), [
    ("plain ümlaut 日本", "plain ümlaut 日本"),
    ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
    ("a\nb\tc\r", r"a\nb\tc\r"),
    ("\x9b31m", r"\x9b31m"),                         # a control sequence in one character
    ("abc\u202egpj.exe", r"abc\u202egpj.exe"),       # turns the direction of writing
    ("no\N{NO-BREAK SPACE}break", "no break"),
    ("\U000e0041", r"\U000e0041"),                   # a tag: drawn by nobody
])
def test_what_acts_on_a_terminal_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.text(st.characters()))
def test_nothing_visible_is_a_control(text: str) -> None:
    assert not [char for char in visible(text) if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def test_lines_stay_lines() -> None:
    assert visible_lines("a\x07\nb") == "a\\x07\nb"


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0), ("👍", 2)])
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(("text", "columns", "short"), [
    ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 0, ""),
])
def test_cut_ends_with_an_ellipsis(text: str, columns: int, short: str) -> None:
    assert cut(text, columns) == short


def test_addresses_keep_their_end() -> None:
    assert cut_middle("2001:db8:1:2::25", 11) == "2001:…2::25"
    assert cut_middle("10.0.0.1", 11) == "10.0.0.1"


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.text(), st.integers(0, 30))
def test_cut_and_padded_fill_the_columns(text: str, columns: int) -> None:
    text = visible(text)
    assert width(cut(text, columns)) <= columns and width(cut_middle(text, columns)) <= columns
    assert width(padded(cut(text, columns), columns)) == columns


def test_half_characters_become_replacement_characters() -> None:
    assert encoded("a\udcffb") == "a\ufffdb".encode()


def test_text_in_columns_keeps_its_tabs() -> None:
    assert visible_columns("a.\t300\tIN\x1b[31m\n") == "a.\t300\tIN\\x1b[31m\n"
