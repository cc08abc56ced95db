"""The window that follows a stream: what both sides said, page by page, in several forms, to be searched and saved."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dissectors.stream import Side
from gui.follow_text import How, Page
from gui.icons import icon
from gui.views.follow_page import FollowPage
from gui.views.message_bar import MessageBar
from gui.views.progress_strip import ProgressStrip

WAYS = (None, Side.CLIENT, Side.SERVER)
FIRST_SIZE = (900, 640)


class FollowWindow(QDialog):
    """Widgets alone; what they show is brought by others."""
    page_wanted = Signal(int)
    form_changed = Signal()
    find_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, title: str, forms: tuple[How, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(*FIRST_SIZE)
        self._forms = forms
        self.how, self.way, self.text = QComboBox(self), QComboBox(self), QLineEdit(self)
        self.page, self.where = FollowPage(self), QLabel(self)
        self.bar, self.progress = MessageBar("info", self), ProgressStrip(self)
        self.save = QPushButton(self.tr("&Save…"), self)
        self._turns = {name: self._turn(name, about) for name, about in (
            ("first", self.tr("First page (Ctrl+Home)")), ("previous", self.tr("Previous page (Page up at the top)")),
            ("next", self.tr("Next page (Page down at the end)")), ("last", self.tr("Last page (Ctrl+End)")))}
        self._number, self._count = 0, 1
        self._fill()
        self._lay_out()
        self._connect()
        self.recolor()

    def _turn(self, name: str, about: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setToolTip(about)
        button.setAccessibleName(about)
        return button

    def _fill(self) -> None:
        words = {How.DIALOGUE: self.tr("Dialogue"), How.TEXT: self.tr("Text"), How.HEX: self.tr("Hex dump"),
                 How.RAW: self.tr("Raw")}
        self.how.addItems([words[how] for how in self._forms])
        self.way.addItems([self.tr("Both sides"), self.tr("Only the client (C)"), self.tr("Only the server (S)")])
        for box, about in ((self.how, self.tr("Form")), (self.way, self.tr("Which side is shown"))):
            box.setAccessibleName(about)
            box.setToolTip(about)
        self.text.setPlaceholderText(self.tr("Find a text, in any case of letters (Enter)"))
        self.text.setAccessibleName(self.tr("Text to be found"))
        self.text.setClearButtonEnabled(True)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 4)
        for widget in (self.how, self.way):
            top.addWidget(widget)
        top.addWidget(self.text, 1)
        top.addWidget(self.save)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(8, 2, 8, 6)
        bottom.addWidget(self.where, 1)
        for button in self._turns.values():
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self.progress)
        layout.addWidget(self.page, 1)
        layout.addLayout(bottom)
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(False)    # Enter finds

    def _connect(self) -> None:
        for box in (self.how, self.way):
            box.activated.connect(lambda _index: self.form_changed.emit())
        self.text.returnPressed.connect(lambda: self.find_wanted.emit(self.text.text()))
        self.save.clicked.connect(self.save_wanted)
        targets = {"first": lambda: 0, "previous": lambda: self._number - 1, "next": lambda: self._number + 1,
                   "last": lambda: self._count - 1}
        for name, target in targets.items():
            self._turns[name].clicked.connect(lambda _=False, target=target: self._want(target()))
        self.page.turn_wanted.connect(lambda step: self._want(self._number + step))
        for keys, act in (("Ctrl+F", self.text.setFocus), ("Ctrl+N", self._find_on), ("F3", self._find_on),
                          ("Ctrl+Home", self._turns["first"].click), ("Ctrl+End", self._turns["last"].click)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _find_on(self) -> None:
        self.find_wanted.emit(self.text.text())

    def _want(self, number: int) -> None:
        if 0 <= number < self._count and number != self._number:
            self.page_wanted.emit(number)

    @property
    def chosen_form(self) -> tuple[How, Side | None]:
        """The form, and the side that is shown, None for both."""
        return self._forms[self.how.currentIndex()], WAYS[self.way.currentIndex()]

    def show_page(self, page: Page, text: str) -> None:
        """Shows a page; lights what was found on it."""
        goes_back = page.number == self._number - 1 and page.found is None
        self._number, self._count = page.number, page.count
        self.page.show_lines(page.lines, goes_back)
        if page.found is not None:
            self.page.light(page.found, text)
        self.where.setText(self.tr("Page {0:,} of {1:,}").format(page.number + 1, page.count))
        for name, usable in (("first", page.number > 0), ("previous", page.number > 0),
                             ("next", page.number + 1 < page.count), ("last", page.number + 1 < page.count)):
            self._turns[name].setEnabled(usable)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        for name, shape in (("first", "first"), ("previous", "previous"), ("next", "next"), ("last", "last")):
            self._turns[name].setIcon(icon(shape))
        self.save.setIcon(icon("save"))
        self.bar.recolor()
        self.page.recolor()
