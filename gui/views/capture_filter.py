"""The line for a capture filter: it says whether libpcap understands the filter, and has examples."""
from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from analyzer.live.settings import LONGEST_FILTER
from gui.icons import icon
from gui.live_questions import FilterVerdict
from gui.text import plain
from gui.views.checked_edit import CheckedEdit, Look


class CaptureFilter(QWidget):
    """Widgets alone; the verdict is brought by others."""
    check_wanted = Signal(str)
    start_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = CheckedEdit(LONGEST_FILTER, self.tr("Capture filter"),
                                self.tr("Capture filter, such as port 53"), self)
        self.edit.setToolTip(self.tr("In libpcap's language (man pcap-filter); what it rejects is never seen"))
        self.examples, self.message = QToolButton(self), QLabel(self)
        self.examples.setIcon(icon("bookmark"))
        self.examples.setIconSize(QSize(16, 16))
        self.examples.setAutoRaise(True)
        self.examples.setToolTip(self.tr("Examples"))
        self.examples.setAccessibleName(self.tr("Examples of capture filters"))
        self.examples.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.examples.setMenu(self._menu())
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.hide()
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(2)
        row.addWidget(self.examples)
        row.addWidget(self.edit, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.message)
        self.edit.check_wanted.connect(self.check_wanted)
        self.edit.returnPressed.connect(self.start_wanted)
        self.edit.textChanged.connect(lambda _text: self._say(""))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for name, text in (
                (self.tr("Lookups"), "port 53 or port 5353 or port 5355"),
                (self.tr("Mail"), "tcp port 25 or 587 or 465 or 110 or 995 or 143 or 993"),
                (self.tr("Lookups and mail in clear text"), "port 53 or tcp port 25 or 587 or 110 or 143"),
                (self.tr("One machine"), "host 192.0.2.1"), (self.tr("A network"), "net 192.0.2.0/24"),
                (self.tr("All but one's own SSH"), "not tcp port 22")):
            menu.addAction(f"{name}: {text}").triggered.connect(lambda _=False, text=text: self.edit.setText(text))
        return menu

    @property
    def text(self) -> str:
        """The filter."""
        return self.edit.text().strip()

    def show_verdict(self, verdict: FilterVerdict) -> None:
        """Says what is known of the filter; what is known of another text is not told."""
        if verdict.text != self.edit.text():
            return
        self._say(plain(verdict.fault or verdict.doubt))
        self.edit.show_look(Look.FAULTY if verdict.fault else Look.DOUBTFUL if verdict.doubt else Look.VALID)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.edit.recolor()
        self.examples.setIcon(icon("bookmark"))

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
