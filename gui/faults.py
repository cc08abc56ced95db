"""Faults: an unexpected error gives a dialog with what helps to mend it; the window goes on."""
from __future__ import annotations

import sys
import traceback
from types import TracebackType

from PySide6.QtWidgets import QApplication, QMessageBox


class Faults:
    """Stands in for sys.excepthook. The same fault is shown once; one dialog at a time."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._box: QMessageBox | None = None

    def __call__(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, fault, trace))
        if text in self._seen:
            return
        self._seen.add(text)
        print(text, file=sys.stderr)
        if self._box is None:
            self._show(text)

    def _show(self, text: str) -> None:
        self._box = QMessageBox(
            QMessageBox.Icon.Warning, "pilotfish",
            QApplication.translate("faults", "Something went wrong that should not. The window can be used further; "
                                             "the details help to mend it."),
            QMessageBox.StandardButton.Close)
        self._box.setDetailedText(text)
        self._box.finished.connect(self._closed)
        self._box.open()

    def _closed(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
