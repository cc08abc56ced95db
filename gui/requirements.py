"""Requirements: whether the system has what Qt needs to show a window; Qt itself would end the program instead."""
from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from analyzer.errors import ReportedError

DEBIAN_PACKAGES = (
    "libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon-x11-0", "libx11-xcb1",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0",
    "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1")
"""What Qt's windows need on Debian and Ubuntu, on a machine without a desktop."""


def check() -> None:
    """Raises where no window can be shown.

    Raises:
        ReportedError: says what is missing and what helps.
    """
    if sys.version_info < (3, 12) and loses_references():
        raise ReportedError("this version of PySide6 ends Python 3.11 after a while, since it counts on what "
                            "Python has from 3.12 on; this helps: pip install 'PySide6-Essentials<6.12'")
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        raise ReportedError("there is no screen for a window: neither DISPLAY nor WAYLAND_DISPLAY is set")
    if platform.startswith("xcb") or (not platform and not os.environ.get("WAYLAND_DISPLAY")):
        _load_plugin("libqxcb.so")


def loses_references() -> bool:
    """Whether calls of Qt that return nothing take a reference to None away, as those of PySide6 6.12.0 do: after
    some ten thousand of them Python would end the program."""
    from PySide6.QtCore import QTimer
    timer, calls = QTimer(), 50
    before = sys.getrefcount(None)
    for _ in range(calls):
        timer.stop()
    return sys.getrefcount(None) <= before - calls // 2


def _load_plugin(name: str) -> None:
    from PySide6.QtCore import QLibraryInfo
    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / name
    if not plugin.exists():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise ReportedError(f"a library of the system is missing ({error}); on Debian and Ubuntu this helps: "
                            f"apt-get install {' '.join(DEBIAN_PACKAGES)}") from None
