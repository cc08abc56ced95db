"""Kernels: one function, interpreted where the work is small and compiled by Numba where it is large.

A kernel is a plain function over bytes, numbers and arrays, with ordinary loops and branches. Interpreted, it is
called as it stands, with memoryviews in place of arrays (their items are Python integers: quick, and they never
overflow). Compiled, it runs without the interpreter lock. Both must give the same: integers stay inside 63 bits, and
nothing is read outside the bounds that the caller names.
"""
from __future__ import annotations

import hashlib
import os
import sys
import threading
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_COMPILING = threading.RLock()
"""One thread compiles at a time: Numba's cache folder is a setting of the whole process."""
COMPILE_FROM = 30_000
"""Units of work (packets, records, segments) from which compiling pays; loading the compiler costs as much."""


class Kernel:
    """A kernel function; call it with `work` to say how much there is to do.

    `kernel(arguments…)` interprets. `kernel.for_work(n)` gives the callable that suits `n` units of work.
    """

    def __init__(self, function: types.FunctionType) -> None:
        self.function = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self._compiled: Callable[..., Any] | None = None
        self._interpreted: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        return self.interpreted()(*[_plain(a) for a in arguments])

    def interpreted(self) -> Callable[..., Any]:
        """The function as Python runs it, with its callees as plain functions; pass memoryviews, not arrays."""
        if self._interpreted is None:
            self._interpreted = _twin(self, {name: callee.interpreted() for name, callee in self.callees()})
        return self._interpreted

    def for_work(self, work: int) -> Callable[..., Any]:
        """The interpreted function for little work, the compiled one for much."""
        return self if work < COMPILE_FROM else self.compiled()

    def compiled(self) -> Callable[..., Any]:
        """The function as machine code; kept on disk for the next process."""
        with _COMPILING:
            if self._compiled is None:
                self._compiled = _compile(self)
            return self._compiled

    def callees(self) -> Iterator[tuple[str, Kernel]]:
        """The kernels that this one calls, by the name under which it knows them."""
        names = self.function.__code__.co_names
        for name in names:
            value = self.function.__globals__.get(name)
            if isinstance(value, Kernel):
                yield name, value


def kernel(function: Callable[..., Any]) -> Kernel:
    """Marks a function as a kernel."""
    assert isinstance(function, types.FunctionType)
    return Kernel(function)


def readonly(buffer: Any) -> npt.NDArray[np.uint8]:
    """The bytes of a buffer (bytes, mmap, array) as kernels take them: an array that can't be written."""
    view = np.frombuffer(buffer, np.uint8) if len(buffer) else np.zeros(0, np.uint8)
    view.flags.writeable = False
    return view


def _plain(argument: Any) -> Any:
    return argument.data if isinstance(argument, np.ndarray) and argument.size else argument


def _compile(target: Kernel) -> Callable[..., Any]:
    import numba
    from numba.core import config

    twin = _twin(target, {name: callee.compiled() for name, callee in target.callees()})
    config.CACHE_DIR = str(_cache_folder(target))
    compiled = numba.njit(nogil=True, cache=True, error_model="numpy")(twin)
    return _general(compiled)


def _general(compiled: Any) -> Callable[..., Any]:
    """Lets calls with constants use the version for any number; Numba would compile one for each constant."""
    from numba.core.types.misc import unliteral

    template = compiled.get_call_template
    compiled.get_call_template = lambda arguments, keywords: template(tuple(map(unliteral, arguments)), keywords)
    found: Callable[..., Any] = compiled
    return found


def _twin(target: Kernel, callees: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The same code, which finds these functions under the names of its callees."""
    source = target.function
    twin = types.FunctionType(source.__code__, source.__globals__ | callees, source.__name__, source.__defaults__)
    twin.__module__, twin.__qualname__ = source.__module__, source.__qualname__
    return twin


def _cache_folder(target: Kernel) -> Path:
    """A folder a version of the code: Numba itself does not see that a callee in another file has changed."""
    digest = hashlib.sha256(sys.version.encode())
    _add_code(target, digest.update, set())
    return cache_root() / "kernels" / digest.hexdigest()[:16]


def _add_code(target: Kernel, update: Callable[[bytes], None], seen: set[int]) -> None:
    if id(target) in seen:
        return
    seen.add(id(target))
    code = target.function.__code__
    update(code.co_code + repr(code.co_consts).encode() + repr(code.co_names).encode())
    for name in code.co_names:
        value = target.function.__globals__.get(name)
        if isinstance(value, int | float | tuple):
            update(f"{name}={value!r}".encode())
    for _, callee in target.callees():
        _add_code(callee, update, seen)


def cache_root() -> Path:
    """Where this user's caches belong on this system."""
    chosen = os.environ.get("PILOTFISH_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "pilotfish"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "pilotfish" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pilotfish"
