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
