"""`pilotfish gui`: opens the desktop application, which stands behind an entry point."""
from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import cast

from analyzer.errors import ReportedError

ABOUT = "Opens the desktop application; `pilotfish` alone does too."
EXAMPLES = """\
pilotfish gui
pilotfish gui day.pcap"""
ENTRY_POINTS = "pilotfish.gui"
"""The group of the entry point; it is called with the files to open and returns the exit code."""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="the capture to open")


def run(options: Namespace) -> int:
    """Runs the application until its window is closed; returns the exit code.

    Raises:
        ReportedError: where it can't start.
    """
    if not has_screen():
        raise ReportedError("there is no screen for the desktop application; `pilotfish --help` lists the commands")
    return application()([options.file] if options.file else [])


def has_screen() -> bool:
    """Whether windows can be shown; QT_QPA_PLATFORM names other places for them."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def application() -> Callable[[Sequence[str]], int]:
    """What starts the application.

    Raises:
        ReportedError: where it is not installed, or libraries of the system are missing.
    """
    from importlib.metadata import entry_points
    for point in entry_points(group=ENTRY_POINTS):
        try:
            return cast("Callable[[Sequence[str]], int]", point.load())
        except ImportError as error:
            raise ReportedError(f"the desktop application can't start: {error}; "
                                "the README names the packages that it needs") from None
    raise ReportedError("the desktop application is not installed; `pip install pilotfish` brings it")
