"""Carries out live captures: starts one, shows what it brings, and says at the end how much that was."""
from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from analyzer.cli import output
from analyzer.cli.capture import MEGABYTE
from analyzer.cli.opening import screen
from analyzer.errors import CaptureError, UsageError
from analyzer.export.growing import Growing
from analyzer.export.tables import Writer
from analyzer.export.views import Clock, packets
from analyzer.filters.select import compiled, select
from analyzer.following import Following, New
from analyzer.live import events
from analyzer.live.events import Event
from analyzer.live.session import Session
from analyzer.live.settings import BUFFER_MIB, LARGEST_PACKET, Settings
from dissectors.registry import BUILT_IN, Registry, installed

TICK = 0.2
"""Seconds between two looks at the file, where the last one took no time."""
DIGITS = 9
"""Of fractions of seconds: a capture has nanoseconds."""
GREATEST = 99_999
"""The first column has room for such a number from the start."""


class Viewer(Protocol):
    """Shows what is captured."""

    def look(self, following: Following, last: bool) -> None:
        """Shows what is new; with `last` it is all."""

    def end(self) -> None:
        """There is nothing more."""


class Wish(NamedTuple):
    """What is to be captured.

    Attributes:
        settings: all but the file, which is chosen when the capture begins.
        file: that is to be kept; None for none.
        backend, sudo: who captures.
    """
    settings: Settings
    file: str | None
    backend: str
    sudo: bool


def registry() -> Registry:
    """The dissectors in use."""
    return Registry((*BUILT_IN, *installed()))


def capture(options: Namespace) -> int:
    """Carries out `pilotfish capture`; returns the exit code."""
    if not options.write and (options.rotate_size or options.rotate_seconds or options.keep):
        raise UsageError("a ring of files needs a name: -w FILE")
    if options.write == "-":
        raise UsageError("-w needs a file; what was captured can't go to standard output")
    settings = Settings(
        interfaces=tuple(options.interface), file=os.path.abspath(options.write or ""), filter=options.kernel_filter,
        snaplen=min(options.snaplen or LARGEST_PACKET, LARGEST_PACKET), promiscuous=not options.no_promiscuous,
        buffer_mib=options.buffer or BUFFER_MIB, packets=options.packets, seconds=options.seconds,
        size=options.max_size * MEGABYTE, rotate_size=options.rotate_size * MEGABYTE,
        rotate_seconds=options.rotate_seconds, keep=options.keep)
    known = registry()
    viewer = None if options.quiet else Printer(options, known)
    return watch(Wish(settings, options.write, options.backend, options.sudo), viewer, known)


def watch(wish: Wish, viewer: Viewer | None, known: Registry) -> int:
    """Captures until the end, whichever comes first, and shows it meanwhile; returns the exit code.

    Raises:
        ReportedError: where it can't begin, or could not go on.
    """
    with ExitStack() as stack:
        def settings() -> Settings:
            if wish.file:
                return wish.settings
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pilotfish-"))
            return replace(wish.settings, file=os.path.join(folder, "live.pcapng"))
        session = stack.enter_context(closing(Session(settings, wish.backend, wish.sudo)))
        following = stack.enter_context(closing(Following(known)))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            stack.callback(signal.signal, number, signal.signal(number, _first(session, signal.getsignal(number))))
        return _end(wish, session, following, _until_the_end(wish, session, following, viewer))


def _first(session: Session, before: Any) -> Callable[[int, object], None]:
    """What the first Ctrl-C does: it ends the capture; what came until then is still shown. The next one ends that."""
    def stop(number: int, _: object) -> None:
        signal.signal(number, before)
        session.stop()
    return stop


def _until_the_end(wish: Wish, session: Session, following: Following, viewer: Viewer | None) -> Event:
    """Goes on to the last event, and gives it."""
    end, look = None, 0.0
    while end is None:
        for event in session.events(TICK):
            end = event if event.kind in events.ENDS else end
            _tell(event, wish, following)
        if viewer and time.monotonic() >= look:
            begin = time.monotonic()
            viewer.look(following, False)
            # where there is much to read again, that is done less often
            look = 2 * time.monotonic() - begin + TICK
    if viewer:
        viewer.look(following, True)
        viewer.end()
    return end


def _tell(event: Event, wish: Wish, following: Following) -> None:
    match event.kind:
        case events.FILE:
            following.add(event.text)
        case events.NEWS:
            output.complain(f"warning: {event.text}")
        case events.STARTED if sys.stderr is not None and sys.stderr.isatty():
            output.complain(f"capturing on {', '.join(wish.settings.interfaces)}; Ctrl-C ends it")


def _end(wish: Wish, session: Session, following: Following, end: Event) -> int:
    """Says how it ended and how much there is; returns the exit code."""
    if following.lost:
        output.complain(f"warning: {len(following.lost)} files of the ring had gone before they could be printed")
    counts = session.counts
    if end.kind == events.FAILED and not counts.captured:
        raise UsageError(end.text) if end.usage else CaptureError(end.text)
    written = f"{counts.written} written to {wish.file}" if wish.file else "0 written"
    output.complain(f"{counts.captured} packets captured, {counts.dropped} dropped by the kernel, {written}")
    if end.kind == events.FAILED:
        raise CaptureError(end.text)
    return 0


class Printer:
    """Prints packets as they come."""

    def __init__(self, options: Namespace, known: Registry) -> None:
        self._filter = None if options.filter is None else compiled(options.filter, known)
        self._out = output.Output()
        self._rows = Growing(Writer(self._out.write, options.format, DIGITS, screen()), "packets")
        self._clock: Clock | None = None

    def look(self, following: Following, last: bool) -> None:
        """Prints what is new."""
        for new in following.new(last):
            self._print(new)
            self._out.flush()

    def _print(self, new: New) -> None:
        self._clock = self._clock or Clock(int(new.analysis.packets.column("time")[0]), DIGITS)
        rows = new.rows if self._filter is None else select(new.analysis, self._filter, new.rows.start).tolist()
        found = [{**row, "number": row["number"] + new.before} for row in new.analysis.packet_rows(rows)]
        self._rows.add(found, packets(self._clock, GREATEST))

    def end(self) -> None:
        """Prints what stands behind the last packet."""
        self._rows.end()
        self._out.flush()
