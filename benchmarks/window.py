"""Measures the window with a large capture, without a screen: opening, sorting, scrolling, selecting, memory.

    python benchmarks/window.py big.pcap                  beside tshark, which reads the capture in the same run
    python benchmarks/window.py big.pcap --json figures.json
"""
from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PATIENCE = 300.0
WAKING_MS = 5
SETTLING = 1.0
"""Seconds after which all that opening a capture brings with it has begun."""
PAGES = 200
SELECTED = 200
GOALS = {"first rows": 0.1, "whole list": 0.25, "sort": 0.05}
"""Shares of the time in which tshark reads the capture."""


class Bench:
    """A window, and what it took."""

    def __init__(self, capture: str) -> None:
        from gui.app import make_application  # as in the program: before all else of Qt

        # isort: split
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from gui.main_window import MainWindow
        from gui.settings import Settings
        from gui.theme import Appearance
        from gui.timing import Timing
        self.app: QApplication = make_application(Appearance.LIGHT)
        self.timing = Timing()
        self.waking = QTimer()      # for what happens without an event
        self.waking.start(WAKING_MS)
        self.window = MainWindow(Settings(), self.timing)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.open_file(capture)

    def until(self, happened: Callable[[], bool]) -> float:
        """Lets the window work until something is so; gives how long that took, in seconds."""
        from PySide6.QtCore import QEventLoop
        begin = time.perf_counter()
        while not happened():
            if time.perf_counter() - begin > PATIENCE:
                sys.exit("the window takes too long")
            # sleeps when there is nothing to do, as the window does: a loop that does not would hold up the worker
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return time.perf_counter() - begin

    def open(self) -> dict[str, float]:
        """Seconds from the start of this process."""
        space = self.window.workspace
        self.until(lambda: space.session is not None and space.session.complete)
        self.until(lambda: self.timing.first_rows is not None and space.fields.nodes is not None)
        assert self.timing.first_rows is not None
        assert self.timing.all_rows is not None
        begun = time.perf_counter()
        self.until(lambda: time.perf_counter() - begun > SETTLING and space.session.rests)
        return {"first rows": self.timing.first_rows, "whole list": self.timing.all_rows,
                "work after that": time.perf_counter() - begun}

    def sort(self) -> dict[str, float]:
        """Seconds for each column, until the list stands in its order."""
        from PySide6.QtCore import Qt
        packets, header = self.window.workspace.packets, self.window.workspace.panes.packet_list.horizontalHeader()
        found = {}
        for section in range(packets.columnCount()):
            before = packets.listed.order
            header.setSortIndicator(section, Qt.SortOrder.DescendingOrder)
            title = packets.headerData(section, Qt.Orientation.Horizontal)
            found[f"sort by {title}"] = self.until(lambda before=before: packets.listed.order is not before)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.until(lambda: packets.listed.order is None)
        return found

    def scroll(self) -> dict[str, float]:
        """Pages a second with Page Down held."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        view = self.window.workspace.panes.packet_list
        view.setFocus()
        begin = time.perf_counter()
        for page in range(PAGES):
            held = page > 0     # the system repeats the key
            self.app.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown,
                                               Qt.KeyboardModifier.NoModifier, "", held))
            view.viewport().repaint()
            self.app.processEvents()
        return {"pages a second": PAGES / (time.perf_counter() - begin)}

    def select(self) -> dict[str, float]:
        """Milliseconds from a chosen packet to its field tree: the median, and the longest."""
        space, rows = self.window.workspace, self.window.workspace.packets.rowCount()
        times = []
        for number in range(1, SELECTED + 1):
            row, before = number * 7919 % rows, space.fields.nodes
            begin = time.perf_counter()
            space.panes.packet_list.go_to(row)
            self.until(lambda before=before: space.fields.nodes is not None and space.fields.nodes is not before)
            times.append(1_000 * (time.perf_counter() - begin))
        return {"ms to the field tree": statistics.median(times), "ms at most": max(times)}


def tshark(capture: str) -> tuple[float, float]:
    """Seconds and peak memory (MB) of tshark over the capture, output thrown away."""
    before = time.perf_counter()
    subprocess.run(["tshark", "-n", "-r", capture], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("capture")
    parser.add_argument("--json", metavar="FILE", help="also write the figures to a file")
    options = parser.parse_args()
    bench = Bench(options.capture)
    figures = bench.open() | bench.sort() | bench.scroll() | bench.select()
    figures["MB at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, memory = tshark(options.capture)
    for name, figure in figures.items():
        goal = GOALS.get("sort" if name.startswith("sort") else name)
        beside = f"{figure / seconds:8.3f} of tshark's time, goal {goal}" if goal else ""
        print(f"{name:24} {figure:10.3f}  {beside}")
    print(f"{'tshark':24} {seconds:10.3f}  {memory:.0f} MB")
    if options.json:
        Path(options.json).write_text(json.dumps(figures | {"tshark": seconds, "tshark MB": memory}, indent=1))


if __name__ == "__main__":
    main()
