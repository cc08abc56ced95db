"""What the program asks of the memory allocator."""
from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import numpy as np
from analyzer.memory import give_large_blocks_back

def resident():
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1])

give_large_blocks_back()
size = 24 << 20
first, between = np.ones(size, np.uint8), np.ones(4 << 20, np.uint8)
before = resident()
del first
print(before - resident() > (20 << 20) // 4096)
again = np.ones(size, np.uint8)
last = np.ones(4 << 20, np.uint8)
before = resident()
del again   # which lies below `last` where the allocator keeps large blocks
print(before - resident() > (20 << 20) // 4096)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone has the option")
def test_large_arrays_leave_nothing_behind() -> None:
    # in a process of its own: what tests before have left in memory would blur the figures
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
