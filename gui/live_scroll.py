"""Autoscroll: a list that grows stays at its end, until somebody scrolls up; at the end it takes hold again."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractScrollArea


class Autoscroll(QObject):
    """Of one list; does nothing unless it is `active`."""
    holds_changed = Signal(bool)

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._bar = area.verticalScrollBar()
        self.active, self.holds = False, True
        self._bar.valueChanged.connect(self._scrolled)
        self._bar.rangeChanged.connect(self._grown)

    def set_active(self, active: bool) -> None:
        """Begins at the end of the list, or ends."""
        self.active = active
        if active:
            self.set_holds(True)

    def set_holds(self, holds: bool) -> None:
        """Goes to the end and stays there, or lets go."""
        if holds:
            self._bar.setValue(self._bar.maximum())
        if holds != self.holds:
            self.holds = holds
            self.holds_changed.emit(holds)

    def _scrolled(self, value: int) -> None:
        if self.active:
            self.set_holds(value >= self._bar.maximum())

    def _grown(self, _least: int, most: int) -> None:
        if self.active and self.holds:
            self._bar.setValue(most)
