"""What the Mail tab shows of a session: asks for the emails when the tab is first looked at, and reads them."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from analyzer.mails import MailWithRow
from analyzer.services import MAIL
from gui import cell_filters
from gui.live_place import in_place
from gui.mail_journey import MailJourney
from gui.mail_saving import MailSaving
from gui.mail_table import MailEntry, MailWish, identities
from gui.models.mails import MailsModel
from gui.questions import mails, mails_listed, mails_renewed
from gui.reading import Reading, reading
from gui.session import Session
from gui.session_tab import SessionTab
from gui.views.mail_html import pictures
from gui.views.mail_page import MailPage

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


class MailTab(SessionTab):
    """Ties a Session to a MailPage."""
    page: MailPage
    packet_wanted = Signal(int)
    flow_wanted = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = MailsModel(self)
        self.page = MailPage(self.model)
        self.saving = MailSaving(self.page, self.model, self)
        self.journey = MailJourney(self.page, self.model, self)
        self._coming: list[MailEntry] = []
        self._place: int | None = None      # the chosen email
        self._reading: Reading | None = None
        self._connect()

    def _connect(self) -> None:
        page, pane = self.page, self.page.pane
        page.wish_changed.connect(lambda: self._list(page.wish()))
        page.line_chosen.connect(lambda line: self._choose(self.model.place_of(line)))
        page.packet_wanted.connect(self.packet_wanted)
        page.table.activated_line.connect(lambda _line: self._show_flow())
        pane.flow_wanted.connect(self._show_flow)
        pane.mail_wanted.connect(self.go_to)

    def show(self, session: Session | None) -> None:
        """Shows another capture, or none."""
        self.saving.show(session)
        self.journey.show(session)
        super().show(session)

    def enter(self, packet: int | None) -> None:
        """The tab is looked at; where another packet was chosen in the meantime, its email is chosen."""
        self._entered = True
        self._ask()
        if packet is not None and packet != self._sought:
            self.choose_packet(packet)

    def choose_packet(self, row: int) -> bool:
        """Chooses the email that a packet carried, or else the next one of its flow; False where there is none."""
        self._sought = row
        analysis = self._session.analysis if self._session is not None else None
        if analysis is None or not self.model.entries:
            return False
        flow = int(analysis.packets.column("flow")[row])
        places = [place for place, one in enumerate(self.model.entries) if one.row["flow"] == flow]
        if not places:
            return False
        self.go_to(next((place for place in places if row < self.model.entries[place].row["last_packet"]), places[-1]))
        return True

    def go_to(self, place: int) -> None:
        """Chooses an email by its number."""
        if self.model.line_of(place) < 0 and self.page.filters.is_set():
            self.page.filters.reset()
            self._place = place
            self._list(self.page.wish())
        self.page.table.go_to(self.model.line_of(place))

    def chosen_packet(self) -> int | None:
        """The first packet of the chosen email."""
        return None if self._place is None else int(self.model.entries[self._place].row["first_packet"]) - 1

    def filter_of(self, line: int, column: int) -> str:
        """The filter that a cell of the list stands for."""
        return cell_filters.of_mail(self.model.entries[self.model.place_of(line)].row, column)

    # How the list comes.

    def _forget(self) -> None:
        self._asked, self._coming, self._place, self._sought, self._reading = False, [], None, None, None
        self.model.show([])
        self.page.pane.clear()
        self.page.say(self.tr("Emails are listed when all packets are read."))
        self.count_changed.emit()

    def _begin(self, session: Session, analysis: Analysis) -> None:
        if not len(analysis.services.flows_of(*MAIL)):
            self.page.say(self.tr("This capture has no mail: no SMTP, POP3 or IMAP."))
            return
        self.page.say(self.tr("Reading the mail…"))
        session.ask(mails(analysis), self._came, "mail", self._all_came,
                    self._failing(self.tr("The mail could not be read.")))

    def _came(self, entries: list[MailEntry]) -> None:
        self._coming += entries
        self.page.say(self.tr("Reading the mail: {0:,} so far…").format(len(self._coming)))

    def _all_came(self) -> None:
        if not self._coming:
            self.page.say(self.tr("This capture has mail sessions, but no email in them was sent or fetched; or they "
                                  "are encrypted. The flow list of the tab Packets has them."))
            return
        self.model.show(self._coming)
        self.page.show_mails()
        self.page.show_count()
        self.page.show_content()
        self.count_changed.emit()
        if self.page.wish() != MailWish():
            self._list(self.page.wish())
        if self._sought is None or not self.choose_packet(self._sought):
            self.page.table.go_to(0)

    def renew(self, on_end: Callable[[], None]) -> None:
        """Brings in what was captured since; `on_end` is told when that is done."""
        session = self._session
        if session is None or session.analysis is None or not len(session.analysis.services.flows_of(*MAIL)):
            self._ask_anew(on_end)
            return
        session.drop("mail")    # what it would bring is part of this
        session.ask(mails_renewed(session.analysis, self.page.wish()), self._renewed, "mail renewed", on_end)

    def _renewed(self, found: tuple[list[MailEntry], list[int]] | None) -> None:
        if found is None:
            return      # there are more to come
        entries, places = found
        if not self.model.entries:
            self._coming = entries
            self._all_came()
            return
        before = identities(self.model.entries)
        was = self.model.entries[self._place] if self._place is not None else None
        now = {key: place for place, key in enumerate(identities(entries))}
        follows = self.page.wish() == MailWish()
        with in_place(self.page.table, lambda line: before[self.model.place_of(line)],
                      lambda key: self.model.line_of(now.get(key, -1)), follows):
            self.model.show(entries)
            self.model.show_places(places)
        self.page.show_mails()
        self.page.show_count()
        self.count_changed.emit()
        if was is not None and self._place is not None:
            self._place = now.get(before[self._place])
            if self._place is not None and entries[self._place].row != was.row:
                self._choose(self._place)

    # What is listed and chosen.

    def _list(self, wish: MailWish) -> None:
        if self._session is not None and self.model.entries:
            self._session.ask(mails_listed(self.model.entries, wish), self._listed, "mail list")

    def _listed(self, places: list[int]) -> None:
        self.model.show_places(places)
        self.page.show_count()
        self.page.table.go_to(self.model.line_of(self._place) if self._place is not None else -1)

    def _choose(self, place: int) -> None:
        self._place = place
        self.saving.show_mail(place)
        self.journey.show_mail(place)
        if self._session is not None:
            self._session.ask(_read(self.model.entries[place].mail), self._read_came, "mail reading")

    def _read_came(self, found: tuple[Reading, dict[str, QImage]]) -> None:
        self._reading, images = found
        if self._reading.number != self._place:
            return      # another email is chosen meanwhile, or the list is of another capture
        row = self.model.entries[self._place].row
        if len(row["attachments"]) == len(self._reading.attachments):   # else more of it came, and is being read
            self.saving.show_mail(self._place, self._reading.attachments)
            self.page.pane.show_reading(self._reading, row, self.model.carrier(row), images)

    def _show_flow(self) -> None:
        if self._place is not None:
            row = self.model.entries[self._place].row
            self.flow_wanted.emit(row["flow"], row["first_packet"] - 1)


def _read(mail: MailWithRow) -> Iterator[tuple[Reading, dict[str, QImage]]]:
    """An email to be read, and its pictures."""
    for found in reading(mail):
        yield found, pictures(found.images)
