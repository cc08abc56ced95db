"""Opening: how one capture takes the place of another in a window, and how a window's captures are closed."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gui.session import Session

CLOSE_SECONDS = 5.0


class Opening(QObject):
    """Opens captures one at a time; what is open stays until the next one could be opened.

    Attributes:
        session: the open capture.
        pending: the capture that is being opened.
    """
    opened = Signal(object)     # Session
    failed = Signal(str, str)   # path, why
    changed = Signal()          # a capture is being opened now, or no longer
    reading_ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.pending: Session | None = None
        self._retired: list[Session] = []

    @property
    def at_work(self) -> bool:
        """Whether a capture is being opened or read."""
        return self.pending is not None or (self.session is not None and self.session.loading)

    def begin(self, path: str, make: Callable[[str], Session] = Session) -> None:
        """Opens a capture; `make` gives its session."""
        self.drop()
        session = self.pending = make(path)
        session.opened.connect(self._opened)
        session.failed.connect(self._failed)
        session.stopped.connect(self.reading_ended)
        self.changed.emit()
        session.begin()

    def stop(self) -> None:
        """Gives up opening, or stops reading; what was read stays."""
        if self.pending is not None:
            self.drop()
        elif self.session is not None:
            self.session.cancel()

    def drop(self) -> None:
        """Gives up opening."""
        if self.pending is not None:
            self._retire(self.pending)
            self.pending = None
            self.changed.emit()

    def close(self) -> None:
        """Closes the open capture, and gives up opening another."""
        self.drop()
        if self.session is not None:
            self._retire(self.session)
            self.session = None

    def end(self) -> None:
        """Closes everything and waits for it: the window goes."""
        self.drop()
        if self.session is not None:
            self.session.close(CLOSE_SECONDS)

    def _opened(self) -> None:
        session, self.pending = self.pending, None
        if session is None:
            return
        if self.session is not None:
            self._retire(self.session)
        self.session = session
        self.opened.emit(session)

    def _failed(self, message: str) -> None:
        path = self.pending.path if self.pending is not None else ""
        self.drop()
        self.failed.emit(path, message)

    def _retire(self, session: Session) -> None:
        """Closes a session, and keeps it until its thread has come to an end."""
        session.close()
        self._retired = [other for other in (*self._retired, session) if other.at_work]
