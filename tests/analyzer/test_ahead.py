"""Kernels that another process compiles while a large capture is read."""
from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from sample_captures import FOLDER

import analyzer
from analyzer import ahead, workers
from dissectors import kernel
from dissectors.kernel import Kernel


@kernel.kernel
def double(numbers, out):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        out[i] = 2 * numbers[i]


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A large file, without kernels that were compiled before; `double` is the one that will be needed."""
    monkeypatch.setenv("PILOTFISH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(double, "_codes", {})
    monkeypatch.setattr(ahead, "kernels", lambda: {double: "i8,i8"})
    monkeypatch.setattr(workers, "processors", lambda: 2)
    if not ahead.worth_forking():
        pytest.skip("forks on Linux alone, and where no other thread runs")
    with open(tmp_path / "large.pcap", "wb") as file:
        file.truncate(kernel.COMPILE_FROM * ahead.LARGEST_FRAME + 1)
    return str(tmp_path / "large.pcap")


def children() -> set[str]:
    """The processes that this one has started."""
    return {one for path in Path("/proc/self/task").glob("*/children") for one in path.read_text().split()}


def doubled() -> list[int]:
    out = np.zeros(2, np.int64)
    double.compiled(np.array([3, 4]), out)
    return out.tolist()


def test_code_that_another_process_makes_is_waited_for(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, compile_for = os.getpid(), Kernel.compile_for

    def elsewhere(self: Kernel, kinds: str) -> object:
        assert os.getpid() != ours
        return compile_for(self, kinds)
    monkeypatch.setattr(Kernel, "compile_for", elsewhere)
    with ahead.compiling_ahead(large):
        assert doubled() == [6, 8]
    assert not kernel.made_elsewhere


def test_what_nobody_asks_for_ends_with_the_work(large: str) -> None:
    before = children()
    with ahead.compiling_ahead(large):
        assert len(kernel.made_elsewhere) == 1
        started = children() - before
    assert len(started) == 1
    assert not started & children()
    assert doubled() == [6, 8]      # compiled here


def test_when_the_other_process_is_killed_this_one_compiles(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, compile_for = os.getpid(), Kernel.compile_for

    def killed(self: Kernel, kinds: str) -> object:
        if os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        return compile_for(self, kinds)
    monkeypatch.setattr(Kernel, "compile_for", killed)
    with ahead.compiling_ahead(large):
        assert doubled() == [6, 8]


def test_small_captures_compile_nothing_ahead(large: str) -> None:
    os.truncate(large, 1000)
    with ahead.compiling_ahead(large):
        assert not kernel.made_elsewhere


def test_signatures_are_those_that_captures_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, has = set(), Kernel._code

    def note(self: Kernel, kinds: str) -> object:
        asked.add((self.__name__, kinds))
        return has(self, kinds)
    monkeypatch.setattr(Kernel, "_code", note)
    monkeypatch.setattr(Kernel, "for_work", lambda self, work: self.compiled)
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        assert analysis.summary()
    assert set(ahead.LATER.items()) <= asked
    assert {one.__name__: kinds for one, kinds in ahead.kernels().items()} == ahead.LATER
