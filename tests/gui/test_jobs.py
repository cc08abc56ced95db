"""Work off the window's thread."""
from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from window_waiting import wait

from gui.jobs import Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(lambda: None)
    yield made
    made.stop(5.0)
    assert not made.alive


class Held:
    """A job that waits for permission before each step."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        self.begun, self.go = threading.Event(), threading.Semaphore(0)

    def __iter__(self) -> Iterator[str]:
        for part in self.parts:
            self.begun.set()
            self.go.acquire()
            yield part


def test_parts_and_end_arrive_in_the_thread_that_asked(worker: Worker) -> None:
    seen: list[object] = []
    worker.ask(iter("ab"), lambda part: seen.append((part, threading.current_thread())), lambda: seen.append("end"))
    wait(lambda: "end" in seen)
    here = threading.current_thread()
    assert seen == [("a", here), ("b", here), "end"]


def test_what_is_asked_last_goes_first(worker: Worker) -> None:
    held, seen = Held("held"), []
    worker.ask(iter(held), seen.append)
    held.begun.wait()
    worker.ask(iter(["old"]), seen.append)
    worker.ask(iter(["new"]), seen.append)
    held.go.release()
    wait(lambda: len(seen) == 3)
    assert seen == ["held", "new", "old"]


def test_background_work_waits_between_its_steps(worker: Worker) -> None:
    held, seen = Held("one", "two"), []
    worker.ask(iter(held), seen.append, background=True)
    held.begun.wait()
    worker.ask(iter(["question"]), seen.append)
    for _ in held.parts:
        held.go.release()
    wait(lambda: len(seen) == 3)
    assert seen == ["one", "question", "two"]


def test_a_new_question_of_a_kind_replaces_the_last(worker: Worker) -> None:
    held, seen = Held("first", "second"), []
    worker.ask(iter(held), seen.append, kind="tree")
    held.begun.wait()
    worker.ask(iter(["instead"]), seen.append, kind="tree")
    for _ in held.parts:
        held.go.release()
    wait(lambda: bool(seen))
    assert seen == ["instead"]


def test_a_fault_is_told_to_who_asked(worker: Worker) -> None:
    faults: list[BaseException] = []
    worker.ask(iter(map(int, ["1", "x"])), lambda part: None, on_fault=faults.append)
    wait(lambda: bool(faults))
    assert isinstance(faults[0], ValueError)


class Cleared:
    """Steps without an end, which clear up; perhaps they fail in that."""

    def __init__(self, fault: str = "") -> None:
        self.done, self.fault = threading.Event(), fault

    def steps(self) -> Iterator[int]:
        try:
            while True:
                yield 0
        finally:
            self.done.set()
            if self.fault:
                raise ValueError(self.fault)


def test_a_job_that_is_cancelled_clears_up(worker: Worker) -> None:
    endless, seen = Cleared(), []
    worker.ask(endless.steps(), seen.append, kind="export")
    wait(lambda: bool(seen))
    worker.cancel("export")
    assert endless.done.wait(5.0)


def test_a_job_that_can_not_clear_up_tells_it_and_the_next_goes_on(worker: Worker) -> None:
    endless, seen, faults = Cleared("disk full"), [], []
    worker.ask(endless.steps(), seen.append, on_fault=faults.append, kind="export")
    wait(lambda: bool(seen))
    worker.cancel("export")
    worker.ask(iter(["next"]), seen.append)
    wait(lambda: bool(faults) and "next" in seen)
    assert str(faults[0]) == "disk full"


def test_jobs_clear_up_when_the_worker_stops() -> None:
    order: list[str] = []
    worker, endless, seen = Worker(lambda: order.append("closed")), Cleared(), []
    worker.ask(endless.steps(), seen.append)
    wait(lambda: bool(seen))
    worker.stop(5.0)
    assert endless.done.is_set() and order == ["closed"]


def test_nothing_arrives_after_stop() -> None:
    closed, seen = threading.Event(), []
    worker, held = Worker(closed.set), Held("late")
    worker.ask(iter(held), seen.append)
    held.begun.wait()
    worker.stop()
    held.go.release()
    assert closed.wait(5.0)
    wait(lambda: not worker.alive)
    assert seen == []
