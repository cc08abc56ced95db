"""The part of the start page that starts a live capture: interfaces, capture filter, and what is in the way."""
from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.icons import icon
from gui.live_choice import LiveChoice
from gui.views.capture_filter import CaptureFilter
from gui.views.interface_list import InterfaceList
from gui.views.message_bar import MessageBar

_COMMAND = re.compile(r"([^`]*); `([^`]+)` ([^`]*)")
"""Why nobody may capture, the command that helps, and what it does, as `analyzer.live.advice` puts them."""


class RightsBar(MessageBar):
    """Says why nobody may capture here, and has the one command that helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning", parent)

    def show_hindrance(self, hindrance: str) -> None:
        """Shows a reason, and a command in backquotes with what it does; hides where there is none."""
        self.setVisible(bool(hindrance))
        found = _COMMAND.fullmatch(hindrance)
        if found:
            why, command, does = found.groups()
            self.say(self.tr("Capturing is not possible: {0}. This command {1}:\n{2}").format(why, does, command),
                     self.tr("Copy the command"), lambda: QApplication.clipboard().setText(command), closable=False)
        elif hindrance:
            self.say(self.tr("Capturing is not possible: {0}.").format(hindrance), closable=False)


class CapturePanel(QWidget):
    """`start_wanted` brings interfaces and filter; `options_wanted` too, for the dialog that has all the rest."""
    start_wanted = Signal(list, str)
    options_wanted = Signal(list, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.interfaces, self.filter, self.rights = InterfaceList(self), CaptureFilter(self), RightsBar(self)
        self.choice = LiveChoice(self.interfaces, self.filter)
        self.start = QPushButton(self.tr("&Start capturing"), self)
        self.options = QPushButton(self.tr("O&ptions…"), self)
        self.start.setIcon(icon("capture"))
        title = QLabel(self.tr("Capture what servers say now"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        title.setFont(font)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.filter, 1)
        row.addWidget(self.start)
        row.addWidget(self.options)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (title, self.rights, self.interfaces):
            column.addWidget(widget, 1 if widget is self.interfaces else 0)
        column.addLayout(row)
        self.choice.hindrance_changed.connect(self.rights.show_hindrance)
        for signal in (self.start.clicked, self.interfaces.start_wanted, self.filter.start_wanted):
            signal.connect(lambda *_: self.start_wanted.emit(self.interfaces.chosen(), self.filter.text))
        self.options.clicked.connect(lambda: self.options_wanted.emit(self.interfaces.chosen(), self.filter.text))

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.rights.recolor()
        self.filter.recolor()
        self.start.setIcon(icon("capture"))
