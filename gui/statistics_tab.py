"""What the Statistics tab shows of a session: counts when the tab is first looked at."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session import Session
from gui.session_tab import SessionTab
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


class StatisticsTab(SessionTab):
    """Ties a Session to a StatisticsPage."""
    page: StatisticsPage
    filter_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = StatisticsPage()
        self.page.filter_wanted.connect(self.filter_wanted)

    def enter(self) -> None:
        """The tab is looked at."""
        self._entered = True
        self._ask()

    def _forget(self) -> None:
        self._asked = False
        self.page.say(self.tr("Statistics are made when all packets are read."))

    def _begin(self, session: Session, analysis: Analysis) -> None:
        self.page.say(self.tr("Counting…") if analysis.packets.rows else self.tr("This capture is empty."))
        if analysis.packets.rows:
            session.ask(counted(analysis), self.page.show_statistics, "statistics",
                        on_fault=self._failing(self.tr("Statistics could not be made.")))

    def renew(self, on_end: Callable[[], None]) -> None:
        """Brings in what was captured since; `on_end` is told when that is done."""
        session = self._session
        if session is None or session.analysis is None or not session.analysis.packets.rows:
            on_end()
            return
        session.ask(counted(session.analysis), self.page.show_statistics, "statistics", on_end)
