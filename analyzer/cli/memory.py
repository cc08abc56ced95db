"""What the program asks of the system's memory allocator."""
from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of glibc's mallopt(3)."""
_LARGE = 1 << 20


def give_large_blocks_back() -> None:
    """Lets the memory of large arrays go back to the system as soon as they are gone. By itself glibc begins to keep
    blocks as large as the largest that was ever given back."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGE)
