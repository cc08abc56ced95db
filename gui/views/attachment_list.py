"""The attachments of an email, to be saved; hidden where there are none."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dissectors.mime import Part
from gui.icons import icon
from gui.models.flows import size_text
from gui.text import plain

LINES = 4
MOST_LISTED = 200
PART = Qt.ItemDataRole.UserRole


class AttachmentList(QWidget):
    """A line an attachment."""
    save_wanted = Signal(object)
    save_all_wanted = Signal()
    open_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = QListWidget(self)
        self.files.setAccessibleName(self.tr("Attachments"))
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.files.setUniformItemSizes(True)
        self.files.setToolTip(self.tr("Saved with a name that is safe; opened only after a warning"))
        self.save, self.save_all = QPushButton(self.tr("&Save…"), self), QPushButton(self.tr("Save &all…"), self)
        self.open = QPushButton(self.tr("&Open…"), self)
        self.open.setToolTip(self.tr("Only documents, and only after a warning"))
        self.save.clicked.connect(lambda: self._tell_current(self.save_wanted))
        self.open.clicked.connect(lambda: self._tell_current(self.open_wanted))
        self.save_all.clicked.connect(self.save_all_wanted)
        self.files.itemActivated.connect(lambda _item: self._tell_current(self.save_wanted))
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(4)
        for button in (self.open, self.save):
            first.addWidget(button)
        buttons.addLayout(first)
        buttons.addWidget(self.save_all)
        buttons.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self.files, 1)
        layout.addLayout(buttons)
        self.recolor()
        self.hide()

    def show_files(self, parts: Sequence[Part], sizes: Sequence[int]) -> None:
        """Shows the attachments of another email with their sizes."""
        self.files.clear()
        shape = icon("file")
        for part, size in list(zip(parts, sizes, strict=True))[:MOST_LISTED]:
            name = plain(part.filename or self.tr("without a name"))
            item = QListWidgetItem(shape, f"{name}   {plain(part.content_type)}, {size_text(size)}")
            item.setData(PART, part)
            self.files.addItem(item)
        if len(parts) > MOST_LISTED:
            self.files.addItem(self.tr("and {0:,} more; “Save all…” writes them too").format(len(parts) - MOST_LISTED))
        row = max(self.files.sizeHintForRow(0), self.fontMetrics().height())
        buttons = 2 * self.save.sizeHint().height() + 4
        self.files.setFixedHeight(max(row * min(len(parts), LINES) + 2 * self.files.frameWidth(), buttons))
        self.save_all.setVisible(len(parts) > 1)
        self.setVisible(bool(parts))
        if parts:
            self.files.setCurrentRow(0)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.save.setIcon(icon("save"))

    def _tell_current(self, wanted: SignalInstance) -> None:
        item = self.files.currentItem()
        if item is not None and item.data(PART) is not None:
            wanted.emit(item.data(PART))
