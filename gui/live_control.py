"""Live captures of a window: started, stopped, saved or discarded, and found again after a crash."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from analyzer.errors import UsageError
from analyzer.live import events
from analyzer.live.events import Event
from gui.live_capture import LiveCapture
from gui.live_keeping import Keeping, ask
from gui.live_plan import Plan, plan_for
from gui.live_session import LiveSession
from gui.opening import Opening
from gui.questions import Progress
from gui.session import Session
from gui.settings import Settings
from gui.views.capture_dialog import CaptureDialog
from gui.views.live_status import LiveStatus
from gui.views.message_bar import MessageBar

if TYPE_CHECKING:
    from gui.actions import Actions


class LiveControl(QObject):
    """One capture runs at a time; the window shows it as it shows any file.

    Attributes:
        status: for the status bar.
        bar: what is told of the capture, above the packets.
        keeping: what becomes of a capture that is not saved.
    """
    changed = Signal()          # a capture runs now, or no longer; or has been saved

    def __init__(self, window: QWidget, opening: Opening, actions: Actions, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._opening, self._actions, self._settings = window, opening, actions, settings
        self.status, self.bar = LiveStatus(window), MessageBar("info", window)
        self._capture: LiveCapture | None = None
        self._plan: Plan | None = None
        self.keeping = Keeping(window, opening, settings)
        self._then: Callable[[], None] | None = None    # what follows when the capture has ended
        self._rows = 0          # of the file that grows
        self._begun = False     # whether there is a file
        self.keeping.changed.connect(self.changed)
        self.keeping.failed.connect(self.bar.say)
        actions.connect(capture_options=self.ask_options, capture_start=self.start_again, capture_stop=self.stop,
                        capture_restart=self.start_again, save_capture=self.keeping.ask_where)

    @property
    def running(self) -> bool:
        """Whether something is captured now."""
        return self._capture is not None

    @property
    def at_stake(self) -> bool:
        """Whether something would be lost if the window went now."""
        return self.running or self.keeping.has_capture

    def title(self, session: Session) -> str:
        """What the window is called while it shows a capture."""
        if session.live and self._plan is not None:
            return self.tr("{0} (capturing)").format(", ".join(self._plan.settings.interfaces))
        return Path(session.path).name if self.keeping.keeps(session) else self.tr("Capture, not saved")

    def update_actions(self, at_work: bool) -> None:
        """Enables what can be done now; `at_work`: whether a file is being opened or read."""
        enable = {"capture_start": not self.running and not at_work, "capture_stop": self.running,
                  "capture_restart": self.running, "capture_options": not self.running,
                  "save_capture": self.keeping.has_capture and not self.running}
        for name, on in enable.items():
            self._actions[name].setEnabled(on)
        if self.running or self.keeping.has_capture:
            self._actions["reload"].setEnabled(False)

    # Starting.

    def start(self, interfaces: list[str], kernel_filter: str) -> None:
        """Captures on interfaces, until somebody stops it."""
        try:
            self.carry_out(plan_for(interfaces, kernel_filter))
        except UsageError as error:
            self.bar.say(self.tr("Nothing can be captured: {0}.").format(
                error if interfaces else self.tr("no interface is chosen")))

    def carry_out(self, plan: Plan) -> None:
        """Captures by a plan; what is open and not saved is asked about first."""
        self._settings.capture_plan = plan
        self.leave(lambda: self._start(plan))

    def start_again(self) -> None:
        """Captures as the last time; where there was none, asks how."""
        plan = self._plan or self._settings.capture_plan
        if plan is None:
            self.ask_options()
        else:
            self.carry_out(plan)

    def ask_options(self, interfaces: list[str] | None = None, kernel_filter: str | None = None) -> None:
        """Opens the dialog with all options; what was chosen elsewhere is chosen there."""
        plan = self._settings.capture_plan
        dialog = CaptureDialog(plan, self._window)
        if interfaces:
            dialog.interfaces.choose(tuple(interfaces))
        if kernel_filter is not None:
            dialog.filter.edit.setText(kernel_filter)
        dialog.agreed.connect(self.carry_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _start(self, plan: Plan) -> None:
        self.bar.hide()
        try:
            file = plan.file or self.keeping.begin()
        except OSError as error:
            self.bar.say(self.tr("There is no place for a capture: {0}").format(error))
            return
        self._plan, self._begun = plan, False
        self._capture = LiveCapture(plan.writing(file), plan.backend, self)
        self._capture.told.connect(self._told)
        self.status.start(", ".join(plan.settings.interfaces))
        self._capture.start()
        self.changed.emit()

    # How it goes.

    def _told(self, event: Event) -> None:
        match event.kind:
            case events.FILE:
                self._begun = True
                self._opening.begin(event.text, self._session)
            case events.COUNTS:
                self.status.count(event)
            case events.NEWS:
                self.bar.say(event.text)
            case events.ENDED:
                self.status.count(event)
                self._end()
            case events.FAILED:
                self._end()
                self.bar.say(self.tr("The capture has ended: {0}").format(event.text.replace("`", "")))

    def _session(self, path: str) -> Session:
        session = LiveSession(path)
        session.grew.connect(lambda progress: self._grew(session, progress))
        self._rows = 0
        return session

    def _grew(self, session: Session, progress: Progress) -> None:
        if session is not (self._opening.pending or self._opening.session) or session.analysis is None:
            return      # of a ring, it is the file before the newest
        lengths = session.analysis.packets.column("length")[self._rows:progress.rows]
        self._rows = progress.rows
        self.status.grow(progress.rows, int(lengths.sum()))

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.bar.recolor()

    def stop(self) -> None:
        """Has the capture end; what was captured stays."""
        if self._capture is not None:
            self._capture.stop()

    def _end(self) -> None:
        """Nothing is written any more."""
        self._capture = None
        self.status.end()
        for session in (self._opening.pending, self._opening.session):
            if isinstance(session, LiveSession) and session.live:
                session.finish()
        if not self._begun:
            self.status.hide()
            self.keeping.discard()
        self.changed.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    # Leaving.

    def leave(self, then: Callable[[], None]) -> None:
        """Does `then` when nothing can be lost any more: what runs has ended, and what was captured is saved or
        discarded. Nothing is done where somebody thinks better of it."""
        session = self._opening.session
        packets = session.progress.rows if session is not None and session.progress is not None else 0
        if self.keeping.has_capture and (packets or self.running):
            self.keeping.ask(packets, self._after_the_end, then)
        elif self.running:
            self._ask_to_stop(then)
        else:
            self.keeping.discard()
            then()

    def _ask_to_stop(self, then: Callable[[], None]) -> None:
        def answered(button: QMessageBox.StandardButton) -> None:
            if button == QMessageBox.StandardButton.Ok:
                self._after_the_end(then)
        ask(self._window, self.tr("The capture still runs. Shall it end?"),
            QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel, answered)

    def _after_the_end(self, then: Callable[[], None]) -> None:
        if self.running:
            self._then = then
            self.stop()
        else:
            then()
