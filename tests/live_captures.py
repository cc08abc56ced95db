"""Captures that run on the near side of the network, and what stands in their files."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from live_network import Network

from analyzer.capture import open_capture
from analyzer.live.session import PROCESS
from analyzer.live.settings import Settings

PIPE = subprocess.PIPE


def soon(seconds: float = 2) -> float:
    """So many seconds on a machine that has time for us."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def wait_until(what: Callable[[], Any], seconds: float = 20) -> Any:
    """What it gives when it is something; within `seconds` on a machine that has time."""
    begin = time.monotonic()
    while not (found := what()):
        assert time.monotonic() - begin < soon(seconds), "waited in vain"
        time.sleep(0.02)
    return found


def begun(file: Path) -> Path:
    """The file, when something stands in it."""
    wait_until(lambda: file.exists() and file.stat().st_size)
    return file


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Ends a program with the test."""
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)


def ready(server: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """A server that says so."""
    assert server.stdout and server.stdout.readline() == b"ready\n"
    return server


def bare(network: Network, settings: Settings) -> subprocess.Popen[bytes]:
    """The capture process alone, on the near side."""
    process = network.start(network.near, sys.executable, "-I", PROCESS, stdin=PIPE, stdout=PIPE)
    assert process.stdin
    process.stdin.write(settings.line())
    process.stdin.flush()
    return process


def frames_in(path: Path | str) -> int:
    with open_capture(path) as capture:
        return sum(map(len, capture.blocks()))
