"""Puts linked code into memory where it can run."""
from __future__ import annotations

import ctypes
import functools
import mmap
from typing import Any

from dissectors.linking import WORD, Image


class Loaded:
    """An image in memory, which stays there as long as this object does."""

    def __init__(self, image: Image) -> None:
        self._memory = mmap.mmap(-1, len(image.code), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS,
                                 prot=mmap.PROT_READ | mmap.PROT_WRITE)
        self._memory[:len(image.code)] = image.code
        for place, name in image.imports:
            self._memory[place:place + WORD] = _address_of(name).to_bytes(WORD, "little")
        self._view = (ctypes.c_char * len(image.code)).from_buffer(self._memory)
        begin = ctypes.addressof(self._view)
        # never both at once: what can be written can't run
        if _c_library().mprotect(ctypes.c_void_p(begin), ctypes.c_size_t(len(image.code)),
                                 mmap.PROT_READ | mmap.PROT_EXEC):
            raise OSError(ctypes.get_errno(), "memory may not hold code")
        self.entry = begin + image.entry


@functools.cache
def _c_library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


@functools.cache
def _address_of(name: str) -> int:
    address = ctypes.cast(getattr(_c_library(), name), ctypes.c_void_p).value
    assert address is not None
    return address
