"""The table for people."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from analyzer.export.people import SAMPLE, Screen, Shown, View, fit, write_table
from analyzer.export.visible import width
from analyzer.rows import Row

VIEW = View((
    Shown("No.", lambda row: str(row["number"]), number=True),
    Shown("From", lambda row: str(row["from"]), least=8, middle=True),
    Shown("Flow", lambda row: str(row["flow"]), number=True, rank=1),
    Shown("Info", lambda row: str(row["info"]), least=20),
), "no packets")
ROWS = [{"number": 1, "from": "10.0.0.1", "flow": 7, "info": "short"},
        {"number": 20, "from": "2001:db8:1:2:3:4:5:25", "flow": 8, "info": "a long text of many words " * 9}]


def table(rows: Iterable[Row], screen: Screen) -> list[str]:
    written: list[bytes] = []
    write_table(rows, VIEW, screen, written.append)
    return b"".join(written).decode().splitlines()


def test_numbers_stand_right_and_long_cells_are_cut() -> None:
    assert table(ROWS, Screen(60)) == [
        "No. From                  Flow Info",
        "  1 10.0.0.1                 7 short",
        " 20 2001:db8:1:2:3:4:5:25    8 a long text of many words a …"]


def test_a_column_of_high_rank_is_left_out_first() -> None:
    assert table(ROWS, Screen(33)) == [
        "No. From     Info",
        "  1 10.0.0.1 short",
        " 20 2001…:25 a long text of many…"]


def test_longer_numbers_that_come_later_are_whole_and_push_no_others_off_the_screen() -> None:
    last = View((*VIEW.columns[:2], VIEW.columns[3], VIEW.columns[2]), "")
    written: list[bytes] = []
    later = {"number": 1_234_567, "from": "10.0.0.1", "flow": 12_345, "info": "a long text of many words"}
    write_table([ROWS[0], *[ROWS[1]] * SAMPLE, later], last, Screen(60), written.append)
    lines = b"".join(written).decode().splitlines()
    assert [lines[2], lines[-1]] == [
        " 20 2001:db8:1:2:3:4:5:25 a long text of many words a …    8",
        "1234567 10.0.0.1              a long text of many wor… 12345"]


@pytest.mark.parametrize("columns", [1, 3, 10, 20, 40, 80, 160, 400])
def test_no_line_is_wider_than_the_screen(columns: int) -> None:
    assert max(map(width, table(ROWS, Screen(columns)))) <= columns


def test_a_header_is_bold_only_in_colour() -> None:
    assert table(ROWS, Screen(60, colour=True))[0].startswith("\x1b[1mNo.")
    assert "\x1b" not in "".join(table(ROWS, Screen(60)))


def test_escapes_of_the_capture_are_shown_and_never_passed_on() -> None:
    [_, line] = table([{**ROWS[0], "info": "\x1b]0;title\x07\nsecond"}], Screen(80))
    assert line.endswith(r"\x1b]0;title\x07\nsecond")


def test_wide_characters_keep_the_columns_in_line() -> None:
    lines = table([{**ROWS[0], "from": "日本語"}, ROWS[0]], Screen(60))
    assert [width(line[:line.index("short")]) for line in lines[1:]] == [18, 18]


def test_a_table_without_rows_says_so() -> None:
    assert table([], Screen()) == ["no packets"]


def test_rows_are_written_as_they_come() -> None:
    taken = 0

    def rows() -> Iterator[Row]:
        nonlocal taken
        for number in range(SAMPLE * 10):
            taken += 1
            yield {**ROWS[0], "number": number}

    seen: list[int] = []
    write_table(rows(), VIEW, Screen(), lambda data: seen.append(taken))
    assert seen[0] == SAMPLE and seen[1] < seen[-1] == SAMPLE * 10


def test_room_goes_to_the_narrowest_first() -> None:
    assert fit(VIEW.columns, [3, 30, 4, 200], 80, 1) == [(0, 3), (1, 30), (2, 4), (3, 40)]


def test_lines_behind_a_longer_number_keep_its_place() -> None:
    written: list[bytes] = []
    write_table([*[ROWS[0]] * SAMPLE, {**ROWS[0], "number": 12345}, ROWS[0]], VIEW, Screen(60), written.append)
    assert b"".join(written).decode().splitlines()[-3:] == [
        "  1 10.0.0.1    7 short", "12345 10.0.0.1    7 short", "    1 10.0.0.1    7 short"]
