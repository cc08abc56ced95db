"""The progress bar: one line on a terminal, for what takes longer than a second; it goes when the work is done."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import IO

from analyzer import workers
from analyzer.cli.output import columns_of

PATIENCE = 1.0
"""Seconds of work before it shows."""
EVERY = 0.15
_BAR = 20


class Progress:
    """Shows how far the work is. A thread of its own draws, so that it moves while the work reports nothing."""

    def __init__(self, stream: IO[str] | None, compiled: Callable[[], int], patience: float = PATIENCE) -> None:
        """`compiled` tells how many kernels this machine has compiled so far."""
        self._stream = stream if stream is not None and stream.isatty() else None
        self._patience, self._compiled = patience, compiled
        self._fraction, self._filtered = 0.0, 1.0
        self._drawn = 0

    def __enter__(self) -> Progress:
        if self._stream is not None:
            self._begin, self._compiled_before = time.monotonic(), self._compiled()
            self.resume()
            workers.beside.append(self)
        return self

    def resume(self) -> None:
        """Begins to draw, or goes on with that."""
        import threading
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stream,), daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """Takes the line away; nothing is drawn until `resume`."""
        self._done.set()
        self._thread.join()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    def at(self, fraction: float) -> None:
        """How much of the file is read, from 0 to 1."""
        self._fraction = fraction

    def filtering(self, fraction: float) -> None:
        """How many of the packets are asked that a filter has to ask, from 0 to 1."""
        self._filtered = fraction

    def stop(self) -> None:
        """Takes the line away for good."""
        if self._stream is not None:
            workers.beside.remove(self)
            self.pause()
            self._stream = None

    def _run(self, stream: IO[str]) -> None:
        if self._done.wait(max(self._begin + self._patience - time.monotonic(), 0)):
            return
        while True:
            self._draw(stream, self.line(time.monotonic() - self._begin))
            if self._done.wait(EVERY):
                self._draw(stream, "")
                stream.write("\r")
                stream.flush()
                return

    def _draw(self, stream: IO[str], line: str) -> None:
        line = line[:(columns_of(stream) or 80) - 1]
        stream.write("\r" + line.ljust(self._drawn))
        stream.flush()
        self._drawn = len(line)

    def line(self, elapsed: float) -> str:
        """What is shown after so many seconds."""
        if self._fraction < 1 or self._filtered < 1:
            word, fraction = ("reading", self._fraction) if self._fraction < 1 else ("filtering", self._filtered)
            done = int(fraction * _BAR)
            text = f"{word:9} [{'=' * done}{' ' * (_BAR - done)}] {fraction:4.0%}"
        else:
            text = f"analysing {elapsed:.0f} s"
        return text + ("  compiling for this machine, once" if self._compiled() > self._compiled_before else "")


def compiled_kernels() -> int:
    """How many kernels were compiled on this machine, by this or an earlier run."""
    from dissectors import kernel_files
    return kernel_files.count()


def on_terminal() -> Progress:
    """Progress on standard error, if that is a terminal."""
    return Progress(sys.stderr, compiled_kernels)
