"""Machine code of kernels: loads what the compiler made, and calls it with arrays, without the compiler.

The compiler (Numba) takes half a second to come up, and even LLVM alone 50 MB. So a kernel's code is kept linked, or,
for processors for which we don't link, as an object file; with one line before it that says how it is called. Arrays
are passed as Numba passes them: two pointers for their owner (none here), number of items, bytes an item, address,
shape and strides.
"""
from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import importlib.util
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dissectors.linking import CannotLink, Image, link
from dissectors.loading import Loaded

_RETURNS: dict[str, Any] = {"q": ctypes.c_int64, "d": ctypes.c_double, "?": ctypes.c_uint8}
_ARRAY = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64,
          ctypes.c_int64)
EMITTED = 4
"""Counts up where `emit` or the compiler make other code of the same kernel."""
_LASTING = ("vendor_id", "cpu family", "model", "stepping", "flags", "CPU ", "Features")
"""Lines of /proc/cpuinfo that stay as they are; of x86, and of ARM."""
_ONE_CPU = 8192
"""Bytes in which the first of several processors is described."""
_DONE = (0, -2)
"""What a function gives back that ended with a result, and with None."""


class DamagedCode(Exception):
    """A file that does not hold the code that was written to it."""


@dataclass(frozen=True, slots=True)
class KernelCode:
    """A kernel's code: an image that is linked, or an object file.

    `returns` has a letter a number that the kernel returns: q an int64, d a float64, ? a boolean.
    """
    symbol: str
    returns: str
    code: Image | bytes

    @classmethod
    def of_object(cls, symbol: str, returns: str, data: bytes) -> KernelCode:
        """That of an object file, linked if we can."""
        with contextlib.suppress(CannotLink):
            return cls(symbol, returns, link(data, symbol))
        return cls(symbol, returns, data)

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all."""
        data, place = (self.code, "") if isinstance(self.code, bytes) else (self.code.code, _written(self.code))
        call = f"{self.symbol} {self.returns} {place}".encode()
        line = call + b"|" + _digest(call, data)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_bytes(line + b"\n" + data)
        scratch.replace(path)

    @classmethod
    def load(cls, path: Path) -> KernelCode:
        """Reads what `save` wrote; raises FileNotFoundError and DamagedCode."""
        line, _, data = path.read_bytes().partition(b"\n")
        call, _, digest = line.partition(b"|")
        if digest != _digest(call, data):
            raise DamagedCode(path)
        symbol, returns, place = call.decode().split(" ")
        return cls(symbol, returns, _image(data, place) if place else data)


def _digest(call: bytes, data: bytes) -> bytes:
    return hashlib.sha256(call + data).hexdigest().encode()


def _written(image: Image) -> str:
    """An image's places as text: of its function, then of each import with its name."""
    return ",".join((str(image.entry), *(f"{place}:{name}" for place, name in image.imports)))


def _image(data: bytes, text: str) -> Image:
    entry, *imports = text.split(",")
    return Image(data, int(entry), tuple((int(place), name) for place, _, name in (i.partition(":") for i in imports)))


def signature(arguments: Sequence[Any]) -> str:
    """The types of arguments: `u1` an array of that dtype, `u1r` one that can't be written, `int`, `float`."""
    return ",".join(map(_kind, arguments))


def _kind(argument: Any) -> str:
    if isinstance(argument, np.ndarray):
        flags = argument.flags
        if argument.ndim != 1 or not flags.c_contiguous or not flags.aligned:
            raise TypeError("kernels take contiguous arrays of one dimension")
        return f"{argument.dtype.str[1:]}{'' if flags.writeable else 'r'}"
    return "float" if isinstance(argument, float) else "int"


class MachineCode:
    """A kernel's code in memory, to be called with arguments of one signature. It runs without the interpreter lock."""

    def __init__(self, code: KernelCode, types: str) -> None:
        self._loaded: Loaded | _LoadedByLlvm = (
            _LoadedByLlvm(code.code, code.symbol) if isinstance(code.code, bytes) else Loaded(code.code))
        self._values = [f"value{i}" for i in range(len(code.returns))]
        fields = [(name, _RETURNS[letter]) for name, letter in zip(self._values, code.returns, strict=True)]
        self._result = type("Result", (ctypes.Structure,), {"_fields_": fields})
        kinds = [ctypes.c_void_p, ctypes.c_void_p, *_argument_types(types)]
        self._call = ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)(self._loaded.entry)
        self._name = code.symbol

    def __call__(self, *arguments: Any) -> Any:
        result, fault = self._result(), ctypes.c_void_p()
        status = self._call(ctypes.addressof(result), ctypes.addressof(fault), *_passed(arguments))
        if status not in _DONE:
            raise RuntimeError(f"kernel {self._name} ended with {status}")
        values = [getattr(result, name) for name in self._values]
        return tuple(values) if len(values) > 1 else values[0] if values else None


class _LoadedByLlvm:
    """An object file in memory."""

    def __init__(self, data: bytes, symbol: str) -> None:
        llvm, target = _llvm()
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(data))
        self._engine.finalize_object()
        self.entry = self._engine.get_function_address(symbol)


def _argument_types(types: str) -> Iterator[Any]:
    for kind in types.split(","):
        if kind == "int":
            yield ctypes.c_int64
        elif kind == "float":
            yield ctypes.c_double
        else:
            yield from _ARRAY


def _passed(arguments: Sequence[Any]) -> Iterator[Any]:
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            size, item = argument.size, argument.itemsize
            yield from (None, None, size, item, argument.__array_interface__["data"][0], size, item)
        else:
            yield argument if isinstance(argument, float) else int(argument)


@functools.cache
def _llvm() -> tuple[Any, Callable[[], Any]]:
    from llvmlite import binding
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding, functools.partial(
        binding.Target.from_default_triple().create_target_machine, opt=3, cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(), jit=True, reloc="pic")


def emit(assembly: str) -> bytes:
    """The object file of a module in LLVM's language, for this processor.

    The module is optimized once more: Numba did so while counting of owners and foreign callees stood in the way of
    putting the small functions into those that call them.
    """
    llvm, target = _llvm()
    processor, module = target(), llvm.parse_assembly(assembly)
    passes = llvm.create_pass_builder(processor, llvm.create_pipeline_tuning_options(3))
    passes.getModulePassManager().run(module, passes)
    made: bytes = processor.emit_object(module)
    return made


@functools.cache
def machine() -> str:
    """What code depends on beside its source: versions and processor."""
    return f"{EMITTED} {sys.version} {_compiler()} {platform.machine()} {_processor()}"


def _compiler() -> str:
    """LLVM's release, by the names of installed packages: to import it takes long."""
    found = importlib.util.find_spec("llvmlite")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent.parent
    return " ".join(sorted(path.name for path in folder.glob("llvmlite-*-info"))) or found.origin


def _processor() -> str:
    """What the processor is and can."""
    with contextlib.suppress(OSError), open("/proc/cpuinfo", "rb", buffering=0) as cpus:
        first, _, _ = cpus.read(_ONE_CPU).decode("utf-8", "replace").partition("\n\n")
        if known := [line for line in first.splitlines() if line.startswith(_LASTING)]:
            return "|".join(known)
    from llvmlite import binding
    return f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"
