"""Events on their way: nothing else is taken for one, and who does not listen keeps nobody waiting."""
from __future__ import annotations

import os

import pytest

from analyzer.live import events
from analyzer.live.events import Event, Teller

COUNTS = Event(events.COUNTS, "", 5, 1, 4)


def test_an_event_arrives_as_it_was_told() -> None:
    for event in (COUNTS, Event(events.FAILED, "ü\n\ud800" + "\N{GRINNING FACE}" * 300, usage=True)):
        line = event.line()
        assert Event.of_line(line) == event and line.count(b"\n") == 1 and len(line) <= 4096


@pytest.mark.parametrize("line", [b"", b"hello", b"[]", b"{}", b'{"kind": "ended"}', b"1e999",
                                  COUNTS.line().replace(b"5", b'"5"'), COUNTS.line().replace(b"5", b"true")])
def test_something_else_is_no_event(line: bytes) -> None:
    assert Event.of_line(line) is None


def test_a_full_pipe_keeps_nobody_waiting_and_loses_counts_alone() -> None:
    read, write = os.pipe()
    teller = Teller(write)
    for _ in range(2_000):
        teller.tell(COUNTS)
    teller.tell(Event(events.NEWS, "gone"))
    got = os.read(read, 1 << 20).splitlines()
    teller.tell(Event(events.ENDED))
    os.close(write)
    got += os.read(read, 1 << 20).splitlines()
    os.close(read)
    kinds = [found.kind for line in got if (found := Event.of_line(line))]
    assert len(kinds) == len(got) < 2_000 and kinds[-2:] == [events.NEWS, events.ENDED]


def test_a_long_line_arrives_whole_through_a_pipe_that_was_nearly_full() -> None:
    read, write = os.pipe()
    teller, long = Teller(write), Event(events.FILE, "/" + "x" * 40_000)
    for _ in range(3):
        teller.tell(long)
    got = b""
    while got.count(b"\n") < 3:
        got += os.read(read, 10_000)
        teller.tell(COUNTS)
    os.close(read)
    os.close(write)
    assert [Event.of_line(line) for line in got.splitlines()[:3]] == [long] * 3


def test_nobody_listens_any_more() -> None:
    read, write = os.pipe()
    os.close(read)
    teller = Teller(write)
    teller.tell(COUNTS)
    teller.finish()
    os.close(write)
