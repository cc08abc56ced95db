"""The capture process: opens interfaces, gives its rights away, and moves packets from the kernel to files until it is
told to stop. It reads settings and `stop` from its standard input, and nothing else; that it closes means `stop` too.
"""
from __future__ import annotations

import gc
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

from analyzer import blocks
from analyzer.blocks import Described
from analyzer.errors import CaptureError, ReportedError, UsageError
from analyzer.live import events, rights
from analyzer.live.events import Event, Teller
from analyzer.live.files import Files
from analyzer.live.ring import RETIRE_MS
from analyzer.live.settings import Settings
from analyzer.live.tap import Tap

STOP = b"stop\n"
LONGEST_LINE = 1 << 19
WAIT_MS = 200
"""How long nothing is looked at where no packets come."""
EVERY_NS = 250_000_000
"""How often counts are told and interfaces looked after."""
LAST_MS = 3 * RETIRE_MS
"""So long after the end of a capture, packets that came before it are still taken."""
ALL = 1 << 60


class Capture:
    """A capture that runs."""

    def __init__(self, settings: Settings, teller: Teller, channel: int) -> None:
        self._settings, self._teller, self._channel = settings, teller, channel
        self._interfaces: list[Described] = []
        self._taps: list[Tap] = []
        section = blocks.section([f"Captured live by {blocks.program()}"])
        self._files = Files(settings, section, self._statistics, self._file_opened)
        self._begun = self._asked = False
        self._captured, self._looked = 0, 0
        self._started = time.monotonic()

    def run(self) -> None:
        """Captures to the end.

        Raises:
            ReportedError: where it can't begin, or can't go on.
        """
        with ExitStack() as opened:
            for name in self._settings.interfaces:
                self._taps.append(Tap(name, self._settings, self._number))
                opened.callback(self._taps[-1].close)
            rights.drop()
            self._files.begin(map(blocks.interface, self._interfaces))
            self._begun, self._started = True, time.monotonic()
            self._teller.tell(Event(events.STARTED))
            signal.signal(signal.SIGTERM, self._stop_asked)
            try:
                self._until_the_end()
                self._take_the_rest()
                self._files.end()
            except CaptureError:
                self._files.give_up()
                self._teller.tell(self._counts(events.COUNTS))
                raise
            self._teller.tell(self._counts(events.ENDED))

    def _counts(self, kind: str) -> Event:
        """How many packets there were so far."""
        return Event(kind, "", self._captured, sum(tap.counted().dropped for tap in self._taps), self._files.written)

    def _until_the_end(self) -> None:
        poll = select.poll()
        for file in (*[tap.fileno() for tap in self._taps], self._channel):
            poll.register(file, select.POLLIN)
        busy = False
        while not self._over():
            for file, what in poll.poll(0 if busy else WAIT_MS):
                if file == self._channel:
                    self._listen()
                elif what & select.POLLERR:
                    self._looked = 0    # something happened to the interface
            busy = self._take()
            if time.monotonic_ns() - self._looked > EVERY_NS:
                self._look()

    def _over(self) -> bool:
        """Whether it is time to end."""
        settings = self._settings
        return bool(self._asked
                    or (settings.packets and self._captured >= settings.packets)
                    or (settings.size and self._files.size >= settings.size)
                    or (settings.seconds and time.monotonic() - self._started >= settings.seconds))

    def _stop_asked(self, *_: object) -> None:
        self._asked = True

    def _listen(self) -> None:
        """The one thing that can be asked of a capture that runs is its end; whatever comes is taken for that."""
        os.read(self._channel, len(STOP))
        self._asked = True

    def _take(self) -> bool:
        """Moves packets to the files; whether there were any."""
        taken = 0
        for tap in self._taps:
            for data, count in tap.take((self._settings.packets or ALL) - self._captured):
                self._captured += count
                self._files.write(data, count)
                taken += count
        return bool(taken)

    def _take_the_rest(self) -> None:
        for tap in self._taps:
            tap.stop()
        last = time.monotonic_ns() + LAST_MS * 1_000_000
        while time.monotonic_ns() < last:
            if not self._take():
                time.sleep(RETIRE_MS / 4_000)

    def _look(self) -> None:
        """Tells how it goes."""
        self._looked = time.monotonic_ns()
        self._files.turn()
        for tap in self._taps:
            news = tap.news()
            if news:
                self._teller.tell(Event(events.NEWS, f"{tap.name}: {news}"))
        self._teller.tell(self._counts(events.COUNTS))

    def _number(self, described: Described) -> int:
        if described not in self._interfaces:
            self._interfaces.append(described)
            if self._begun:
                self._files.add_interface(blocks.interface(described))
        return self._interfaces.index(described)

    def _statistics(self) -> bytes:
        return b"".join(self._each_statistics())

    def _each_statistics(self) -> Iterator[bytes]:
        """One for each interface; what all of them lost together stands with the first."""
        for tap in self._taps:
            counted = tap.counted()
            for number in tap.numbers:
                yield blocks.statistics(number, counted)
                counted = counted._replace(received=0, dropped=0)

    def _file_opened(self, name: str) -> None:
        self._teller.tell(Event(events.FILE, name))


def main() -> int:
    """Runs the process; returns its exit code."""
    for number in (signal.SIGINT, signal.SIGHUP):    # who started us decides what these mean
        signal.signal(number, signal.SIG_IGN)
    gc.disable()    # nothing here makes circles; a pause would cost packets
    teller = Teller(os.dup(sys.stdout.fileno()))
    try:
        Capture(Settings.of_line(_first_line(sys.stdin.fileno())), teller, sys.stdin.fileno()).run()
    except ReportedError as error:
        teller.tell(Event(events.FAILED, str(error)[:events.LONGEST_TEXT], usage=isinstance(error, UsageError)))
        return error.exit_code
    except OSError as error:
        teller.tell(Event(events.FAILED, f"the system refused something: {error}"[:events.LONGEST_TEXT]))
        return CaptureError.exit_code
    finally:
        teller.finish()
    return 0


def _first_line(channel: int) -> bytes:
    """One line, and not a byte of what follows it."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(channel, 1)
        if not byte or len(line) >= LONGEST_LINE:
            raise UsageError("the capture process got no settings")
        line += byte
    return bytes(line)
