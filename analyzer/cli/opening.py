"""Opens the capture of a command: progress while it is read, and one warning at the end where it is damaged."""
from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.ahead import compiling_ahead
from analyzer.analysis import Analysis
from analyzer.cli import output, progress
from analyzer.errors import UsageError
from analyzer.export.people import Screen
from analyzer.memory import give_large_blocks_back

if TYPE_CHECKING:
    from analyzer.export.tables import Writer
    from analyzer.export.views import Clock
    from analyzer.filters.kept import Kept

DAMAGED = 3
WIDTH = 160
"""Of tables that go to a file or a pipe; COLUMNS in the environment changes it."""


class Opened:
    """A capture that was read, and where its output goes."""

    def __init__(self, options: Namespace, analysis: Analysis, out: output.Output,
                 filtering: Callable[[float], object] = lambda done: None) -> None:
        """`filtering` is told how much of a filter is done, from 0 to 1."""
        self.options, self.analysis, self.out = options, analysis, out
        self._filtering = filtering

    @cached_property
    def writer(self) -> Writer:
        """Writes rows in the format that was chosen."""
        from analyzer.export.tables import Writer
        return Writer(self.out.write, self.options.format, self.digits, screen())

    @property
    def digits(self) -> int:
        """How many digits of a fraction of a second the capture has."""
        return self.analysis.capture.digits

    @property
    def clock(self) -> Clock:
        """When the capture begins."""
        from analyzer.export.views import Clock
        packets = self.analysis.packets
        return Clock(int(packets.column("time")[0]) if packets.rows else 0, self.digits)

    @cached_property
    def kept(self) -> Kept | None:
        """What the filter keeps; None without a filter."""
        if self.options.filter is None:
            return None
        from analyzer.filters.kept import Kept
        return Kept(self.analysis, self.analysis.select(self.options.filter, self._filtering))

    def packet_rows(self, numbers: list[int] | None) -> list[int] | range:
        """The rows of packets by their numbers, which count from 1, or of all packets; only what the filter keeps.

        Raises:
            UsageError: where there is no such packet.
        """
        count = self.analysis.packets.rows
        for number in numbers or ():
            if number > count:
                raise UsageError(f"there is no packet {number}: {_extent(self.options.file, count, 1, 'packets')}")
        if self.kept is None:
            return [number - 1 for number in numbers] if numbers else range(count)
        if numbers:
            return [number - 1 for number in numbers if self.kept.packet(number)]
        kept: list[int] = self.kept.rows.tolist()
        return kept

    def flow(self, number: int) -> int:
        """The number of a flow that there is.

        Raises:
            UsageError: where there is no such flow.
        """
        count = len(self.analysis.flows)
        if number >= count:
            raise UsageError(f"there is no flow {number}: {_extent(self.options.file, count, 0, 'flows')}")
        return number


def _extent(file: str, count: int, first: int, what: str) -> str:
    name = "standard input" if file == "-" else file
    return f"{name} has {what} {first} to {first + count - 1}" if count else f"{name} has no {what}"


def screen() -> Screen:
    """What tables are drawn on."""
    return Screen(output.columns_of_stdout() or WIDTH, output.colour())


def with_capture(options: Namespace, command: Callable[[Opened], None]) -> int:
    """Reads the capture, runs the command, and returns the exit code."""
    give_large_blocks_back()
    with compiling_ahead(options.file), progress.on_terminal() as bar, \
            closing(Analysis.begin(options.file)) as analysis:
        if options.filter is not None:
            from analyzer.filters.select import compiled
            compiled(options.filter, analysis.registry)     # so that a fault is told at once
        analysis.load(bar.at)
        bar.at(1)
        both_terminals = sys.stdout is not None and sys.stdout.isatty()
        out = output.Output(before=bar.stop if both_terminals else None)
        command(Opened(options, analysis, out, bar.filtering))
        out.flush()
        damage = analysis.capture.damage
    if not damage:
        return 0
    more = f", and {len(damage) - 1} more" if len(damage) > 1 else ""
    name = "standard input" if options.file == "-" else options.file
    output.complain(f"warning: {name}: {damage[0]}{more}; everything before that is shown")
    return DAMAGED
