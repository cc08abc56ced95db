"""Brings the journey of the chosen email into the reading pane, when somebody looks at it."""
from __future__ import annotations

from PySide6.QtCore import QObject

from gui.mail_steps import Travelled, journey
from gui.models.journey import JourneyCards
from gui.models.mails import MailsModel
from gui.session import Session
from gui.views.mail_page import MailPage
from gui.views.reading_pane import JOURNEY


class MailJourney(QObject):
    """Ties the JourneyStrip of a MailPage to a Session."""

    def __init__(self, page: MailPage, model: MailsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pane, self._model = page.pane, model
        self._session: Session | None = None
        self._place: int | None = None
        self._asked = False
        self._shown: Travelled | None = None
        self._pane.journey_wanted.connect(self._ask)
        self._pane.recolored.connect(self._recolor)

    def show(self, session: Session | None) -> None:
        """Follows mails of another capture."""
        self._session, self._place = session, None
        self._pane.journey.clear()

    def show_mail(self, place: int) -> None:
        """Another email is read."""
        self._place, self._asked, self._shown = place, False, None
        if self._pane.tabs.currentIndex() == JOURNEY:
            self._ask()
        else:
            self._pane.journey.clear()

    def _recolor(self) -> None:
        if self._shown is not None:
            self._came(self._shown)

    def _ask(self) -> None:
        session, place = self._session, self._place
        if self._asked or session is None or session.analysis is None or place is None:
            return
        self._asked = True
        self._pane.journey.say(self.tr("Looking for its lookups and transfers…"))
        mails = [entry.mail for entry in self._model.entries]
        session.ask(journey(session.analysis, mails, place), self._came, "mail journey")

    def _came(self, found: Travelled) -> None:
        if found.journey.email == self._place:
            self._shown = found
            cards = JourneyCards(found.journey, found.steps, self._model.carrier)
            self._pane.journey.show_cards(cards.cards(), cards.summary())
