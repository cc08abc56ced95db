"""What the program asks of the system's memory allocator."""
from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's mallopt(3)."""
_LARGE = 8 << 20
_KEPT = 32 << 20
"""Bytes at the end of the heap that are kept for the next arrays: getting fresh pages takes a tenth of a large job."""


def give_large_blocks_back() -> None:
    """Lets the memory of large arrays go back to the system as soon as they are gone. By itself glibc begins to keep
    blocks as large as the largest that was ever given back."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGE)
        set_option(_TRIM_THRESHOLD, _KEPT)
