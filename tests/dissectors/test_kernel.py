"""Kernels: interpreted, compiled, kept on disk, and what is done where that fails."""
from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dissectors import kernel as kernel_module
from dissectors import machine_code
from dissectors.compiling import NotSelfContained, compile_kernel
from dissectors.kernel import Kernel, kernel, readonly
from dissectors.machine_code import DamagedCode, KernelCode, signature


@kernel
def doubled(value):  # type: ignore[no-untyped-def]
    return value * 2


@kernel
def measure(data, bounds, weight, out):  # type: ignore[no-untyped-def]
    """The doubled sum of data[bounds[0]:bounds[1]], whether it is odd, and its weight; the sum is put into `out`."""
    total = 0
    for i in range(bounds[0], bounds[1]):
        total += data[i]
    out[0] = total
    return doubled(total), total % 2 == 1, total * weight


@kernel
def fill(out, value):  # type: ignore[no-untyped-def]
    for i in range(len(out)):
        out[i] = value


@kernel
def allocate(count):  # type: ignore[no-untyped-def]
    return len(np.zeros(count))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and kernels that have run nowhere yet."""
    monkeypatch.setenv("PILOTFISH_CACHE", str(tmp_path))
    for known in (measure, fill):
        monkeypatch.setattr(known, "_codes", {})
    return tmp_path / "kernels"


def measured(run: Any) -> tuple[Any, int]:
    out = np.zeros(1, np.int64)
    return run(readonly(b"\1\2\4\xff"), np.array([0, 3], np.int32), 0.5, out), int(out[0])


def test_compiled_gives_what_interpreted_gives(cache: Path) -> None:
    assert measured(measure) == measured(measure.compiled) == ((14, True, 3.5), 7)


def test_a_kernel_without_result_fills_its_arrays(cache: Path) -> None:
    out = np.zeros(3, np.uint16)
    assert fill.compiled(out, np.int64(7)) is None
    assert out.tolist() == [7, 7, 7]


def test_code_is_kept_and_loaded_without_the_compiler(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(measure.compiled)
    assert [path.name.partition("-")[0] for path in cache.iterdir()] == ["measure"]
    monkeypatch.setattr(measure, "_codes", {})
    monkeypatch.setattr(Kernel, "compile_for", None)
    if (sys.platform, platform.machine()) == ("linux", "x86_64"):
        monkeypatch.setattr(machine_code, "_llvm", None)
    assert measured(measure.compiled)[1] == 7


def test_each_signature_has_its_code(cache: Path) -> None:
    for dtype in (np.uint8, np.int32):
        fill.compiled(np.zeros(2, dtype), 1)
    assert len(list(cache.iterdir())) == 2


def test_damaged_code_is_made_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(measure.compiled)
    path, = cache.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedCode):
        KernelCode.load(path)
    monkeypatch.setattr(measure, "_codes", {})
    assert measured(measure.compiled)[1] == 7
    assert KernelCode.load(path).returns == "q?d"


def test_a_cache_that_cannot_be_written_costs_only_time(cache: Path) -> None:
    cache.write_text("no folder")
    assert measured(measure.compiled)[1] == 7


def test_for_some_work_code_is_used_that_is_at_hand(cache: Path) -> None:
    some = measure.for_work(kernel_module.LOAD_FROM)
    assert measured(some)[1] == 7
    assert not cache.exists()
    assert measured(measure.for_work(kernel_module.COMPILE_FROM)) == measured(some)
    shutil.rmtree(cache)
    assert measured(some)[1] == 7


def test_a_kernel_that_makes_arrays_is_refused() -> None:
    with pytest.raises(NotSelfContained):
        compile_kernel(allocate, "int")


def test_only_contiguous_arrays_of_one_dimension_are_taken() -> None:
    assert signature([readonly(b"a"), np.zeros(1, np.int64), 1, True, 0.5]) == "u1r,i8,int,int,float"
    for wrong in (np.zeros((2, 2)), np.zeros(4)[::2]):
        with pytest.raises(TypeError, match="contiguous"):
            signature([wrong])
