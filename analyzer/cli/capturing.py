"""Carries out `pilotfish capture`: starts the capture, prints what it brings, and says at the end how much that was."""
from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from argparse import Namespace
from contextlib import ExitStack, closing

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

EVERY = 0.2
"""Seconds between two looks at the file."""
DIGITS = 9
"""Of fractions of seconds: a capture has nanoseconds."""
GREATEST = 99_999
"""The first column has room for such a number from the start."""


def capture(options: Namespace) -> int:
    """Captures until the end, whichever comes first; returns the exit code."""
    if not options.write and (options.rotate_size or options.rotate_seconds or options.keep):
        raise UsageError("a ring of files needs a name: -w FILE")
    if options.write == "-":
        raise UsageError("-w needs a file; what was captured can't go to standard output")
    registry = Registry((*BUILT_IN, *installed()))
    printer = None if options.quiet else Printer(options, registry)
    with ExitStack() as stack:
        def settings() -> Settings:
            return _settings(options, options.write or os.path.join(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="pilotfish-")), "live.pcapng"))
        _settings(options, "/checked")    # before anybody is started
        session = stack.enter_context(closing(Session(settings, options.backend, options.sudo)))
        following = stack.enter_context(closing(Following(registry)))
        return _follow(options, session, following, printer)


def _settings(options: Namespace, file: str) -> Settings:
    return Settings(
        interfaces=tuple(options.interface), file=os.path.abspath(file), filter=options.kernel_filter,
        snaplen=min(options.snaplen or LARGEST_PACKET, LARGEST_PACKET), promiscuous=not options.no_promiscuous,
        buffer_mib=options.buffer or BUFFER_MIB, packets=options.packets, seconds=options.seconds,
        size=options.max_size * MEGABYTE, rotate_size=options.rotate_size * MEGABYTE,
        rotate_seconds=options.rotate_seconds, keep=options.keep)


class Printer:
    """Prints packets as they come."""

    def __init__(self, options: Namespace, registry: Registry) -> None:
        self._filter = None if options.filter is None else compiled(options.filter, registry)
        self._out = output.Output()
        self._rows = Growing(Writer(self._out.write, options.format, DIGITS, screen()), "packets")
        self._clock: Clock | None = None

    def print(self, new: New) -> None:
        """Prints those of these packets that the filter keeps."""
        self._clock = self._clock or Clock(int(new.analysis.packets.column("time")[0]), DIGITS)
        rows = new.rows if self._filter is None else select(new.analysis, self._filter, new.rows.start).tolist()
        found = [{**row, "number": row["number"] + new.before} for row in new.analysis.packet_rows(rows)]
        self._rows.add(found, packets(self._clock, GREATEST))
        self._out.flush()

    def end(self) -> None:
        """Prints what stands behind the last packet."""
        self._rows.end()
        self._out.flush()


def _follow(options: Namespace, session: Session, following: Following, printer: Printer | None) -> int:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: session.stop())
    end, look = None, 0.0
    while end is None:
        for event in session.events(EVERY):
            end = event if event.kind in events.ENDS else end
            _tell(event, options, following)
        if printer and time.monotonic() >= look:
            begin = time.monotonic()
            _print(following, printer)
            # where there is much to read again, that is done less often
            look = 2 * time.monotonic() - begin + EVERY
    if printer:
        _print(following, printer, last=True)
        printer.end()
    return _end(options, session, following, end)


def _print(following: Following, printer: Printer, last: bool = False) -> None:
    for new in following.new(last):
        printer.print(new)


def _tell(event: Event, options: Namespace, following: Following) -> None:
    match event.kind:
        case events.FILE:
            following.add(event.text)
        case events.NEWS:
            output.complain(f"warning: {event.text}")
        case events.STARTED if sys.stderr is not None and sys.stderr.isatty():
            output.complain(f"capturing on {', '.join(options.interface)}; Ctrl-C ends it")


def _end(options: Namespace, session: Session, following: Following, end: Event) -> int:
    """Says how it ended and how much there is; returns the exit code."""
    if following.lost:
        output.complain(f"warning: {len(following.lost)} files of the ring had gone before they could be printed")
    counts = session.counts
    if end.kind == events.FAILED and not counts.captured:
        raise UsageError(end.text) if end.usage else CaptureError(end.text)
    written = f"{counts.written} written to {options.write}" if options.write else "0 written"
    output.complain(f"{counts.captured} packets captured, {counts.dropped} dropped by the kernel, {written}")
    if end.kind == events.FAILED:
        raise CaptureError(end.text)
    return 0
