"""The menu of time formats, as Wireshark's: ties it to the packet list and to the settings."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui.packet_columns import Column
from gui.packet_times import TimeFormat
from gui.settings import Settings
from gui.workspace import Workspace

Choice = TypeVar("Choice")
DIGITS = (None, 0, 1, 2, 3, 4, 5, 6, 9)
"""Digits behind the point; None: as the capture has them."""


class TimeControl(QObject):
    """`menu` has formats and precisions."""

    def __init__(self, workspace: Workspace, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._settings = workspace, settings
        self.menu = QMenu(self.tr("&Time display format"), window)
        self._clock = settings.time_format
        keys = iter(range(1, 10))
        formats = self._names()
        self._fill(formats, self._clock[0], lambda form: self.use(form, self._clock[1]),
                   {form: f"Ctrl+Alt+{next(keys)}" for form in formats if "day of year" not in form.value})
        self.menu.addSeparator()
        self._fill({digits: self._precision(digits) for digits in DIGITS}, self._clock[1],
                   lambda digits: self.use(self._clock[0], digits), {})
        window.addActions(self.menu.actions())
        self.use(*self._clock)

    def use(self, form: TimeFormat, digits: int | None) -> None:
        """Shows times so from now on."""
        self._clock = self._settings.time_format = form, digits
        self._space.packets.set_clock(form, digits)
        if self._space.panes.fitted:
            self._space.panes.packet_list.fit_column(Column.TIME)

    def _fill(self, choices: Mapping[Choice, str], present: Choice, choose: Callable[[Choice], None],
              keys: Mapping[Choice, str]) -> None:
        group = QActionGroup(self)
        for choice, name in choices.items():
            action = QAction(name, self)
            action.setCheckable(True)
            action.setChecked(choice == present)
            action.setShortcut(QKeySequence(keys.get(choice, "")))
            action.triggered.connect(lambda _=False, choice=choice: choose(choice))
            group.addAction(action)
            self.menu.addAction(action)

    def _names(self) -> dict[TimeFormat, str]:
        return {
            TimeFormat.DATE: self.tr("Date and Time of Day"), TimeFormat.DAY_OF_YEAR: self.tr(
                "Year, Day of Year, and Time of Day"), TimeFormat.TIME_OF_DAY: self.tr("Time of Day"),
            TimeFormat.EPOCH: self.tr("Seconds Since 1970-01-01"),
            TimeFormat.SINCE_FIRST: self.tr("Seconds Since First Captured Packet"),
            TimeFormat.SINCE_CAPTURED: self.tr("Seconds Since Previous Captured Packet"),
            TimeFormat.SINCE_DISPLAYED: self.tr("Seconds Since Previous Displayed Packet"),
            TimeFormat.UTC_DATE: self.tr("UTC Date and Time of Day"), TimeFormat.UTC_DAY_OF_YEAR: self.tr(
                "UTC Year, Day of Year, and Time of Day"), TimeFormat.UTC_TIME_OF_DAY: self.tr("UTC Time of Day")}

    def _precision(self, digits: int | None) -> str:
        if digits is None:
            return self.tr("Automatic (as the capture has it)")
        return {0: self.tr("Seconds"), 3: self.tr("Milliseconds"), 6: self.tr("Microseconds"),
                9: self.tr("Nanoseconds")}.get(digits, self.tr("{0} digits of a second").format(digits))
