"""All windows of the application: each has a capture of its own."""
from __future__ import annotations

from PySide6.QtCore import QObject, QPoint

from gui.main_window import MainWindow
from gui.settings import Settings
from gui.timing import Timing

STEP = QPoint(32, 32)
"""So far a further window stands from the one before it."""


class Windows(QObject):
    """Opens windows, and keeps them until they are closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.windows: list[MainWindow] = []

    def open(self, path: str = "", timing: Timing | None = None) -> MainWindow:
        """Opens a window, with a capture if one is named."""
        window = MainWindow(Settings(), timing)
        if self.windows:
            window.resize(self.windows[-1].size())
            window.move(self.windows[-1].pos() + STEP)
        self.windows.append(window)
        window.window_wanted.connect(self.open)
        window.closed.connect(lambda: self._forget(window))
        window.show()
        if path:
            window.open_file(path)
        return window

    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()
