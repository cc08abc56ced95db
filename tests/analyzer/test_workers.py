"""Workers: results in order, faults passed on, nothing left behind."""
from __future__ import annotations

import os
import signal

import pytest

from analyzer.workers import Workers, delivered, over, worth_forking

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def fail_at_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(Workers(lambda number: number * number, range(50))) == [number * number for number in range(50)]


def test_the_work_is_done_in_other_processes() -> None:
    assert os.getpid() not in set(Workers(lambda _: os.getpid(), range(4)))


def test_what_a_worker_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Workers(fail_at_three, range(6)))


def test_results_that_nobody_collects_leave_no_process_behind() -> None:
    workers = Workers(lambda _: bytes(1 << 20), range(20))
    next(iter(workers))
    workers.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_small_jobs_stay_in_this_process() -> None:
    assert list(over(lambda _: os.getpid(), [1, 2], large=False)) == [os.getpid()] * 2
    if worth_forking():
        assert os.getpid() not in list(over(lambda _: os.getpid(), [1, 2], large=True))


def test_workers_deliver_in_turn_what_they_make() -> None:
    reading, writing = os.pipe()
    workers = Workers(lambda number: b"%d," % number, range(30), lambda part, _: (os.write(writing, part), 0))
    made = list(workers)
    os.close(writing)
    with os.fdopen(reading, "rb") as delivered_to:
        assert delivered_to.read() == b"".join(b"%d," % number for number in range(30))
    assert made == [2] * 10 + [3] * 20


def test_what_can_not_be_delivered_is_raised_here() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Workers(lambda number: number, range(6), lambda number, _: (fail_at_three(number), 0)))


def test_deliverers_that_nobody_collects_leave_no_process_behind() -> None:
    workers = Workers(lambda _: bytes(1 << 20), range(20), lambda made, _: (len(made), 0))
    assert next(iter(workers)) == 1 << 20
    workers.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_small_jobs_deliver_in_this_process() -> None:
    assert list(delivered(lambda number: number * 2, [1, 2], False, totals)) == [[2, 0], [4, 2]]


def totals(made: int, before: int) -> tuple[list[int], int]:
    """What was made, and the sum of what came before."""
    return [made, before], before + made


def test_a_turn_hands_a_number_on_to_the_next() -> None:
    assert list(Workers(lambda number: number, range(5), totals)) == [[0, 0], [1, 0], [2, 1], [3, 3], [4, 6]]


def test_an_interruption_waits_for_the_turn_that_has_begun() -> None:
    def slowly(made: int, _: int) -> tuple[int, int]:
        os.kill(os.getppid(), signal.SIGINT)
        return made, 0

    found: list[int] = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)   # a shell's background jobs ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            found.extend(Workers(lambda number: number, range(6), slowly))
    finally:
        signal.signal(signal.SIGINT, before)
    assert found == [0]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
