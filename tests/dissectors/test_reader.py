"""The reader of one side's pieces."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.reader import GapInLine, Reader
from dissectors.stream import Data, End, Gap, How


def fed(*pieces: Data | Gap | End) -> Reader:
    reader = Reader()
    for piece in pieces:
        reader.feed(piece)
    return reader


def finished(reading):
    """What a reading gives that need not wait."""
    with pytest.raises(StopIteration) as stopped:
        next(reading)
    return stopped.value.value


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.binary(max_size=60).map(lambda data: data.replace(b"\x01", b"\n")), st.integers(1, 9), st.integers(1, 20))
def test_lines_are_the_same_however_the_bytes_come(data, size, limit):
    reader, lines = Reader(), []
    for start in range(0, len(data), size):
        reader.feed(Data(start, data[start:start + size]))
        while (line := reader.take_line(limit)) is not None:
            lines.append(line)
    assert b"".join(lines) + reader.window() == data
    assert all(len(line) == limit or (line.endswith(b"\n") and len(line) < limit) for line in lines)
    assert reader.position == sum(map(len, lines))


def test_a_glance_consumes_nothing():
    reader = fed(Data(0, b"one\ntwo\nth"))
    assert reader.glance(10) == b"one\n"
    assert reader.glance_two(10) == (b"one\n", b"two\n")
    assert reader.take_line(10) == b"one\n"
    assert reader.glance_two(10) is None
    assert reader.glance_two(2) == (b"tw", b"o\n")


def test_a_line_at_its_limit_has_no_end():
    assert fed(Data(0, b"abcdef")).take_line(4) == b"abcd"


def test_exact_waits_and_goes_on():
    reader = fed(Data(5, b"ab"))
    reading = reader.exact(4)
    assert next(reading) is None
    reader.feed(Data(7, b"cde"))
    assert finished(reading) == b"abcd"
    assert (reader.position, reader.size, reader.received) == (9, 1, 10)


def test_missing_bytes_stop_a_line():
    reader = fed(Data(0, b"ab"), Gap(2, 10), Data(12, b"cd\n"), End(15, How.FIN))
    with pytest.raises(GapInLine) as missing:
        next(reader.line(100))
    assert (missing.value.start, missing.value.stop) == (2, 12)
    assert reader.skip_gap() == (b"ab", 2, 12)
    assert finished(reader.line(100)) == b"cd\n"
    with pytest.raises(EOFError):
        next(reader.line(100))


def test_a_run_passes_over_missing_bytes_in_parts():
    reader = fed(Data(0, b"ab"), Gap(2, 10), Data(12, b"cd"))
    assert finished(reader.run(100)) == (0, 2, False)
    assert finished(reader.run(4)) == (2, 6, True)
    assert finished(reader.run(100)) == (6, 12, True)
    assert finished(reader.run(1)) == (12, 13, False)


def test_peeking_consumes_nothing():
    reader = fed(Data(0, b"abcd"))
    assert finished(reader.peek(2)) == b"ab"
    assert finished(reader.exact(3)) == b"abc"
    peeking = reader.peek(2)
    assert next(peeking) is None
    reader.feed(End(4, How.RESET))
    assert finished(peeking) == b"d"


def test_what_comes_behind_the_end_is_dropped():
    reader = fed(Data(0, b"a"), End(1, How.FIN), Data(1, b"b\n"))
    assert reader.window() == b"a"


def test_an_empty_gap_is_none():
    assert finished(fed(Data(0, b"a"), Gap(1, 0), Data(1, b"\n")).line(9)) == b"a\n"
