"""Memory that is free but not the system's: gives it back."""
from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Gives back what large work has freed. The C library of Linux keeps that, as it stands between what is still in
    use: tens of megabytes where a large capture was read or sorted."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
