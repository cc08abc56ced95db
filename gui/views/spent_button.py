"""The profile in the status bar: how long opening took, and when it is clicked, what took how long."""
from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QToolButton, QWidget

from analyzer.export.moments import span
from gui.spent import OPENING, READING, Part, Spent
from gui.views.escaped import table, value

MOST_PARTS = 20


class SpentButton(QToolButton):
    """Hidden until a capture was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setAccessibleName(self.tr("Time spent"))
        self._spent: Spent | None = None
        self.clicked.connect(self._open)
        self.hide()

    def show_spent(self, spent: Spent | None) -> None:
        """Shows how long a capture took to be read; None for none."""
        self._spent = spent
        until = spent.until_read if spent is not None else None
        self.setVisible(until is not None)
        if until is not None:
            self.setText(self.tr("read in {0}").format(_time(until)))
            self.setToolTip(self.tr("Click to see what took how long"))

    def told(self) -> str:
        """What took how long, as rich text."""
        assert self._spent is not None and self._spent.until_read is not None
        parts = self._spent.parts()
        opening = [part for part in parts if part.kind in (OPENING, READING)]
        others = [part for part in parts if part.kind not in (OPENING, READING)][:MOST_PARTS]
        head = (self.tr("Work"), self.tr("Time"), self.tr("Processor"), self.tr("Steps"))
        words = self.tr("From opening to the last packet it took {0}. Of this:").format(_time(self._spent.until_read))
        since = self.tr("Other work on this capture so far, in the same thread:")
        return (f"<p>{words}</p>{table(self._rows(opening), head)}"
                + (f"<p>{since}</p>{table(self._rows(others), head)}" if others else ""))

    def _rows(self, parts: list[Part]) -> Iterator[tuple[str, str, str, str]]:
        words = self._words()
        for part in parts:
            yield (value(words.get(part.kind, part.kind)), _time(part.wall), _time(part.processor), f"{part.steps:,}")

    def _words(self) -> dict[str, str]:
        return {
            OPENING: self.tr("Opening the file"), READING: self.tr("Reading packets, flows and services"),
            "texts": self.tr("Protocols and infos of the rows in sight"), "nodes": self.tr("Fields of chosen packets"),
            "flow": self.tr("Packets of a flow"), "dialogue": self.tr("Dialogues"),
            "filter": self.tr("Filtering"), "filter check": self.tr("Checking filters"),
            "filter names": self.tr("Names of fields for filters"), "colors": self.tr("Colouring rules"),
            "overview": self.tr("Colours beside the scroll bar"),
            "dns": self.tr("Pairing DNS messages"), "dns list": self.tr("Sorting and filtering DNS"),
            "mail": self.tr("Reading mail"), "mail list": self.tr("Sorting and filtering mail"),
            "mail reading": self.tr("Mails that were read"), "mail journey": self.tr("Journeys of mails"),
            "flows": self.tr("The Flows tab"), "flow list": self.tr("Sorting and filtering flows"),
            "flow row": self.tr("Figures of chosen flows"), "flow traffic": self.tr("Bytes over time of flows"),
            "statistics": self.tr("Statistics"), "export": self.tr("Exports of mail"), "save": self.tr("Saving")}

    def _open(self) -> None:
        if self._spent is None:
            return
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Time spent"), self.told(),
                          QMessageBox.StandardButton.Close, self.window())
        box.setTextFormat(Qt.TextFormat.RichText)
        box.finished.connect(box.deleteLater)
        box.open()


def _time(seconds: float) -> str:
    return span(round(seconds * 1_000_000_000))
