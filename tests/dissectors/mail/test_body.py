"""Messages that pass by."""
from __future__ import annotations

from dissectors.mail.body import STEP, Dotted, Passing, pass_counted
from dissectors.reader import Reader
from dissectors.stream import Data, End, Event, Gap, How, MessageBytes, MessageEnd, MessageStart, Side


def message(events: list[Event]) -> Passing:
    return Passing(events.append, MessageStart(side=Side.CLIENT, start=0, stop=0, key=0))


def spans(events: list[Event]) -> list[tuple[int, int, bool]]:
    return [(event.start, event.stop, event.missing) for event in events if isinstance(event, MessageBytes)]


def test_small_pieces_become_large_steps():
    events: list[Event] = []
    passing = message(events)
    for start in range(0, 2 * STEP, 1000):
        passing.add(start, start + 1000)
    passing.close(2 * STEP)
    assert spans(events) == [(0, 263000, False), (263000, 525000, False)]
    assert isinstance(events[-1], MessageEnd)
    assert events[-1].complete


def test_a_message_that_lacks_bytes_is_not_complete():
    events: list[Event] = []
    passing = message(events)
    passing.add(0, 5)
    passing.add(5, 9, missing=True)
    passing.close(9)
    assert spans(events) == [(0, 5, False), (5, 9, True)]
    assert not events[-1].complete


def test_counted_bytes_stop_at_their_count():
    events: list[Event] = []
    reader = Reader()
    reader.feed(Data(0, b"abc"))
    passing = pass_counted(reader, message(events), 10)
    next(passing)
    reader.feed(Gap(3, 4))
    reader.feed(Data(7, b"defghi"))
    assert next(passing, "done") == "done"
    assert reader.position == 10


def test_dotted_lines_of_which_the_end_comes_in_pieces():
    for cut in range(1, 12):
        events: list[Event] = []
        reader, whole = Reader(), b"ab\r\n.c\r\n.\r\nd"
        passing = Dotted(reader, message(events), b"\r\n").passed()
        reader.feed(Data(0, whole[:cut]))
        assert next(passing, "done") == ("done" if cut >= 11 else None)
        reader.feed(Data(cut, whole[cut:]))
        assert next(passing, "done") == "done"
        assert reader.window() == b"d"


def test_dotted_lines_that_stop_early():
    events: list[Event] = []
    reader = Reader()
    reader.feed(Data(0, b"ab\r\n."))
    reader.feed(End(5, How.RESET))
    passing = message(events)
    try:
        next(Dotted(reader, passing, b"\r\n").passed())
    except EOFError:
        passing.close(reader.position, False)
    assert spans(events) == [(0, 5, False)]
    assert not events[-1].complete
