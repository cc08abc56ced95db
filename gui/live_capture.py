"""A live capture that the window has started: a thread of its own hears what the capture process tells."""
from __future__ import annotations

import threading
from contextlib import closing

from PySide6.QtCore import QObject, Qt, Signal

from analyzer.errors import ReportedError, UsageError
from analyzer.live import events
from analyzer.live.events import Event
from analyzer.live.session import Session as CaptureProcess
from analyzer.live.settings import Settings as CaptureSettings

LISTEN_SECONDS = 0.1
"""So long the thread waits for an event before it sees whether it shall stop."""


class LiveCapture(QObject):
    """Runs a capture process, which alone has rights; `told` brings its events, of which `ended` or `failed` is the
    last."""
    told = Signal(object)
    _heard = Signal(object)

    def __init__(self, settings: CaptureSettings, backend: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._backend = backend
        self._stop = threading.Event()
        self._heard.connect(self.told, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Starts capturing."""
        threading.Thread(target=self._run, name="pilotfish-capture", daemon=True).start()

    def stop(self) -> None:
        """Has it end; the last events still come."""
        self._stop.set()

    def _run(self) -> None:
        try:
            with closing(CaptureProcess(lambda: self.settings, self._backend)) as process:
                self._listen(process)
        except ReportedError as error:
            self._heard.emit(Event(events.FAILED, str(error), usage=isinstance(error, UsageError)))
        except OSError as error:
            self._heard.emit(Event(events.FAILED, f"the capture process can't be started: {error}"))

    def _listen(self, process: CaptureProcess) -> None:
        ended = asked = False
        while not ended:
            for event in process.events(LISTEN_SECONDS):
                ended = event.kind in events.ENDS
                self._heard.emit(event)
            if self._stop.is_set() and not asked:
                asked = True
                process.stop()
