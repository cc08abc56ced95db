"""Kernels: one function, interpreted where the work is small and compiled by Numba where it is large.

A kernel is a plain function over bytes, numbers and arrays, with ordinary loops and branches. Interpreted, it is
called as it stands, with memoryviews in place of arrays (their items are Python integers: quick, and they never
overflow). Compiled, it runs without the interpreter lock. Both must give the same: integers stay inside 63 bits, and
nothing is read outside the bounds that the caller names.
"""
from __future__ import annotations

import hashlib
import types
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from dissectors import kernel_files
from dissectors.machine_code import MachineCode, machine, signature

if TYPE_CHECKING:
    import numpy.typing as npt

LOAD_FROM = 5_000
"""Units of work (packets, records, segments) from which machine code pays that an earlier process has made."""
COMPILE_FROM = 30_000
"""Units of work from which compiling pays."""


compiled_here: set[str] = set()
"""The kernels that this process has compiled: on a new machine those that can wait do, for the next process."""
made_elsewhere: dict[tuple[str, str], Callable[[], object]] = {}
"""Kernels, by name and signature, that another process compiles by now: what waits for their code."""


class Kernel:
    """A kernel function; call it with `work` to say how much there is to do.

    `kernel(arguments…)` interprets. `kernel.for_work(n)` gives the callable that suits `n` units of work.
    """

    def __init__(self, function: types.FunctionType) -> None:
        self.function = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.dispatcher: Any = None
        self._codes: dict[str, MachineCode] = {}
        self._interpreted: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        return self.interpreted()(*[_plain(a) for a in arguments])

    def interpreted(self) -> Callable[..., Any]:
        """The function as Python runs it, with its callees as plain functions; pass memoryviews, not arrays."""
        if self._interpreted is None:
            self._interpreted = self.twin({name: callee.interpreted() for name, callee in self.callees()})
        return self._interpreted

    def for_work(self, work: int) -> Callable[..., Any]:
        """The interpreted function for little work, the compiled one for much; between them what is at hand."""
        if work >= COMPILE_FROM:
            return self.compiled
        return self._at_hand if work >= LOAD_FROM else self

    def compiled(self, *arguments: Any) -> Any:
        """Runs the function as machine code, which is kept on disk for the next process; pass arrays and numbers."""
        kinds = signature(arguments)
        return (self._code(kinds) or self._made_elsewhere(kinds) or self.compile_for(kinds))(*arguments)

    def is_at_hand(self, *arguments: Any) -> bool:
        """Whether there is machine code for such arguments, from this process or an earlier one."""
        return self.has_code(signature(arguments))

    def has_code(self, kinds: str) -> bool:
        """The same for a signature."""
        return self._code(kinds) is not None

    def _at_hand(self, *arguments: Any) -> Any:
        """Runs the function as machine code if there is some already."""
        return (self._code(signature(arguments)) or self)(*arguments)

    def _code(self, kinds: str) -> MachineCode | None:
        if kinds not in self._codes:
            kept = kernel_files.load(_file_name(self, kinds))
            if kept is None:
                return None
            self._codes[kinds] = MachineCode(kept, kinds)
        return self._codes[kinds]

    def _made_elsewhere(self, kinds: str) -> MachineCode | None:
        wait = made_elsewhere.pop((self.__name__, kinds), None)
        if wait is None:
            return None
        wait()
        return self._code(kinds)

    def compile_for(self, kinds: str) -> MachineCode:
        """Compiles the function for a signature, and keeps the code for later processes."""
        from dissectors.compiling import compile_kernel
        made = compile_kernel(self, kinds)
        compiled_here.add(self.__name__)
        kernel_files.save(_file_name(self, kinds), made)
        return self._codes.setdefault(kinds, MachineCode(made, kinds))

    def twin(self, callees: dict[str, Callable[..., Any]]) -> types.FunctionType:
        """The same code, which finds these functions under the names of its callees."""
        source = self.function
        twin = types.FunctionType(source.__code__, source.__globals__ | callees, source.__name__, source.__defaults__)
        twin.__module__, twin.__qualname__ = source.__module__, source.__qualname__
        return twin

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


def _file_name(target: Kernel, kinds: str) -> str:
    """A name a version of the code, of the kernels that it calls, of the compiler and of the processor."""
    digest = hashlib.sha256(f"{kinds} {machine()}".encode())
    _add_code(target, digest.update, set())
    return f"{target.__name__}-{digest.hexdigest()[:32]}.o"


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
