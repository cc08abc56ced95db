"""A filter bar: a line of text and choices, which tells its change when the typing pauses."""
from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

TYPING_MS = 200
"""After so long without a key the filter is applied."""


class FilterBar(QWidget):
    """A text and choices; the first of each choice is everything."""
    changed = Signal()

    def __init__(self, hint: str, tip: str, choices: dict[str, str], parent: QWidget | None = None) -> None:
        """`choices`: by name what each is about."""
        super().__init__(parent)
        self.text, self.count = QLineEdit(self), QLabel(self)
        self.text.setPlaceholderText(hint)
        self.text.setToolTip(tip)
        self.text.setAccessibleName(hint)
        self.text.setClearButtonEnabled(True)
        self.boxes: dict[str, QComboBox] = {}
        self._values: dict[str, list[object]] = {name: [None] for name in choices}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._typing.start())
        self.text.returnPressed.connect(self.apply)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(self.text, 1)
        for name, about in choices.items():
            box = self.boxes[name] = QComboBox(self)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setAccessibleName(about)
            box.setToolTip(about)
            box.activated.connect(lambda _index: self.apply())
            row.addWidget(box)
        row.addWidget(self.count)

    def add(self, widget: QWidget) -> None:
        """Puts something at the end of the bar."""
        self._row.addWidget(widget)

    def apply(self) -> None:
        """Tells the change at once."""
        self._typing.stop()
        self.changed.emit()

    def fill(self, name: str, everything: str, entries: list[tuple[object, str, int]]) -> None:
        """Offers values with their words and how often each occurs; what is chosen stays so where it still occurs."""
        box, chosen = self.boxes[name], self.chosen(name)
        if box.view().isVisible():
            return      # somebody is about to choose
        self._values[name] = [None, *(value for value, _, _ in entries)]
        box.clear()
        box.addItem(everything)
        box.addItems([f"{word} ({count:,})" for _, word, count in entries])
        box.setCurrentIndex(self._values[name].index(chosen) if chosen in self._values[name] else 0)
        box.setEnabled(len(entries) > 1)

    def chosen(self, name: str) -> object:
        """The value that is chosen; None for everything."""
        return self._values[name][max(self.boxes[name].currentIndex(), 0)]

    def is_set(self) -> bool:
        """Whether something is left out."""
        return bool(self.text.text()) or any(box.currentIndex() > 0 for box in self.boxes.values())

    def reset(self) -> None:
        """Takes all filters away, without telling."""
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        for box in self.boxes.values():
            box.setCurrentIndex(0)

    def show_count(self, listed: int, total: int, one: str, several: str) -> None:
        """Says how much is listed; `several` has a place for the number."""
        if listed != total:
            self.count.setText(self.tr("{0:,} of {1:,}").format(listed, total))
        else:
            self.count.setText(one if total == 1 else several.format(total))
