"""What the program asks of the memory allocator."""
from __future__ import annotations

import sys

import numpy as np
import pytest

from analyzer.cli.memory import give_large_blocks_back


def resident() -> int:
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone has the option")
def test_large_arrays_leave_nothing_behind() -> None:
    give_large_blocks_back()
    size = 24 << 20
    first, between = np.ones(size, np.uint8), np.ones(4 << 20, np.uint8)
    before = resident()
    del first
    assert before - resident() > (20 << 20) // 4096 and between[0] == 1
    again = np.ones(size, np.uint8)
    last = np.ones(4 << 20, np.uint8)
    before = resident()
    del again   # which lies below `last` where the allocator keeps large blocks
    assert before - resident() > (20 << 20) // 4096 and last[0] == 1
