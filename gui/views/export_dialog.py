"""The dialog for exporting emails: which, in which form, and where to."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from analyzer.export.mail import Kind
from gui.mail_steps import ExportWish

KINDS: tuple[Kind, ...] = ("eml", "mbox", "maildir")


class ExportDialog(QDialog):
    """Tells what is wished for by `wished`, when the user agrees."""
    wished = Signal(object)     # ExportWish

    def __init__(self, everything: list[int], listed: list[int], selected: list[int], folder: str,
                 parent: QWidget | None = None) -> None:
        """The numbers of emails that can be chosen; a choice that is the same as one before it is not offered."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export emails"))
        self.which, self.kinds = QButtonGroup(self), QButtonGroup(self)
        self._choices: list[list[int]] = []
        self.attachments = QCheckBox(self.tr("Write their &attachments as files too"), self)
        self.folder, self.browse = QLineEdit(folder, self), QPushButton(self.tr("&Browse…"), self)
        self.folder.setMinimumWidth(380)
        self.browse.clicked.connect(self._ask_folder)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._export = self.buttons.addButton(self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.wished.emit(self.wish()))
        self.folder.textChanged.connect(lambda text: self._export.setEnabled(bool(text.strip())))
        self._lay_out(self._which(everything, listed, selected), self._forms())

    def _lay_out(self, which: QWidget, forms: QWidget) -> None:
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.browse)
        note = QLabel(self.tr("The emails are written as they were transferred, with a list of all files "
                              "(manifest.jsonl). Names are made safe; nothing in the folder is overwritten."), self)
        note.setWordWrap(True)
        note.setEnabled(False)
        form = QFormLayout(self)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.setVerticalSpacing(12)
        form.addRow(self.tr("Which:"), which)
        form.addRow(self.tr("Form:"), forms)
        form.addRow("", self.attachments)
        label = QLabel(self.tr("&Folder:"), self)
        label.setBuddy(self.folder)
        form.addRow(label, where)
        form.addRow(note)
        form.addRow(self.buttons)

    def _which(self, everything: list[int], listed: list[int], selected: list[int]) -> QWidget:
        found: list[str] = []
        for text, numbers in ((self.tr("&All emails ({0:,})"), everything), (self.tr("Those &listed ({0:,})"), listed),
                              (self.tr("Those &selected ({0:,})"), selected)):
            if numbers and sorted(numbers) not in map(sorted, self._choices):
                self._choices.append(numbers)
                found.append(text.format(len(numbers)))
        several = len(selected) > 1
        return self._group(self.which, found, len(found) - 1 if several else 0)

    def _forms(self) -> QWidget:
        return self._group(self.kinds, [
            self.tr("A file each (.&eml), which mail programs open"),
            self.tr("One file for all (&mbox), for mail programs and scripts"),
            self.tr("A Mail&dir, the folder of many mail servers")], 0)

    def _group(self, group: QButtonGroup, texts: list[str], chosen: int) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        for number, text in enumerate(texts):
            button = QRadioButton(text, box)
            button.setChecked(number == chosen)
            group.addButton(button, number)
            column.addWidget(button)
        return box

    def wish(self) -> ExportWish:
        """What is chosen."""
        return ExportWish(self._choices[self.which.checkedId()], KINDS[self.kinds.checkedId()],
                          self.attachments.isChecked(), self.folder.text().strip())

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export emails into"), self.folder.text())
        if folder:
            self.folder.setText(folder)
