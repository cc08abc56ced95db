"""Messages that pass by: their bytes are found by search or count and never collected."""
from __future__ import annotations

from collections.abc import Callable, Generator

from dissectors.reader import GapInLine, Reader
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart

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


def never(*_: object) -> bool:
    """For messages whose end only the sender says."""
    return False


HEAD = 1000
"""Bytes by which it is told what follows a message."""
LOOSE = (b".\r\n", b".\n")
"""Lines with a dot alone that some servers take for the end, whatever stands before them."""


class Dotted:
    """A message in lines, up to the one with a dot alone (RFC 5321 4.1.1.4, RFC 1939 3).

    Args:
        resumes: whether the bytes at hand are no longer the message's; it is asked where the message may have ended
            in missing bytes before them.
        taken: whether the receiver has taken the message for ended.
    """
    __slots__ = ("_before", "_done", "_dot", "_gap", "_message", "_reader", "_resumes", "_taken")

    def __init__(self, reader: Reader, message: Passing, line_end: bytes,
                 resumes: Callable[[bytes], bool] = never, taken: Callable[[], bool] = never) -> None:
        self._reader, self._message, self._resumes, self._taken = reader, message, resumes, taken
        self._dot = b"." + line_end
        self._before = line_end         # the last bytes that were passed; behind missing ones no more than there are
        self._done = reader.position    # what stands before is handed on
        self._gap: GapInLine | None = None      # missing bytes that were the last to come

    def passed(self) -> Generator[None, None, bytes]:
        """Passes over the lines and gives the one with the dot, which is consumed too; b"" where that is among the
        missing bytes: the stream goes on behind them.

        Raises:
            EOFError: where the stream ends before.
        """
        reader = self._reader
        while True:
            if reader.size:
                ended = self._ended_before()
                if ended is None and self._find():
                    ended = self._dot
                if ended is not None:
                    return ended
            try:
                reader.check()
            except GapInLine as gap:
                self._add_gap()
                self._gap = gap
                reader.skip_gap()
                self._before = b""
                continue
            except EOFError:
                ended = self._ended_before()
                if ended is not None:
                    return ended
                self._message.add(self._done, reader.position)
                raise
            yield

    def _find(self) -> bool:
        """Looks for the dot's line, and passes over it or else over all that is at hand."""
        reader, dot = self._reader, self._dot
        ending = dot[1:] + dot
        # the line's end may have come before
        found = (self._before + reader.head(len(ending) - 1)).find(ending)
        at = reader.find(ending) if found < 0 else reader.position - len(self._before) + found
        if at >= 0:
            self._message.add(self._done, at + len(dot) - 1)
            reader.skip(at + len(ending) - reader.position)
            return True
        keep = max(len(ending) - 1, len(LOOSE[0]) + 1)
        self._before = (self._before + reader.tail(keep))[-keep:]
        reader.skip(reader.size)
        # what may be the dot's line is held back
        keep = max(self._done, reader.position - len(LOOSE[0]))
        self._message.add(self._done, keep)
        self._done = keep
        return False

    def _ended_before(self) -> bytes | None:
        """The line with the dot, where the message has ended before what is at hand; None where it goes on."""
        dot = self._dot
        if self._gap is not None:
            head = self._reader.head(HEAD)
            if self._resumes(head):
                self._add_gap(len(dot))
                return b""
            self._add_gap()
            if head.startswith(dot) and self._resumes(head[len(dot):]):
                self._reader.skip(len(dot))
                return dot
        elif self._before == dot and self._resumes(self._reader.head(HEAD)):    # the line's end before it is missing
            return self._ends_with(dot)
        if self._taken():
            for line in LOOSE:
                if self._before.endswith(b"\n" + line):
                    return self._ends_with(line)
            if self._message.lossy:     # some of it was not captured, and perhaps its end
                return self._ends_with(b"")
        return None

    def _ends_with(self, line: bytes) -> bytes:
        self._message.add(self._done, self._reader.position - len(line))
        return line

    def _add_gap(self, without: int = 0) -> None:
        """The missing bytes belong to the message, `without` so many at their end."""
        gap, self._gap = self._gap, None
        if gap is None:
            return
        stop = gap.stop - without
        self._message.add(self._done, min(gap.start, stop))
        self._message.add(gap.start, stop, missing=True)
        self._done = gap.stop
