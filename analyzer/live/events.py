"""What a capture process tells: a line of JSON each."""
from __future__ import annotations

import json
import os
from collections import deque
from dataclasses import asdict, dataclass, fields

STARTED, FILE, NEWS, COUNTS, FAILED, ENDED = "started", "file", "news", "counts", "failed", "ended"
ENDS = (ENDED, FAILED)
"""Nothing comes behind these."""
LONGEST_TEXT = 700
"""Characters of what people shall know."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        kind: `started`, `file` (a new one can be read), `news` (of an interface), `counts`, `failed`, `ended`.
        text: the file, or what people should know.
        captured, dropped, written: packets so far: taken from the kernel, lost there for lack of room, in the file.
        usage: what failed was asked for wrongly.
    """
    kind: str
    text: str = ""
    captured: int = 0
    dropped: int = 0
    written: int = 0
    usage: bool = False

    def line(self) -> bytes:
        """As the channel carries it."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> Event | None:
        """What `line` made; None for anything else."""
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or found.keys() != {one.name for one in fields(cls)}:
            return None
        event = cls(**found)
        return event if all(type(getattr(event, one.name)).__name__ == one.type for one in fields(cls)) else None


class Teller:
    """Writes events to a pipe without ever waiting for who reads it: packets would be lost meanwhile."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._waiting: deque[bytes] = deque()
        os.set_blocking(pipe, False)

    def tell(self, event: Event) -> None:
        """Tells an event; counts are left out while the pipe is full."""
        if event.kind != COUNTS or not self._waiting:
            self._waiting.append(event.line())
        self._write()

    def _write(self) -> None:
        while self._waiting:
            try:
                done = os.write(self._pipe, self._waiting[0])
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._waiting.clear()    # nobody listens; what is captured is kept all the same
                return
            self._waiting[0] = self._waiting[0][done:]
            if not self._waiting[0]:
                self._waiting.popleft()

    def finish(self) -> None:
        """Tells what still waits, however long that takes."""
        os.set_blocking(self._pipe, True)
        self._write()
