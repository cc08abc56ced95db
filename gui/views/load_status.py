"""What the status bar says: where one is, what is selected, how much there is, and how far reading is, with a way to
stop it; and then how long it took."""
from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from gui.views.spent_button import SpentButton

STEPS = 1_000


class LoadStatus(QWidget):
    """Selection, counts, progress and a Cancel button, time spent; `where` is a label elsewhere in the bar."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.where = QLabel()
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.selected, self.counts, self.spent = QLabel(self), QLabel(self), SpentButton(self)
        self.bar = QProgressBar(self)
        self.bar.setFixedWidth(160)
        self.bar.setMaximumHeight(16)
        self.cancel = QToolButton(self)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(16)
        for widget in (self.bar, self.cancel, self.selected, self.counts, self.spent):
            layout.addWidget(widget)
        self.finish()

    def start(self, name: str) -> None:
        """A file is being opened: how long that takes is not known."""
        self.where.setText(self.tr("Opening {0}…").format(name))
        self.bar.setRange(0, 0)
        self._show_bar(True)

    def show_progress(self, share: float, name: str) -> None:
        """So much of the file is read, from 0 to 1."""
        self.bar.setRange(0, STEPS)
        self.bar.setValue(int(share * STEPS))
        self.bar.setToolTip(self.tr("Reading {0}").format(name))
        self._show_bar(True)

    def show_counts(self, text: str) -> None:
        """How much there is."""
        self.counts.setText(text)

    def finish(self) -> None:
        """Reading has ended."""
        self.where.clear()
        self._show_bar(False)

    def clear(self) -> None:
        """No file is open."""
        self.finish()
        self.counts.clear()
        self.selected.clear()
        self.spent.show_spent(None)

    def _show_bar(self, shown: bool) -> None:
        self.bar.setVisible(shown)
        self.cancel.setVisible(shown)
