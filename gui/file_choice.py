"""Which captures are to be opened: those that are chosen in a dialog or dropped on the window."""
from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.settings import Settings

CAPTURES = "*.pcap *.pcapng *.cap *.ntar *.pcap.gz *.pcapng.gz *.cap.gz *.zst *.lz4"


class FileChoice(QObject):
    """Tells which file is wanted in this window, and which in further ones."""
    file_wanted = Signal(str)
    further_wanted = Signal(str)

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window

    def ask(self) -> None:
        """Asks for a capture, first of all in the folder of the last one."""
        recent = self._settings.recent
        folder = str(Path(recent[0]).parent) if recent else ""
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open a capture"), folder,
                                              self.tr("Captures ({0});;All files (*)").format(CAPTURES))
        if path:
            self.file_wanted.emit(path)

    def takes(self, data: QMimeData) -> bool:
        """Whether there are files among what is dragged."""
        return any(url.isLocalFile() for url in data.urls())

    def take(self, data: QMimeData) -> None:
        """Has what was dropped opened: the first file here, each other one in a window of its own."""
        paths = [os.path.normpath(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        for number, path in enumerate(paths):
            (self.further_wanted if number else self.file_wanted).emit(path)
