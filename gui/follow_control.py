"""Windows that follow streams: each ties one conversation of the open capture to a FollowWindow."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from analyzer.errors import ReportedError
from analyzer.follow_pages import FollowPages, Found
from analyzer.services import MAIL
from gui.follow_text import How, Page, Saved, Shown, found, opened, page, row_of, save
from gui.models.flows import FlowsModel, size_text
from gui.session import Session
from gui.text import plain
from gui.views.follow_window import FollowWindow

MOST_WINDOWS = 20


class FollowControl(QObject):
    """Opens the windows, and closes them with their capture."""
    packet_wanted = Signal(int)

    def __init__(self, flows: FlowsModel, window: QWidget) -> None:
        super().__init__(window)
        self._flows, self._window = flows, window
        self._session: Session | None = None
        self.followed: list[Following] = []

    def show(self, session: Session | None) -> None:
        """Follows streams of another capture."""
        self._session = session
        for one in list(self.followed):
            one.window.close()

    def open(self, flow: int) -> None:
        """Opens a window for a flow."""
        session = self._session
        if session is None or session.analysis is None or len(self.followed) >= MOST_WINDOWS:
            return
        is_mail = self._flows.service(flow) in MAIL
        forms = (How.DIALOGUE, How.TEXT, How.HEX, How.RAW) if is_mail else (How.TEXT, How.HEX, How.RAW)
        title = self.tr("Flow {0}: {1}").format(flow, plain(self._flows.title(flow)))
        one = Following(session, flow, FollowWindow(title, forms, self._window), self)
        one.packet_wanted.connect(self.packet_wanted)
        one.window.finished.connect(lambda _code: self._closed(one))
        self.followed.append(one)
        one.window.show()

    def _closed(self, one: Following) -> None:
        if one in self.followed:
            self.followed.remove(one)
            one.end()


class Following(QObject):
    """One conversation, and its window."""
    packet_wanted = Signal(int)

    def __init__(self, session: Session, flow: int, window: FollowWindow, parent: QObject) -> None:
        super().__init__(parent)
        self.window, self._session = window, session
        self._kind = f"follow {id(self)}"
        self._pages: FollowPages | None = None
        self._found: Found | None = None
        self._text = ""
        window.page_wanted.connect(lambda number: self._show(number))
        window.page.packet_wanted.connect(self._want_packet)
        window.form_changed.connect(self._form_changed)
        window.find_wanted.connect(self._find)
        window.save_wanted.connect(self._ask_path)
        window.progress.cancelled.connect(self._cancel)
        window.installEventFilter(self)
        assert session.analysis is not None
        self._work(0, self.tr("Reading the conversation…"))
        session.ask(opened(session.analysis, flow), self._indexed, self._kind, background=True)

    def end(self) -> None:
        """The window is closed."""
        for kind in (self._kind, f"{self._kind} save"):
            self._session.drop(kind)
        self.window.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The theme may change."""
        if event.type() == QEvent.Type.PaletteChange:
            self.window.recolor()
        return super().eventFilter(watched, event)

    def _work(self, share: int, text: str, total: int = 0) -> None:
        self.window.progress.show_progress(share, total, text)

    def _indexed(self, part: int | FollowPages) -> None:
        if isinstance(part, int):
            self._work(0, self.tr("Reading the conversation: {0} so far…").format(size_text(part)))
            return
        self._pages = part
        self.window.progress.hide()
        self._show(0)

    def _show(self, number: int, place: Found | None = None) -> None:
        if self._pages is not None:
            how, way = self.window.chosen_form
            self._session.ask(page(self._pages, number, way, how, place), self._page_came, self._kind)

    def _want_packet(self, line: Shown) -> None:
        if self._pages is not None:
            self._session.ask(row_of(self._pages, line), self.packet_wanted.emit, f"{self._kind} packet")

    def _page_came(self, part: Page) -> None:
        self.window.show_page(part, self._text)

    def _form_changed(self) -> None:
        """Other pages are shown; a place that was found on the old ones is none of theirs."""
        self._found = None
        self._show(0)

    # Finding.

    def _find(self, text: str) -> None:
        if self._pages is None or not text:
            return
        if text != self._text:
            self._text, self._found = text, None
        self.window.bar.hide()
        self._work(0, self.tr("Looking for “{0}”…").format(plain(text)), self._pages.count(self.window.chosen_form[1]))
        came: list[Found] = []
        self._session.ask(found(self._pages, text.encode(), self.window.chosen_form[1], self._found),
                          lambda part: self._searched(part, came), self._kind, lambda: self._search_ended(came),
                          background=True)

    def _searched(self, part: Found | int, came: list[Found]) -> None:
        if isinstance(part, Found):
            came.append(part)
        else:
            self.window.progress.bar.setValue(part)

    def _search_ended(self, came: list[Found]) -> None:
        self.window.progress.hide()
        if not came:
            self.window.bar.say(self.tr("“{0}” does not occur.").format(plain(self._text)))
            return
        self._found = came[0]
        self._show(came[0].page, came[0])

    def _cancel(self) -> None:
        """Gives up what is being done; a conversation of which nothing is known has nothing to show."""
        for kind in (self._kind, f"{self._kind} save"):
            self._session.drop(kind)
        self.window.progress.hide()
        if self._pages is None:
            self.window.close()

    # Saving.

    def _ask_path(self) -> None:
        suffix = ".bin" if self.window.chosen_form[0] is How.RAW else ".txt"
        path, _ = QFileDialog.getSaveFileName(self.window, self.tr("Save the conversation"),
                                              str(Path.home() / f"stream{suffix}"))
        if path:
            self.save(path)

    def save(self, path: str) -> None:
        """Writes all of it as it is shown; raw as the bytes themselves."""
        if self._pages is not None:
            how, way = self.window.chosen_form
            self._session.ask(save(self._pages, path, way, how), self._saving, f"{self._kind} save",
                              lambda: self._saved(path), self._not_saved, background=True)

    def _saving(self, part: Saved) -> None:
        self._work(part.pages, self.tr("Saving…"), part.count)

    def _saved(self, path: str) -> None:
        self.window.progress.hide()
        self.window.bar.say(self.tr("Saved: {0}").format(plain(path)))

    def _not_saved(self, fault: BaseException) -> None:
        self.window.progress.hide()
        if not isinstance(fault, ReportedError):
            raise fault
        self.window.bar.say(self.tr("This can't be saved: {0}").format(plain(str(fault))))
