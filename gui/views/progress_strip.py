"""A strip that says how far some work is, with a button that gives it up."""
from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget


class ProgressStrip(QWidget):
    """Hidden while there is no such work."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.bar, self.cancel = QLabel(self), QProgressBar(self), QToolButton(self)
        self.bar.setMaximumHeight(12)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.addWidget(self.text)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()

    def show_progress(self, done: int, total: int, text: str) -> None:
        """So much of the work is done; a total of 0 is not known."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.text.setText(text)
        self.show()
