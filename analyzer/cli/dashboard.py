"""`pilotfish summary --live`: the summary of what is captured now, drawn again and again."""
from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections import deque
from contextlib import closing
from typing import Any

from analyzer.cli import output
from analyzer.cli.capturing import DIGITS, Wish, registry, watch
from analyzer.cli.opening import screen
from analyzer.errors import UsageError
from analyzer.export.json_text import to_json
from analyzer.export.page import summary_page
from analyzer.following import Following
from analyzer.live.settings import Settings

EVERY = 1.0
"""Seconds between two pictures."""
HISTORY = 60
"""Rates that are drawn."""
BARS = " ▁▂▃▄▅▆▇█"
_OPEN, _CLOSE = b"\x1b[?1049h\x1b[?25l", b"\x1b[?25h\x1b[?1049l"
"""The terminal's other screen, without a cursor; and back."""
_HOME, _LINE_END, _REST = b"\x1b[H", b"\x1b[K\n", b"\x1b[J"


def live_summary(options: Namespace) -> int:
    """Carries out the command; returns the exit code."""
    if options.file or not options.interface:
        raise UsageError("--live needs an interface in place of a file: `pilotfish summary --live -i INTERFACE`")
    if options.filter is not None or options.format not in ("table", "jsonl"):
        raise UsageError("--live takes no -Y, and is a table or JSON lines; -f BPF filters what is captured")
    settings = Settings(tuple(options.interface), "/live.pcapng", options.kernel_filter, seconds=options.seconds)
    with closing(Dashboard(options, sys.stdout)) as dashboard:
        return watch(Wish(settings, None, "auto", options.sudo), dashboard, registry())


class Dashboard:
    """Draws the summary on a terminal; elsewhere it prints one at the end, or with JSON lines one every second."""

    def __init__(self, options: Namespace, stream: Any) -> None:
        self._name = f"live on {', '.join(options.interface)}"
        self._lines = options.format == "jsonl"
        self._draws = not self._lines and stream is not None and stream.isatty()
        self._out = output.Output()
        self._elsewhere = False     # on the terminal's other screen
        self._next, self._before = 0.0, time.monotonic()
        self._packets = self._bytes = 0
        self._rates: deque[float] = deque(maxlen=HISTORY)
        self._summary: dict[str, Any] | None = None

    def look(self, following: Following, last: bool) -> None:
        """Draws again, if it is time."""
        now = time.monotonic()
        if now < self._next and not last:
            return
        for _ in following.new(last):
            pass    # the analysis has read them
        if following.analysis is None:
            return
        self._summary = {**following.analysis.summary(), "file": self._name}
        seconds, self._before, self._next = now - self._before, now, now + EVERY
        if self._lines:
            self._out.write(to_json(self._summary, DIGITS) + b"\n")
        elif self._draws and not last:
            self._draw(seconds)
        self._out.flush()

    def _draw(self, seconds: float) -> None:
        assert self._summary is not None
        packets, size = self._summary["packets"], self._summary["bytes"]
        rate, bits = (packets - self._packets) / seconds, 8 * (size - self._bytes) / seconds
        self._rates.append(rate)
        self._packets, self._bytes = packets, size
        line = f"{rate:,.0f} packets/s  {bits / 1e6:,.2f} Mbit/s  {chart(self._rates)}  Ctrl-C ends it"
        text = line.encode() + b"\n\n" + b"".join(summary_page(self._summary, DIGITS, screen()))
        shown = text.split(b"\n")[:os.get_terminal_size().lines - 1]
        if not self._elsewhere:
            self._elsewhere = True
            self._out.write(_OPEN)
        self._out.write(_HOME + b"".join(one + _LINE_END for one in shown) + _REST)

    def end(self) -> None:
        """Leaves the last summary where people find it."""
        self.close()
        if self._summary and not self._lines:
            for piece in summary_page(self._summary, DIGITS, screen()):
                self._out.write(piece)
        self._out.flush()

    def close(self) -> None:
        """Gives the terminal back as it was."""
        if self._elsewhere:
            self._elsewhere = False
            self._out.write(_CLOSE)
            self._out.flush()


def chart(rates: deque[float]) -> str:
    """Rates as bars of a character each; the highest is the greatest of them."""
    most = max(rates, default=0) or 1
    return "".join(BARS[round(rate / most * (len(BARS) - 1))] for rate in rates)
