"""The dialog with all options of a live capture: where, what, into which file, and when it ends."""
from __future__ import annotations

import os
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from analyzer.errors import UsageError
from analyzer.live.session import BACKENDS
from analyzer.live.settings import BUFFER_MIB, LARGEST_PACKET
from analyzer.live.settings import Settings as CaptureSettings
from gui.live_choice import LiveChoice
from gui.live_plan import NO_FILE, Plan
from gui.views.capture_filter import CaptureFilter
from gui.views.capture_panel import RightsBar
from gui.views.interface_list import InterfaceList

FIRST_SIZE = (820, 640)
MEGABYTE = 1_000_000
MOST = 1_000_000_000
PATTERN = "*.pcapng"


class CaptureDialog(QDialog):
    """`agreed` brings the Plan that is to be carried out."""
    agreed = Signal(object)

    def __init__(self, plan: Plan | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Capture options"))
        self.interfaces, self.filter, self.rights = InterfaceList(self), CaptureFilter(self), RightsBar(self)
        self.choice = LiveChoice(self.interfaces, self.filter)
        self.file, self.fault = QLineEdit(self), QLabel(self)
        self.promiscuous = QCheckBox(self.tr("&Promiscuous: also frames for other machines"), self)
        self.backend = QComboBox(self)
        self.backend.addItems(BACKENDS)
        self.snaplen = self._number(self.tr("all"), LARGEST_PACKET - 1, self.tr(" bytes of each packet"))
        self.buffer = self._number("", 2048, self.tr(" MiB for each interface"))
        self.buffer.setMinimum(1)
        self.buffer.setValue(BUFFER_MIB)
        self.promiscuous.setChecked(True)
        self.rotate_size = self._number(self.tr("never"), MOST // MEGABYTE, self.tr(" MB"))
        self.rotate_seconds = self._number(self.tr("never"), MOST, self.tr(" seconds"))
        self.keep = self._number(self.tr("all"), 100_000, self.tr(" files"))
        self.packets = self._number(self.tr("never"), MOST, self.tr(" packets"))
        self.seconds = self._number(self.tr("never"), MOST, self.tr(" seconds"))
        self.most = self._number(self.tr("never"), MOST // MEGABYTE, self.tr(" MB"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self.buttons.addButton(self.tr("&Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._connect()
        if plan is not None:
            self.show_plan(plan)
        self.resize(*FIRST_SIZE)

    def _number(self, none: str, most: int, unit: str) -> QSpinBox:
        """A number; 0 is shown as `none`."""
        box = QSpinBox(self)
        box.setRange(0, most)
        box.setSpecialValueText(none)
        box.setSuffix(unit)
        box.setGroupSeparatorShown(True)
        return box

    def _lay_out(self) -> None:
        column, groups = QVBoxLayout(self), QHBoxLayout()
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setWordWrap(True)
        for widget in (self.rights, self.interfaces, self.filter):
            column.addWidget(widget, 1 if widget is self.interfaces else 0)
        column.addWidget(self.promiscuous)
        for title, rows in (
                (self.tr("File"), ((self.tr("&Keep in:"), self._file_row()),
                                   (self.tr("New file after:"), self.rotate_size), (self.tr("or after:"),
                                                                                    self.rotate_seconds),
                                   (self.tr("Keep the last:"), self.keep))),
                (self.tr("End by itself after"), ((self.tr("Packets:"), self.packets), (self.tr("Time:"), self.seconds),
                                                  (self.tr("Size:"), self.most))),
                (self.tr("How"), ((self.tr("Keep:"), self.snaplen), (self.tr("Buffer:"), self.buffer),
                                  (self.tr("Captured by:"), self.backend)))):
            groups.addWidget(self._group(title, rows), 1)
        column.addLayout(groups)
        column.addWidget(self.fault)
        column.addWidget(self.buttons)

    def _group(self, title: str, rows: tuple[tuple[str, QWidget], ...]) -> QGroupBox:
        group = QGroupBox(title, self)
        form = QFormLayout(group)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, widget in rows:
            form.addRow(name, widget)
        return group

    def _file_row(self) -> QWidget:
        row, browse = QWidget(self), QPushButton("…", self)
        self.file.setPlaceholderText(self.tr("asked for at the end"))
        self.file.setAccessibleName(self.tr("File"))
        browse.setMaximumWidth(32)
        browse.setAutoDefault(False)
        browse.setAccessibleName(self.tr("Choose the file"))
        browse.clicked.connect(self._browse)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.file, 1)
        layout.addWidget(browse)
        return row

    def _connect(self) -> None:
        self.choice.hindrance_changed.connect(self.rights.show_hindrance)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        self.interfaces.start_wanted.connect(self._agree)
        self.file.textChanged.connect(lambda _text: self._enable())
        self.finished.connect(lambda _result: self.choice.end())
        self._enable()

    def _enable(self) -> None:
        """A ring of files needs a name."""
        for box in (self.rotate_size, self.rotate_seconds, self.keep):
            box.setEnabled(bool(self.file.text().strip()))

    def _browse(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Keep the capture in"), self.file.text(),
                                              self.tr("Captures ({0})").format(PATTERN))
        if path:
            self.file.setText(path if "." in path.rpartition("/")[2] else f"{path}.pcapng")

    def show_plan(self, plan: Plan) -> None:
        """Fills in what was wanted last."""
        settings = plan.settings
        self.interfaces.choose(settings.interfaces)
        self.filter.edit.setText(settings.filter)
        self.promiscuous.setChecked(settings.promiscuous)
        self.snaplen.setValue(0 if settings.snaplen == LARGEST_PACKET else settings.snaplen)
        self.buffer.setValue(settings.buffer_mib)
        self.backend.setCurrentText(plan.backend)
        self.file.setText(plan.file)
        for box, value in ((self.rotate_size, settings.rotate_size // MEGABYTE), (self.packets, settings.packets),
                           (self.rotate_seconds, settings.rotate_seconds), (self.seconds, settings.seconds),
                           (self.keep, settings.keep), (self.most, settings.size // MEGABYTE)):
            box.setValue(value)

    def plan(self) -> Plan:
        """What is filled in.

        Raises:
            UsageError: where that can't be.
        """
        file = self.file.text().strip()
        settings = CaptureSettings(
            tuple(self.interfaces.chosen()), NO_FILE, self.filter.text,
            snaplen=self.snaplen.value() or LARGEST_PACKET, promiscuous=self.promiscuous.isChecked(),
            buffer_mib=self.buffer.value(), packets=self.packets.value(), seconds=self.seconds.value(),
            size=self.most.value() * MEGABYTE)
        if file:
            settings = replace(settings, rotate_size=self.rotate_size.value() * MEGABYTE, keep=self.keep.value(),
                               rotate_seconds=self.rotate_seconds.value())
        return Plan(settings, os.path.abspath(os.path.expanduser(file)) if file else "", self.backend.currentText())

    def _agree(self) -> None:
        try:
            plan = self.plan()
        except UsageError as error:
            self.fault.setText(str(error))
            return
        self.agreed.emit(plan)
        self.accept()
