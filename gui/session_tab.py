"""SessionTab: what the tabs beside the packets share: they ask when first looked at, and again when all is read."""
from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session import Session
from gui.views.statistics_page import StatisticsPage
from gui.views.table_page import TablePage

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


class SessionTab(QObject):
    """Ties a Session to a page; a subclass has the page and its model."""
    page: TablePage | StatisticsPage
    count_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._asked = self._entered = False
        self._sought: int | None = None
        """The packet, or in the Flows tab the flow, that was looked for last."""

    @property
    def _analysis(self) -> Analysis | None:
        return self._session.analysis if self._session is not None else None

    def show(self, session: Session | None) -> None:
        """Shows another capture, or none."""
        self._session = session
        self._forget()
        if session is not None:
            session.stopped.connect(self._reading_ended)

    def leave(self) -> None:
        """Another tab is looked at."""
        self._entered = False

    @abstractmethod
    def _forget(self) -> None:
        """Shows nothing any more, and knows nothing."""

    @abstractmethod
    def _begin(self, session: Session, analysis: Analysis) -> None:
        """Asks for what the page shows."""

    def _reading_ended(self) -> None:
        """All packets are there; or reading was stopped, or went on after that."""
        sought = self._sought
        self._forget()
        self._sought = sought
        if self._entered:
            self._ask()

    def _ask(self) -> None:
        session, analysis = self._session, self._analysis
        if session is not None and analysis is not None and not session.loading and not self._asked:
            self._asked = True
            self._begin(session, analysis)

    def _ask_anew(self, on_end: Callable[[], None]) -> None:
        """For a renewal of what is not there yet."""
        self._asked = False
        self._ask()
        on_end()

    def _failing(self, words: str) -> Callable[[BaseException], None]:
        """What says so in place of what the page shows, and reports the fault."""
        def failed(fault: BaseException) -> None:
            self.page.say(words)
            raise fault
        return failed
