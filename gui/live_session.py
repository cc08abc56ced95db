"""A LiveSession: a capture that is being taken, whose file is read on while it grows."""
from __future__ import annotations

from PySide6.QtCore import QTimer

from gui.live_questions import look_again
from gui.session import Session

LOOK_MS = 150
"""From the end of one look at the file to the next."""


class LiveSession(Session):
    """As a Session of a file; `grew` is told again and again, `stopped` when the capture has ended and all is read.

    Between these two it counts as neither loading nor complete: what is there can be asked for.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.live = True
        self._last = False      # whether nothing is written any more
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(LOOK_MS)
        self._next.timeout.connect(self._look)

    def finish(self) -> None:
        """Nothing more will be written; all that is there is read, and that is the end."""
        self._last = True
        if self._next.isActive():
            self._next.stop()
            self._look()

    def cancel(self) -> None:
        """A capture that runs is stopped, not its reading."""
        if self.loading:
            super().cancel()

    def close(self, wait_seconds: float = 0.0) -> None:
        """Ends the work and closes the file."""
        self._next.stop()
        super().close(wait_seconds)

    def _load(self) -> None:
        self.loading = False
        self._look()

    def _look(self) -> None:
        assert self.analysis is not None
        self._worker.ask(look_again(self.analysis), self._grew, self._ended if self._last else self._next.start,
                         self._fault, "load", background=True)

    def _ended(self) -> None:
        self.live = False
        super()._ended()

    def _fault(self, fault: BaseException) -> None:
        self.live = False
        super()._fault(fault)
