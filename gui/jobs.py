"""Jobs: work off the window's thread, step by step; newer requests go first, and what is no longer wanted is dropped.

All work on one analysis is done by one Worker, hence by one thread: the analysis needs no locks. A job is an iterator;
each step of it takes well below a second where it can, and between two steps a newer job may go first. Background jobs
(reading the file) go on when nobody waits for anything else.
"""
from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gui.spent import Spent


class Job:
    """Work that was asked for. After `cancel` no result of it arrives; it ends at its next step."""

    def __init__(self, steps: Iterator[Any], kind: str, background: bool, on_part: Callable[[Any], None],
                 on_end: Callable[[], None] | None, on_fault: Callable[[BaseException], None] | None) -> None:
        self.kind, self.background = kind, background
        self.cancelled = False
        self._steps = steps
        self._on_part, self._on_end, self._on_fault = on_part, on_end, on_fault

    def cancel(self) -> None:
        """Drops the job."""
        self.cancelled = True

    def step(self) -> Callable[[], None]:
        """Does one step; gives what is to be done with its result in the window's thread."""
        part = next(self._steps)
        return lambda: self._on_part(part)

    def close(self) -> None:
        """Lets a job that was dropped clear up: files that it writes are closed."""
        if isinstance(self._steps, Generator):
            self._steps.close()

    def end(self) -> None:
        """Tells that all is done."""
        if self._on_end:
            self._on_end()

    def fail(self, fault: BaseException) -> None:
        """Tells what went wrong; where nobody wants to know, it is raised."""
        if self._on_fault is None:
            raise fault
        self._on_fault(fault)


class Worker(QObject):
    """A thread for jobs. Results are delivered in the thread that made the Worker."""
    _arrived = Signal(object, object)

    def __init__(self, at_end: Callable[[], None]) -> None:
        """`at_end` is called in the worker's thread after its last step."""
        super().__init__()
        self._jobs: list[Job] = []
        self._dropped: list[Job] = []
        self._wake = threading.Condition()
        self._stopping = False
        self._at_end = at_end
        self.spent = Spent()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="pilotfish-worker", daemon=True)
        self._thread.start()

    def ask(self, steps: Iterator[Any], on_part: Callable[[Any], None], on_end: Callable[[], None] | None = None,
            on_fault: Callable[[BaseException], None] | None = None, kind: str = "", background: bool = False) -> Job:
        """Starts a job; an earlier one of the same kind is cancelled."""
        job = Job(steps, kind, background, on_part, on_end, on_fault)
        with self._wake:
            self._drop(kind)
            self._jobs.append(job)
            self._wake.notify()
        return job

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    @property
    def rests(self) -> bool:
        """Whether nothing is left to do."""
        with self._wake:
            return not self._jobs

    def cancel(self, kind: str) -> None:
        """Cancels the job of a kind, if there is one."""
        with self._wake:
            self._drop(kind)

    def stop(self, wait_seconds: float = 0.0) -> None:
        """Ends the thread after its current step; waits for that at most so long."""
        with self._wake:
            self._stopping = True
            for job in self._jobs:
                job.cancel()
            self._wake.notify()
        if wait_seconds:
            self._thread.join(wait_seconds)

    def _drop(self, kind: str) -> None:
        for job in self._jobs:
            if kind and job.kind == kind:
                job.cancel()

    def _run(self) -> None:
        while True:
            with self._wake:
                job = self._next()
                while job is None and not self._stopping and not self._dropped:
                    self._wake.wait()
                    job = self._next()
                dropped, self._dropped = self._dropped, []
            for one in dropped:
                self._close(one)
            if self._stopping:
                break
            if job is not None:
                self._step(job)
        self._at_end()

    def _next(self) -> Job | None:
        """The newest job that somebody waits for, or else a background job."""
        self._dropped += [job for job in self._jobs if job.cancelled]
        self._jobs = [job for job in self._jobs if not job.cancelled]
        waited_for = [job for job in self._jobs if not job.background]
        choice = waited_for or self._jobs
        return choice[-1] if choice else None

    def _step(self, job: Job) -> None:
        try:
            with self.spent.step(job.kind):
                deliver = job.step()
        except StopIteration:
            deliver = job.end
        except BaseException as error:  # whatever it is, it is told to who asked, in the window's thread
            fault = error
            deliver = lambda: job.fail(fault)  # noqa: E731
        else:
            self._send(job, deliver)
            return
        with self._wake:
            self._jobs.remove(job)
        self._send(job, deliver)

    def _close(self, job: Job) -> None:
        try:
            job.close()
        except BaseException as error:  # as in _step; of a job that was dropped, this is the one thing that is told
            fault = error
            job.cancelled = False
            self._send(job, lambda: job.fail(fault))

    def _send(self, job: Job, deliver: Callable[[], None]) -> None:
        if not self._stopping:
            self._arrived.emit(job, deliver)

    def _deliver(self, job: Job, deliver: Callable[[], None]) -> None:
        if not job.cancelled:
            deliver()
