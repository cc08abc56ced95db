"""Standard output and standard error: who writes there, how wide they are, and what happens when they are gone."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import IO, BinaryIO

from analyzer.errors import OutputError

DEBUG = "PILOTFISH_DEBUG"
"""With this in the environment, faults of the program show where they happened."""


class Output:
    """Standard output as bytes."""

    def __init__(self, before: Callable[[], object] | None = None) -> None:
        """`before` is called once, before the first byte."""
        if sys.stdout is None:
            raise OutputError("standard output is closed")
        self._stream: BinaryIO = sys.stdout.buffer
        self._before = before

    def write(self, data: bytes | memoryview) -> None:
        """Writes bytes.

        Raises:
            OutputError: where that is not possible.
            BrokenPipeError: where nobody reads any more.
        """
        if self._before is not None:
            self._before()
            self._before = None
        try:
            self._stream.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritable(error) from None

    def flush(self) -> None:
        """Hands everything to the system; raises as `write` does."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritable(error) from None


def _unwritable(error: OSError) -> OutputError:
    return OutputError(f"the output can't be written: {error.strerror or error}")


def print_text(text: str) -> None:
    """Prints a text of the program's own."""
    out = Output()
    out.write(text.encode())
    out.flush()


def complain(message: str) -> None:
    """Prints one line to standard error; what it quotes can't act on the terminal."""
    from analyzer.export.visible import visible
    if sys.stderr is not None:
        sys.stderr.write(f"pilotfish: {visible(message)}\n")
        sys.stderr.flush()


def give_up() -> None:
    """Drops what is still unwritten, so that the interpreter does not complain about it when it ends."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def report_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Tells of a fault of the program itself, as sys.excepthook does, but in one line."""
    if os.environ.get(DEBUG):
        sys.__excepthook__(kind, fault, trace)
        return
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {os.path.basename(trace.tb_frame.f_code.co_filename)}, line {trace.tb_lineno}" if trace else ""
    complain(f"a fault of the program: {kind.__name__}: {fault}{place}; please report it, {DEBUG}=1 shows more")


def columns_of(stream: IO[str] | None) -> int | None:
    """How wide a stream's terminal is; None where it is none. COLUMNS in the environment outweighs it."""
    chosen = os.environ.get("COLUMNS", "")
    if chosen.isascii() and chosen.isdecimal() and int(chosen[:6]) > 0:
        return int(chosen[:6])
    if stream is None or not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except OSError:
        return None


def columns_of_stdout() -> int | None:
    """How wide standard output is, where that is known."""
    return columns_of(sys.stdout)


def colour() -> bool:
    """Whether standard output takes colours and nobody minds (no-color.org)."""
    return (sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb")
