"""Workers: large jobs on all processors, by processes that share the tables they were forked with."""
from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_HEAD = struct.Struct("<QB")
"""How long an answer is, and its kind."""
_TURN = struct.Struct("<q")
"""What a turn hands on to the next."""
_PICKLED, _BYTES = range(2)
_PIPE = 1 << 20
"""Bytes of a result that a worker can hand over without waiting."""
MOST_WORKERS = 8
TREES_AT_ONCE, MANY_TREES = 200, 4_000
"""Packets whose trees a worker makes at a time, and from how many on that is work for several."""
YOUNG_OBJECTS = 500_000
"""New objects between two garbage collections of a worker: what it makes has hardly any cycles."""


class EndedEarly(RuntimeError):
    """A process that was to share the work is gone: the system or somebody ended it."""


class StepsAside(Protocol):
    """A thread that ends before processes are forked, and begins again behind that: whatever it holds at that moment
    would be held for ever in them."""

    def pause(self) -> None:
        """Ends the thread."""

    def resume(self) -> None:
        """Begins it again."""


beside: list[StepsAside] = []
"""The threads that run beside the main one and step aside."""


def worth_forking() -> bool:
    """Whether this system and this process allow it: one thread, more than one processor, and fork."""
    return sys.platform == "linux" and processors() > 1 and threading.active_count() == 1 + len(beside)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    for one in beside:
        one.pause()
    try:
        yield
    finally:
        for one in beside:
            one.resume()


def processors() -> int:
    """How many processors this process may use."""
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS) if sys.platform == "linux" else 1


class Workers(Generic[Item, Result]):
    """Runs `function` on each item in forked processes, and gives the results in the order of the items.

    The processes start at once; iterate to collect. A worker that waits to be collected holds one result. What a
    worker raises is raised here. With `deliver` a worker hands each result to that itself, when it is its turn: output
    of gigabytes goes through one process less. It gets a number too, 0 at first, and gives what is collected and the
    number for the next turn. Ctrl-C waits until a turn that has begun is collected; pressed again, it does not.
    """

    def __init__(self, function: Callable[[Item], Any], items: Sequence[Item],
                 deliver: Callable[[Any, int], tuple[Result, int]] | None = None) -> None:
        self._count = len(items)
        self._children: list[int] = []
        self._pipes: list[BinaryIO] = []
        self._turns: list[int] = []
        self._deliver = deliver
        sys.stdout.flush()
        with _alone():
            for number in range(min(processors(), self._count)):
                self._start(function, items[number::min(processors(), self._count)])

    def _start(self, function: Callable[[Item], Any], items: Sequence[Item]) -> None:
        import fcntl  # which is not everywhere where this module is imported
        reading, writing = os.pipe()
        turn, turns = os.pipe()
        with contextlib.suppress(OSError):  # where the system gives no more, it takes more turns
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
        child = os.fork()
        if child:
            os.close(writing)
            os.close(turn)
            self._children.append(child)
            self._pipes.append(os.fdopen(reading, "rb"))
            self._turns.append(turns)
            return
        status = 1
        # The tables of the parent need no garbage collection here, and looking at their pages would copy them.
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)
        try:
            os.close(reading)
            for end in (*self._turns, turns):
                os.close(end)
            for pipe in self._pipes:
                pipe.close()
            if self._deliver is not None:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            with os.fdopen(writing, "wb") as out:
                _work(self._in_turn(function, turn), items, out)
            status = 0
        finally:
            os._exit(status)

    def _in_turn(self, function: Callable[[Item], Any], turn: int) -> Callable[[Item], Any]:
        """The function with what is to be done with its result; `turn` is where a number comes for each turn."""
        deliver = self._deliver
        if deliver is None:
            return function

        def delivered(item: Item) -> tuple[Result, int]:
            made = function(item)
            number = os.read(turn, _TURN.size)
            if not number:
                raise BrokenPipeError   # nobody collects any more
            return deliver(made, *_TURN.unpack(number))
        return delivered

    def __iter__(self) -> Iterator[Result]:
        handed_on, interruption = 0, _Interruption()
        try:
            for number in range(self._count):
                worker = number % len(self._pipes)
                if self._deliver is None:
                    yield self._next(self._pipes[worker])
                    continue
                with interruption:
                    os.write(self._turns[worker], _TURN.pack(handed_on))
                    result, handed_on = self._next(self._pipes[worker])
                yield result
                interruption.come()
        finally:
            self.close()

    def _next(self, pipe: BinaryIO) -> Any:
        head = pipe.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise EndedEarly("a worker process ended early")
        length, kind = _HEAD.unpack(head)
        data: Any = pipe.read(length)
        good, value = (True, data) if kind == _BYTES else pickle.loads(data)
        if not good:
            raise value
        return value

    def end(self) -> None:
        """Ends the processes, whatever they do."""
        for child in self._children:
            os.kill(child, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Waits for the processes, which end when they next have a result."""
        for pipe in self._pipes:
            pipe.close()
        for turns in self._turns:
            os.close(turns)
        for child in self._children:
            os.waitpid(child, 0)
        self._pipes, self._children, self._turns = [], [], []


class _Interruption:
    """Ctrl-C during a block waits until `come` is called; pressed again, it does not."""

    def __init__(self) -> None:
        self._pressed = False
        self._before: Any = None

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():   # which alone is interrupted
            self._before = signal.signal(signal.SIGINT, self._wait)

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _wait(self, *_: object) -> None:
        self._pressed = True
        signal.signal(signal.SIGINT, self._before)

    def come(self) -> None:
        """Lets it come now."""
        if self._pressed:
            self._pressed = False
            signal.raise_signal(signal.SIGINT)


def _work(function: Callable[[Item], Result], items: Sequence[Item], out: BinaryIO) -> None:
    """The worker's loop; a reader that is gone ends it."""
    try:
        for item in items:
            try:
                answer: tuple[bool, object] = True, function(item)
            except BaseException as fault:
                answer = False, fault
            # bytes, of which a view may write very many, go as they are
            kind = _BYTES if isinstance(answer[1], bytes) else _PICKLED
            data: Any = answer[1] if kind == _BYTES else pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            out.write(_HEAD.pack(len(data), kind))
            out.write(data)
            out.flush()
    except BrokenPipeError:
        return


def delivered(function: Callable[[Item], Any], items: Sequence[Item], large: bool,
              deliver: Callable[[Any, int], tuple[Result, int]], begun: Callable[[], object] = lambda: None
              ) -> Iterator[Result]:
    """What `deliver` gives for the results of `function` on the items, in order; as `over`. It also gets the number
    that it has given with the result before, 0 at first. `begun` is called as soon as threads do no harm: when all
    processes are forked."""
    if large and len(items) > 1 and worth_forking():
        workers = Workers(function, items, deliver)
        begun()
        yield from workers
        return
    begun()
    number = 0
    for item in items:
        result, number = deliver(function(item), number)
        yield result


def over(function: Callable[[Item], Result], items: Sequence[Item], large: bool) -> Iterator[Result]:
    """The results of `function` on the items, in order: by workers where the job is large and can be shared, and the
    system allows."""
    if large and len(items) > 1 and worth_forking():
        return iter(Workers(function, items))
    return map(function, items)
