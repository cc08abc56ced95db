"""A capture as those see it who start it: chooses who captures, starts that, and hands on what it tells."""
from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from analyzer.errors import CaptureError, UsageError
from analyzer.live import advice, dumpcap, events, links, rights
from analyzer.live.events import Event
from analyzer.live.settings import ANY, Settings
from analyzer.live.watch import Watch

BACKENDS = ("auto", "scapy", "dumpcap")
PROCESS = Path(__file__).with_name("__main__.py")
PATIENCE = 10
"""Seconds that a capture has to end when it is told to."""
LOOK_SECONDS = 0.25
"""How often interfaces are looked after where nobody else does that."""
_CHUNK = 1 << 16


def choose(backend: str, sudo: bool = False) -> str:
    """Who captures: `scapy` for the capture process, or `dumpcap`.

    Raises:
        CaptureError: where neither can; it says what helps.
        UsageError: where dumpcap shall run as root.
    """
    if backend == "dumpcap":
        if dumpcap.path() is None:
            raise CaptureError("dumpcap is not installed (Debian: wireshark-common)")
        if sudo or rights.person():
            raise UsageError("dumpcap has rights of its own, and needs no sudo")
        return backend
    if sudo or rights.may_capture() or rights.helper_usable():
        return "scapy"
    if backend == "auto" and dumpcap.usable():
        return "dumpcap"
    raise CaptureError(f"no rights to capture; {advice.for_rights()}")


class Session:
    """A capture that was started.

    Attributes:
        counts: the last that were told.
    """

    def __init__(self, settings: Callable[[], Settings], backend: str = "auto", sudo: bool = False) -> None:
        """Starts it; events tell how it goes. Where sudo started this process, the capture process alone keeps its
        rights: this one goes on as the person who called sudo, before it asks for the settings and touches any file.

        Raises:
            CaptureError: where nobody may capture.
        """
        self._listener = dumpcap.Listener() if choose(backend, sudo) == "dumpcap" else None
        self.counts = Event(events.COUNTS)
        self._rest, self._ended = b"", False
        self._watched: list[Watch] = []
        self._looked = 0.0
        if self._listener:
            wanted = settings()
            self._watch(wanted)
            self._process = subprocess.Popen(dumpcap.arguments(str(dumpcap.path()), wanted),
                                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                             stderr=subprocess.PIPE)
        else:
            self._process = subprocess.Popen(_command(sudo), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            rights.become_person()
            self._say(settings().line())
        told = self._process.stderr if self._listener else self._process.stdout
        assert told is not None
        self._told = told

    def events(self, seconds: float) -> Iterator[Event]:
        """What was told since the last call; waits for something so long at most. The last event is `ended` or
        `failed`; there is nothing behind it."""
        if self._ended:
            return
        yield from self._look()
        if not select.select([self._told], [], [], seconds)[0]:
            return
        data = os.read(self._told.fileno(), _CHUNK)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            yield from self._hear(line)
        if not data and not self._ended:
            self._looked = 0.0      # an interface may be why it ended
            yield from self._look()
            yield self._without_a_word()

    def _watch(self, settings: Settings) -> None:
        if links.known():
            self._watched = [Watch(name, dumpcap.NEWS) for name in settings.interfaces if name != ANY]

    def _look(self) -> Iterator[Event]:
        """News of interfaces, where the process that captures has none."""
        now = time.monotonic()
        if self._watched and now - self._looked >= LOOK_SECONDS:
            self._looked = now
            yield from (Event(events.NEWS, news) for one in self._watched if (news := one.news()))

    def _hear(self, line: bytes) -> Iterator[Event]:
        if self._listener:
            found = self._listener.hear(line)
        else:
            event = Event.of_line(line)
            found = iter([event] if event else [])
        for event in found:
            if event.kind in (events.COUNTS, events.ENDED):
                self.counts = event
            self._ended = self._ended or event.kind in events.ENDS
            yield event

    def _without_a_word(self) -> Event:
        """The other side has closed its end without saying how it went: dumpcap always, ours where it was killed."""
        self._ended = True
        code = self._process.wait()
        if self._listener:
            event = self._listener.end(code)
            self.counts = event
            return event
        how = f"killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return Event(events.FAILED, f"the capture process was {how}; what it had written is kept"
                     if code < 0 else f"the capture process {how}")

    def stop(self) -> None:
        """Asks it to end; its last events still come."""
        if self._listener:
            self._process.send_signal(signal.SIGINT)
        else:
            self._say(b"stop\n")

    def _say(self, line: bytes) -> None:
        assert self._process.stdin is not None
        try:
            while line:
                line = line[os.write(self._process.stdin.fileno(), line):]
        except BrokenPipeError:
            return    # it has ended; its last event says why

    def close(self) -> None:
        """Ends it where it still runs, and waits for that."""
        if self._process.poll() is None:
            self.stop()
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._told.close()


def _command(sudo: bool) -> list[str]:
    """The capture process; nothing of what it shall do stands in its arguments."""
    python = sys.executable if sudo or rights.may_capture() else rights.helper()
    command = [python, "-I", str(PROCESS)]
    if not sudo or os.geteuid() == 0:
        return command
    found = shutil.which("sudo")
    if found is None:
        raise CaptureError("sudo is not installed")
    return [found, "--", *command]
