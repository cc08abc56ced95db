"""Workers: results in order, faults passed on, nothing left behind."""
from __future__ import annotations

import os

import pytest

from analyzer.workers import Workers, over, worth_forking

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
