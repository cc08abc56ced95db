"""The compiler of kernels: Numba makes a function for given types, and we keep its code."""
from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from dissectors.machine_code import KernelCode, emit

if TYPE_CHECKING:
    from dissectors.kernel import Kernel

_AT_WORK = threading.RLock()
"""Numba is asked by one thread at a time."""
_RELEASE = re.compile(r"^declare void @NRT_MemInfo_call_dtor\(ptr[^)]*\).*$", re.MULTILINE)
_COUNTING = re.compile(r"^define [^\n]*@(NRT_incref|NRT_decref)\(.*?^}", re.MULTILINE | re.DOTALL)
_NEEDED = re.compile(r"^declare .*@\"?([\w.$]+)", re.MULTILINE)
_AVAILABLE = ("llvm.", "memcpy", "memset", "memmove")


class NotSelfContained(TypeError):
    """A kernel that needs Numba's library when it runs: it makes arrays or strings, or raises."""


def compile_kernel(target: Kernel, types: str) -> KernelCode:
    """The kernel's code for arguments of these types (see machine_code.signature)."""
    with _AT_WORK:
        from numba.core.compiler_lock import global_compiler_lock
        function = _dispatcher(target)
        arguments = tuple(map(_numba_type, types.split(",")))
        with global_compiler_lock:
            function.compile(arguments)
            found = function.overloads[arguments]
            found.library._ensure_finalized()   # linked with what it calls
        symbol = found.fndesc.llvm_func_name
        return KernelCode.of_object(symbol, _letters(found.signature.return_type),
                                    emit(_self_contained(function.inspect_llvm(arguments))))


def _dispatcher(target: Kernel) -> Any:
    """Numba's function for a kernel, which calls those of the kernels that it calls."""
    # `emit` optimizes; that Numba does so before costs a quarter more time and gains nothing
    os.environ.setdefault("NUMBA_OPT", "0")
    import numba
    if target.dispatcher is None:
        twin = target.twin({name: _dispatcher(callee) for name, callee in target.callees()})
        jit: Callable[[Any], Any] = numba.njit(
            nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
        target.dispatcher = _without_machine_code(_general(jit(twin)))
    return target.dispatcher


def _general(compiled: Any) -> Any:
    """Lets calls with constants use the version for any number; Numba would compile one for each constant."""
    from numba.core.types.misc import unliteral

    template = compiled.get_call_template
    compiled.get_call_template = lambda arguments, keywords: template(tuple(map(unliteral, arguments)), keywords)
    return compiled


def _without_machine_code(compiled: Any) -> Any:
    """Keeps Numba from making machine code of its own, which nobody would run: that is half of its time."""
    context = compiled.targetctx
    context.codegen()._engine.finalize_object = lambda: None

    def customized(flags: Any) -> Any:
        flags.no_compile = True
        return flags

    def keep(made: Any) -> None:
        key = object()      # in place of the code's entry point, by which callers know a function
        context.insert_user_function(key, made.fndesc, [made.library])
        compiled.overloads[tuple(made.signature.args)] = made._replace(entry_point=key)

    compiled._compiler._customize_flags, compiled.add_overload = customized, keep
    return compiled


def _numba_type(kind: str) -> Any:
    from numba.core import types
    from numba.np.numpy_support import from_dtype
    if kind in ("int", "float"):
        return types.int64 if kind == "int" else types.float64
    return types.Array(from_dtype(np.dtype(kind.removesuffix("r"))), 1, "C", readonly=kind.endswith("r"))


def _letters(returned: Any) -> str:
    from numba.core import types
    known = {types.none: "", types.int64: "q", types.float64: "d", types.boolean: "?"}
    return "".join(known[part] for part in getattr(returned, "types", [returned]))


def _self_contained(assembly: str) -> str:
    """The module without need of Numba's library.

    Arrays come without an owner, so counting who uses an owner is nothing and the function that releases owners is
    never called; callees are the module's own, so that the same name in another kernel's module may mean something
    else.
    """
    assembly = _COUNTING.sub(r"define internal void @\1(ptr %0) alwaysinline { ret void }", assembly)
    assembly = _RELEASE.sub("define internal void @NRT_MemInfo_call_dtor(ptr %0) { ret void }", assembly)
    assembly = assembly.replace("define linkonce_odr ", "define internal ").replace("= common ", "= internal ")
    missing = [name for name in _NEEDED.findall(assembly) if not name.startswith(_AVAILABLE)]
    if missing:
        raise NotSelfContained(", ".join(missing))
    return assembly
