"""The application: its options and its set-up."""
from __future__ import annotations

import gui.plain_imports  # noqa: F401

# isort: split
import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, Qt, QTimer
from PySide6.QtWidgets import QApplication

from analyzer import __version__
from analyzer.memory import give_large_blocks_back
from gui import desktop_files, language, requirements, theme
from gui.faults import Faults
from gui.icons import icon
from gui.language import Language
from gui.settings import Settings
from gui.theme import Appearance
from gui.timing import Timing
from gui.windows import Windows

SWITCH_SECONDS = 0.001
"""How long the window's thread waits at most for another one that runs Python code."""


def main(arguments: Sequence[str]) -> int:
    """Opens a window, with the files that are named; returns the exit code when it is closed.

    Raises:
        ReportedError: where no window can be shown.
    """
    options = _options(arguments)
    if options.desktop_files is not None:
        print(*desktop_files.install(options.desktop_files), sep="\n")
        return 0
    requirements.check()
    app = make_application(options.appearance, options.language)
    timing = Timing(app)
    windows = Windows(app)
    window = windows.open(timing=timing)
    _stay_interruptible(app)
    if options.quit_when_loaded:
        window.reading_ended.connect(lambda: QTimer.singleShot(500, window.close))
        timing.start()
    if options.quit_when_shown:
        timing.shown.connect(window.close, Qt.ConnectionType.QueuedConnection)
    if options.files:
        QTimer.singleShot(0, lambda: _open(windows, options.files))
    code = app.exec()
    if options.quit_when_loaded:
        print(json.dumps(timing.figures()), file=sys.stderr)
    return code


def _open(windows: Windows, paths: Sequence[str]) -> None:
    """Opens captures: the first in the window that is there, each other one in a window of its own."""
    windows.windows[0].open_file(paths[0])
    for path in paths[1:]:
        windows.open(path)


def make_application(appearance: Appearance | None = None, wanted: Language | None = None) -> QApplication:
    """The QApplication with our names, style, colours and language; what is named here instead of what the user chose.
    """
    give_large_blocks_back(lasting=True)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["pilotfish"])
    sys.setswitchinterval(SWITCH_SECONDS)
    # Captures have text in scripts for which no font is installed; Qt would write a line to the terminal for each.
    QLoggingCategory.setFilterRules("qt.text.font.db.warning=false")
    app.setApplicationName("pilotfish")
    app.setApplicationDisplayName("pilotfish")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("pilotfish")
    app.setStyle("Fusion")
    settings = Settings()
    theme.apply(app, appearance or settings.appearance)
    language.install(app, wanted or settings.language)
    app.setWindowIcon(icon("pilotfish"))
    sys.excepthook = Faults()
    return app


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("pilotfish gui", description="Opens the desktop application.")
    parser.add_argument("files", metavar="FILE", nargs="*", help="the captures to open, each in a window")
    parser.add_argument("--desktop-files", metavar="FOLDER", type=Path, nargs="?", const=desktop_files.data_folder(),
                        help="opens nothing, but writes the entry for the desktop's menu, the icon and the types of "
                             "files, for this user or into a folder such as /usr/local/share")
    parser.add_argument("--appearance", type=Appearance, choices=list(Appearance), help=argparse.SUPPRESS)
    parser.add_argument("--language", type=Language, choices=list(Language), help=argparse.SUPPRESS)
    for moment in ("loaded", "shown"):  # for measuring
        parser.add_argument(f"--quit-when-{moment}", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(list(arguments))


def _stay_interruptible(app: QApplication) -> None:
    """Lets Ctrl+C in the terminal end the program: Python sees signals only when it gets to run."""
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(500)
