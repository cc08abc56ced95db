"""What the Statistics tab shows of a session: counts when the tab is first looked at."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session import Session
from gui.statistics import Statistics, statistics
from gui.views.statistics_page import StatisticsPage

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


def counted(analysis: Analysis) -> Iterator[Statistics | None]:
    """The statistics; first what draws them is imported, which takes half a second, here and not in the window's
    thread."""
    import_module("gui.views.plot")
    yield None
    yield from statistics(analysis)


class StatisticsTab(QObject):
    """Ties a Session to a StatisticsPage."""
    filter_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = StatisticsPage()
        self._session: Session | None = None
        self._asked = self._entered = False
        self.page.filter_wanted.connect(self.filter_wanted)

    def show(self, session: Session | None) -> None:
        """Shows another capture, or none."""
        self._session = session
        self._forget()
        if session is not None:
            session.stopped.connect(self._reading_ended)

    def enter(self) -> None:
        """The tab is looked at."""
        self._entered = True
        self._ask()

    def leave(self) -> None:
        """Another tab is looked at."""
        self._entered = False

    def _forget(self) -> None:
        self._asked = False
        self.page.say(self.tr("Statistics are made when all packets are read."))

    def _reading_ended(self) -> None:
        self._forget()
        if self._entered:
            self._ask()

    def _ask(self) -> None:
        session = self._session
        if session is None or session.analysis is None or session.loading or self._asked:
            return
        self._asked = True
        self.page.say(self.tr("Counting…") if session.analysis.packets.rows else self.tr("This capture is empty."))
        if session.analysis.packets.rows:
            session.ask(counted(session.analysis), self.page.show_statistics, "statistics", on_fault=self._failed)

    def renew(self, on_end: Callable[[], None]) -> None:
        """Brings in what was captured since; `on_end` is told when that is done."""
        session = self._session
        if session is None or session.analysis is None or not session.analysis.packets.rows:
            on_end()
            return
        session.ask(counted(session.analysis), self.page.show_statistics, "statistics", on_end)

    def _failed(self, fault: BaseException) -> None:
        self.page.say(self.tr("Statistics could not be made."))
        raise fault
