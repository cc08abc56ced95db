"""What becomes of a capture that is not saved: it is saved, or discarded, or found again after a crash."""
from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from analyzer.errors import CaptureError
from gui import unsaved
from gui.live_questions import save_capture
from gui.opening import Opening
from gui.session import Session
from gui.settings import Settings
from gui.unsaved import Unsaved
from gui.views.capture_dialog import PATTERN
from gui.views.message_bar import MessageBar

Button = QMessageBox.StandardButton


def ask(window: QWidget, text: str, buttons: Button, answered: Callable[[Button], None]) -> None:
    """Asks a question without stopping anything else."""
    title = QCoreApplication.translate("Keeping", "Live capture")
    box = QMessageBox(QMessageBox.Icon.Question, title, text, buttons, window)
    box.finished.connect(lambda result: answered(Button(result)))
    box.finished.connect(box.deleteLater)
    box.open()


class Keeping(QObject):
    """Of the one capture that is open and not saved, if there is one."""
    changed = Signal()          # it is saved now
    failed = Signal(str)        # why it could not be saved

    def __init__(self, window: QWidget, opening: Opening, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._opening, self._settings = window, opening, settings
        self._unsaved: Unsaved | None = None

    @property
    def has_capture(self) -> bool:
        """Whether something was captured, or is, that is not saved."""
        return self._unsaved is not None

    def keeps(self, session: Session) -> bool:
        """Whether a capture has a file that stays."""
        return self._unsaved is None or session.path != self._unsaved.file

    def begin(self) -> str:
        """The file for a capture that is about to begin.

        Raises:
            OSError: where there is no place for it.
        """
        self._unsaved = unsaved.begin()
        return self._unsaved.file

    def discard(self) -> None:
        """Removes what is not saved."""
        if self._unsaved is not None:
            self._unsaved.remove()
            self._unsaved = None

    def ask(self, packets: int, after_the_end: Callable[[Callable[[], None]], None], then: Callable[[], None]) -> None:
        """Asks what shall become of it, and does that and `then` when the capture has ended."""
        def discard() -> None:
            self.discard()
            then()

        def answered(button: Button) -> None:
            if button == Button.Discard:
                after_the_end(discard)
            elif button == Button.Save and (path := self._chosen_path()):
                after_the_end(lambda: self.save(path, then))
        ask(self._window, self.tr("{0:,} packets were captured and are not saved.").format(packets),
            Button.Save | Button.Discard | Button.Cancel, answered)

    def ask_where(self) -> None:
        """Asks where it shall be saved, and saves it."""
        path = self._chosen_path()
        if path:
            self.save(path, lambda: None)

    def _chosen_path(self) -> str:
        """A path; the dialog asks before something is overwritten."""
        recent = self._settings.recent
        folder = Path(recent[0]).parent if recent else Path.home()
        name = time.strftime("capture-%Y%m%d-%H%M%S.pcapng")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save the capture"), str(folder / name),
                                              self.tr("Captures ({0})").format(PATTERN))
        return path

    def save(self, path: str, then: Callable[[], None]) -> None:
        """Moves the capture to a file that stays."""
        session = self._opening.session
        if session is not None and self._unsaved is not None:
            session.ask(save_capture(self._unsaved.file, path), lambda _share: None, "save capture",
                        lambda: self._saved(session, path, then), self._not_saved)

    def _saved(self, session: Session, path: str, then: Callable[[], None]) -> None:
        session.path = path
        self.discard()      # the folder in which it was
        self._settings.add_recent(path)
        self.changed.emit()
        then()

    def _not_saved(self, fault: BaseException) -> None:
        if not isinstance(fault, CaptureError):
            raise fault
        self.failed.emit(self.tr("The capture can't be saved: {0}").format(fault))

    # After a crash.

    def offer(self, bar: MessageBar, open_file: Callable[[str], None]) -> None:
        """Offers the latest capture that a crash has left."""
        found = next(unsaved.left(), None)
        if found is None:
            return
        when = time.strftime("%c", time.localtime(Path(found.file).stat().st_mtime))

        def take() -> None:
            bar.hide()
            self._unsaved = found
            open_file(found.file)
        bar.say(self.tr("A capture was not saved before the program ended; its last packets are from {0}.").format(
            when), self.tr("Open it"), take)
