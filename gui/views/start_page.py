"""The start page: what to do when no capture is open."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCommandLinkButton, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.icons import icon
from gui.views.capture_panel import CapturePanel

SHOWN = 6
WIDEST, HIGHEST = 900, 560
"""Of the part for live captures."""


class StartPage(QWidget):
    """Offers to open a file, the files that were open before, and to capture live."""
    open_wanted = Signal()
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        picture = QLabel(self)
        picture.setPixmap(icon("pilotfish").pixmap(72, 72))
        title = QLabel(self.tr("Open a capture to see what servers said"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        title.setFont(font)
        hint = QLabel(self.tr("or drop a pcap or pcapng file here; it may be compressed (gzip, zstd, lz4)"), self)
        hint.setEnabled(False)
        self.button = QPushButton(self.tr("&Open a capture…"), self)
        self.button.setMinimumHeight(34)
        self.button.setMinimumWidth(200)
        self.button.clicked.connect(self.open_wanted)
        for widget in (picture, title, self.button, hint):
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._column.addSpacing(12)
        self._column.addLayout(self._recent)
        self.capture = CapturePanel(self)
        self.capture.setMaximumSize(WIDEST, HIGHEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(24)
        layout.addStretch(1)
        layout.addLayout(self._sides(), 6)
        layout.addStretch(1)

    def _sides(self) -> QHBoxLayout:
        """Files on the left, interfaces on the right."""
        left = QVBoxLayout()
        left.addStretch(1)
        left.addLayout(self._column)
        left.addStretch(2)
        sides = QHBoxLayout()
        sides.setSpacing(32)
        sides.addStretch(1)
        sides.addLayout(left)
        sides.addWidget(self.capture, 6)
        sides.addStretch(1)
        return sides

    def show_recent(self, paths: list[str]) -> None:
        """Lists the files that were open before."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for path in paths[:SHOWN]:
            link = QCommandLinkButton(Path(path).name.replace("&", "&&"), str(Path(path).parent), self)
            link.setIcon(icon("file"))
            link.setFixedWidth(460)
            link.clicked.connect(lambda _=False, path=path: self.file_wanted.emit(path))
            self._recent.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
