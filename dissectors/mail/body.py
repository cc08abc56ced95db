"""Messages that pass by: their bytes are found by search or count and never collected."""
from __future__ import annotations

from collections.abc import Callable, Generator

from dissectors.stream import Event, GapInLine, MessageBytes, MessageEnd, MessageStart, Reader

STEP = 1 << 18
"""Bytes of a message that one event covers at most, where none are missing."""

Emit = Callable[[Event], None]


class Passing:
    """One message on its way: what is added becomes MessageBytes, in large steps."""
    __slots__ = ("_emit", "_start", "_stop", "_stuffed", "key", "lossy", "open", "side")

    def __init__(self, emit: Emit, start: MessageStart, stuffed: bool = False) -> None:
        self._emit = emit
        self._start = self._stop = start.start
        self._stuffed = stuffed
        self.key = start.key
        self.side = start.side
        self.lossy = False
        self.open = True
        emit(start)

    def add(self, start: int, stop: int, missing: bool = False) -> None:
        """Bytes [start, stop) of the stream belong to the message."""
        if start >= stop:
            return
        if missing:
            self.lossy = True
            self.flush()
            self._bytes(start, stop, True)
            self._start = self._stop = stop
            return
        if start != self._stop:
            self.flush()
            self._start = start
        self._stop = stop
        if stop - self._start >= STEP:
            self.flush()

    def flush(self) -> None:
        """Hands on what was added."""
        if self._start < self._stop:
            self._bytes(self._start, self._stop, False)
        self._start = self._stop

    def close(self, at: int, complete: bool = True) -> None:
        """The message ends at stream position `at`."""
        if self.open:
            self.open = False
            self.flush()
            self._emit(MessageEnd(side=self.side, start=at, stop=at, key=self.key,
                                  complete=complete and not self.lossy))

    def _bytes(self, start: int, stop: int, missing: bool) -> None:
        self._emit(MessageBytes(side=self.side, start=start, stop=stop, key=self.key, stuffed=self._stuffed,
                                missing=missing))


def pass_counted(reader: Reader, message: Passing, size: int) -> Generator[None, None, None]:
    """Passes over the next `size` bytes, missing ones included; they belong to the message.

    Raises:
        EOFError: where the stream ends before.
    """
    while size > 0:
        start, stop, missing = yield from reader.run(size)
        message.add(start, stop, missing)
        size -= stop - start


def never() -> bool:
    """For messages whose end only the sender says."""
    return False


def pass_dotted(reader: Reader, message: Passing, line_end: bytes,
                given_up: Callable[[], bool] = never) -> Generator[None, None, bool]:
    """Passes over lines that belong to the message, up to the line with a dot alone (RFC 5321 4.1.1.4, RFC 1939 3),
    which is consumed too. Gives False where that line is among the missing bytes: the stream goes on behind them.

    `given_up` says, while missing bytes are the last ones, that the message must have ended in them.

    Raises:
        EOFError: where the stream ends before.
    """
    ending = line_end + b"." + line_end
    before, done, lost = line_end, reader.position, False
    while True:
        if lost and given_up():
            return False
        if reader.size:
            # the line's end may have come before
            found = (before + reader.head(len(ending) - 1)).find(ending)
            at = reader.find(ending) if found < 0 else reader.position - len(before) + found
            if at >= 0:
                end = at + len(line_end)
                message.add(done, end)
                reader.skip(at + len(ending) - reader.position)
                return True
            lost = False
            before = (before + reader.tail(len(ending) - 1))[1 - len(ending):]
            reader.skip(reader.size)
            # what may be the dot's line is held back
            keep = max(done, reader.position - len(ending) + len(line_end) + 1)
            message.add(done, keep)
            done = keep
        try:
            reader.check()
        except GapInLine as gap:
            message.add(done, gap.start)
            message.add(gap.start, gap.stop, missing=True)
            reader.skip_gap()
            before, done, lost = b"", gap.stop, True
            continue
        except EOFError:
            message.add(done, reader.position)
            raise
        yield
