"""Waits for what a window does in its own time."""
from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sample_captures import FOLDER

if TYPE_CHECKING:
    from gui.main_window import MainWindow

PATIENCE = 20.0


def wait(until: Callable[[], bool]) -> None:
    """Lets Qt work until something is so; fails when that takes too long."""
    from PySide6.QtCore import QCoreApplication, QEventLoop
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "it did not happen"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)


def opened(window: MainWindow, name: str | Path) -> MainWindow:
    """Opens a sample capture and waits until it is read and its first packet is shown."""
    window.open_file(str(FOLDER / name))
    wait(lambda: window.workspace.session is not None and window.workspace.session.complete)
    wait(lambda: window.workspace.fields.nodes is not None)
    return window


def long_capture(folder: Path, packets: int = 6_000) -> Path:
    """A capture of several blocks: a sample repeated."""
    data = (FOLDER / "06-dns-iterative.pcap").read_bytes()
    records, count = data[24:], 206
    path = folder / "long.pcap"
    path.write_bytes(data[:24] + records * -(-packets // count))
    return path
