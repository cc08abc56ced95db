"""RichText: shows rich text that the window made itself, or made safe; loads nothing and opens nothing."""
from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget


class RichText(QTextBrowser):
    """Links to packets (`packet:7`) are told by `packet_wanted`; what other links point to by `link_chosen`."""
    packet_wanted = Signal(int)     # rows count from 0
    link_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(8)
        self.anchorClicked.connect(self._clicked)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is loaded, whatever the text asks for: no file, nothing from the network."""
        return None

    def doSetSource(self, name: QUrl | str, kind: object = None) -> None:
        """Nothing is opened in place of the text."""

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() == "packet" and url.path().isdigit():
            self.packet_wanted.emit(int(url.path()) - 1)
        else:
            self.link_chosen.emit(url.toString())
