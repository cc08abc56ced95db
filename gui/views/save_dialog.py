"""The dialog that asks which packets are to be saved, and in which form."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from analyzer.capture.writer import COMPRESSIONS, FORMATS, Form
from analyzer.columns import Array
from analyzer.errors import UsageError
from gui.saving import Which, rows_in


class SaveDialog(QDialog):
    """Tells the rows and the form when they are agreed to."""
    agreed = Signal(object, object)

    def __init__(self, rows: Mapping[Which, Array], total: int, form: Form, loses: Callable[[Form], str],
                 parent: QWidget | None = None) -> None:
        """`rows`: what each choice means; `loses`: what a file of a form can't hold, "" for nothing."""
        super().__init__(parent)
        self._rows, self._total, self._loses = rows, total, loses
        self.which, self.range = QButtonGroup(self), QLineEdit(self)
        self.format, self.compression = QComboBox(self), QComboBox(self)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        self.format.addItems(list(FORMATS))
        self.compression.addItems([self.tr("none"), *COMPRESSIONS])
        self.format.setCurrentText(form.format)
        self.compression.setCurrentText(form.compression or self.tr("none"))
        column = QVBoxLayout(self)
        column.addWidget(self._packets())
        column.addWidget(self._form())
        column.addWidget(self.note)
        column.addStretch()
        column.addWidget(self.buttons)
        for changed in (self.which.idToggled, self.range.textChanged, self.format.currentIndexChanged,
                        self.compression.currentIndexChanged):
            changed.connect(lambda *_: self._check())
        self._check()
        self.setMinimumWidth(420)

    def choose(self, which: Which) -> None:
        """Chooses which packets are meant."""
        self.which.button(list(Which).index(which)).setChecked(True)

    def form(self) -> Form:
        """What kind of file is wished for."""
        number = self.compression.currentIndex()
        return Form(self.format.currentText(), COMPRESSIONS[number - 1] if number else None)

    def rows(self) -> Array:
        """The packets that are chosen.

        Raises:
            UsageError: where the range can't be understood.
        """
        which = list(Which)[self.which.checkedId()]
        return rows_in(self.range.text(), self._total) if which is Which.RANGE else self._rows[which]

    def _packets(self) -> QGroupBox:
        box = QGroupBox(self.tr("Packets"), self)
        grid = QGridLayout(box)
        names = {Which.ALL: self.tr("&All packets"), Which.DISPLAYED: self.tr("&Displayed packets"),
                 Which.SELECTED: self.tr("&Selected packet"), Which.MARKED: self.tr("&Marked packets"),
                 Which.RANGE: self.tr("&Range")}
        for number, which in enumerate(Which):
            button = QRadioButton(names[which], box)
            self.which.addButton(button, number)
            grid.addWidget(button, number, 0)
            if which is Which.RANGE:
                grid.addWidget(self.range, number, 1)
                continue
            button.setEnabled(len(self._rows[which]) > 0)
            grid.addWidget(QLabel(f"{len(self._rows[which]):,}", box), number, 1)
        self.range.setPlaceholderText("1-20, 40")
        self.range.setAccessibleName(self.tr("Range of packets"))
        self.range.textEdited.connect(lambda _text: self.choose(Which.RANGE))
        self.which.button(0).setChecked(True)
        grid.setColumnStretch(1, 1)
        return box

    def _form(self) -> QGroupBox:
        box = QGroupBox(self.tr("File"), self)
        rows = QFormLayout(box)
        rows.addRow(self.tr("&Format:"), self.format)
        rows.addRow(self.tr("&Compression:"), self.compression)
        return box

    def _check(self) -> None:
        """Says what is wrong, or what the file can't hold."""
        try:
            said = "" if len(self.rows()) else self.tr("There is no such packet.")
        except UsageError as fault:
            said = str(fault) if self.range.text() else self.tr("Which packets?")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not said)
        self.note.setText(said or self._loses(self.form()))

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit(self.rows(), self.form())
