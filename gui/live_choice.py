"""Ties a list of interfaces and a line for a capture filter to what the system says of them while they are seen."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from gui.jobs import Worker
from gui.live_questions import Seen, checked_filter, seen
from gui.views.capture_filter import CaptureFilter
from gui.views.interface_list import InterfaceList

EVERY_MS = 1_000


class LiveChoice(QObject):
    """Looks at the interfaces every second, off the window's thread, while the list is shown."""
    hindrance_changed = Signal(str)     # why nobody may capture, or ""

    def __init__(self, interfaces: InterfaceList, kernel_filter: CaptureFilter) -> None:
        super().__init__(interfaces)
        self._interfaces, self._filter = interfaces, kernel_filter
        self._workers: dict[str, Worker] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.hindrance: str | None = None       # None until it is known
        interfaces.installEventFilter(self)
        kernel_filter.check_wanted.connect(self._check)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._look()
            self._timer.start()
        elif event.type() is QEvent.Type.Hide:
            self._timer.stop()
        return super().eventFilter(watched, event)

    def end(self) -> None:
        """Ends the work; what is still looked at is not waited for."""
        self._timer.stop()
        for worker in self._workers.values():
            worker.stop()

    def _worker(self, name: str) -> Worker:
        """A thread each: libpcap asks name servers where a filter has names of hosts, which may take long."""
        if name not in self._workers:
            self._workers[name] = Worker(lambda: None)
        return self._workers[name]

    def _look(self) -> None:
        self._worker("interfaces").ask(seen(), self._seen, kind="interfaces")

    def _seen(self, found: Seen) -> None:
        self._interfaces.show_seen(found)
        if found.hindrance != self.hindrance:
            self.hindrance = found.hindrance
            self.hindrance_changed.emit(found.hindrance)

    def _check(self, text: str) -> None:
        self._worker("filter").ask(checked_filter(text), self._filter.show_verdict, kind="filter")
