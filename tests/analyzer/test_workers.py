"""Workers: results in order, faults passed on, nothing left behind."""
from __future__ import annotations

import os

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
    made = list(Workers(lambda number: b"%d," % number, range(30), lambda part: os.write(writing, part)))
    os.close(writing)
    with os.fdopen(reading, "rb") as delivered_to:
        assert delivered_to.read() == b"".join(b"%d," % number for number in range(30))
    assert made == [2] * 10 + [3] * 20


def test_what_can_not_be_delivered_is_raised_here() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Workers(lambda number: number, range(6), fail_at_three))


def test_deliverers_that_nobody_collects_leave_no_process_behind() -> None:
    workers = Workers(lambda _: bytes(1 << 20), range(20), len)
    assert next(iter(workers)) == 1 << 20
    workers.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_small_jobs_deliver_in_this_process() -> None:
    found: list[int] = []
    assert list(delivered(lambda number: number * 2, [1, 2], large=False, deliver=found.append)) == [None, None]
    assert found == [2, 4]
