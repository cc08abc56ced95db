"""What programs ask of the system's memory allocator."""
from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's mallopt(3)."""
_LARGE, _KEPT = 8 << 20, 32 << 20
_LASTING_LARGE, _LASTING_KEPT = 2 << 20, 8 << 20


def give_large_blocks_back(lasting: bool = False) -> None:
    """Lets the memory of large arrays go back to the system as soon as they are gone. By itself glibc begins to keep
    blocks as large as the largest that was ever given back. Some bytes at the heap's end are kept for the next arrays:
    getting fresh pages takes a tenth of a large job. A program that is `lasting`, as a window, keeps less."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LASTING_LARGE if lasting else _LARGE)
        set_option(_TRIM_THRESHOLD, _LASTING_KEPT if lasting else _KEPT)


def give_back() -> None:
    """Gives back what large work has freed. The C library of Linux keeps that, as it stands between what is still in
    use: tens of megabytes where a large capture was read or sorted."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
