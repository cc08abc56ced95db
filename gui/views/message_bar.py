"""A bar above a list that says something and offers what can be done about it."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui.theme import colors


class MessageBar(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        """`kind`: `info`, `warning` or `error`."""
        super().__init__(parent)
        self._kind = kind
        self.setObjectName("bar")
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton(self)
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        self._act: Callable[[], None] | None = None
        self._button.clicked.connect(self._clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        for widget in (self._text, self._button, self._close):
            layout.addWidget(widget)
        self.recolor()
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, button: str = "", act: Callable[[], None] | None = None, closable: bool = True) -> None:
        """Shows a text, and a button for what can be done."""
        self._act = act
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._close.setVisible(closable)
        self.show()

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        ground, edge = colors().bars[self._kind]
        self.setStyleSheet(f"QFrame#bar {{ background: {ground.name()}; border: 1px solid {edge.name()}; "
                           f"border-left: 0; border-right: 0; }}")

    def _clicked(self) -> None:
        if self._act:
            self._act()
