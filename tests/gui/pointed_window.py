"""The application as a program of its own that also says where its parts are, for a test that points at them.

A line on standard input names a part, `button TEXT` or `row N of NAME`; the answer is a line with x and y on the
screen, or an empty one where it is not to be seen. `window TITLE` is answered by the window's number. Nothing else is
done for the test: keys and clicks come from the display.
"""
from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication

from gui.app import make_application
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.theme import Appearance
from gui.timing import Timing


class Pointer(QObject):
    """Answers on the window's thread what another one reads."""
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.asked.emit(line.rstrip("\n"))

    def _answer(self, part: str) -> None:
        if part.startswith("window "):
            print(*window_of(part.removeprefix("window ")), flush=True)
            return
        point = place_of(part)
        print(f"{point.x()} {point.y()}" if point is not None else "", flush=True)


def window_of(title: str) -> list[int]:
    """The number of the visible window whose title begins so; that without a capture has none."""
    return [int(widget.winId()) for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget.windowTitle().startswith(title)][:1]


def place_of(part: str) -> QPoint | None:
    """Where the middle of a part is on the screen."""
    kind, _, name = part.partition(" ")
    for widget in QApplication.allWidgets():
        if not widget.isVisible():
            continue
        if kind == "button" and isinstance(widget, QAbstractButton) and widget.text().replace("&", "") == name:
            return widget.mapToGlobal(widget.rect().center()) if widget.isEnabled() else None
        number, _, table = name.partition(" of ")
        if kind == "row" and isinstance(widget, QAbstractItemView) and widget.accessibleName() == table:
            index = widget.model().index(int(number), 2)
            if index.isValid():
                return widget.viewport().mapToGlobal(widget.visualRect(index).center())
    return None


if __name__ == "__main__":
    app = make_application(Appearance.LIGHT)
    window = MainWindow(Settings(), Timing(app))
    pointer = Pointer()
    window.show()
    sys.exit(app.exec())
