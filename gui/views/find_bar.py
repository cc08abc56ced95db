"""The bar for finding packets, above the list: what, where, and how far the search is."""
from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from gui.finding import Search, What, Where
from gui.icons import icon


class FindBar(QWidget):
    """Hidden until something is to be found. `wanted`: 1 forwards, -1 backwards."""
    wanted = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.said = QLineEdit(self), QLabel(self)
        self.by_case = QCheckBox(self.tr("Case sensitive"), self)
        self.where = self._choice(self.tr("Where it is looked for"), {
            Where.LIST: self.tr("Packet list"), Where.DETAILS: self.tr("Packet details"),
            Where.BYTES: self.tr("Packet bytes")})
        self.what = self._choice(self.tr("What is looked for"), {
            What.TEXT: self.tr("String"), What.EXPRESSION: self.tr("Regular expression"),
            What.HEX: self.tr("Hex value"), What.FILTER: self.tr("Display filter")})
        self.next = self._button("down", self.tr("Find next (Ctrl+N, Enter)"), lambda: self.wanted.emit(1))
        self.previous = self._button("up", self.tr("Find previous (Ctrl+B, Shift+Enter)"), lambda: self.wanted.emit(-1))
        self.close_button = self._button("close", self.tr("Close (Esc)"), self.leave)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setAccessibleName(self.tr("What is looked for"))
        self.text.setPlaceholderText(self.tr("Find a packet"))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        for widget in (self.where, self.by_case, self.what, self.text, self.previous, self.next, self.said,
                       self.close_button):
            row.addWidget(widget, 1 if widget is self.text else 0)
        self.what.currentIndexChanged.connect(lambda _index: self._what_changed())
        self.text.textChanged.connect(lambda _text: self.said.clear())
        self.hide()

    def _choice(self, about: str, names: dict[What, str] | dict[Where, str]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(about)
        box.setToolTip(about)
        for value, name in names.items():
            box.addItem(name, value)
        return box

    def _button(self, name: str, about: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        button.setAutoRaise(True)
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.clicked.connect(act)
        return button

    def search(self) -> Search:
        """What is looked for."""
        return Search(self.text.text(), self.what.currentData(), self.where.currentData(), self.by_case.isChecked())

    def enter(self) -> None:
        """Shows the bar, with the cursor in it."""
        self.show()
        self.text.setFocus()
        self.text.selectAll()

    def leave(self) -> None:
        """Hides the bar."""
        self.hide()
        self.closed.emit()

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        for button in (self.next, self.previous, self.close_button):
            button.setIcon(icon(button.objectName()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _what_changed(self) -> None:
        """Text and expressions alone are looked for somewhere."""
        of_text = self.what.currentData() in (What.TEXT, What.EXPRESSION)
        self.where.setEnabled(of_text)
        self.by_case.setEnabled(of_text)
        self.said.clear()
