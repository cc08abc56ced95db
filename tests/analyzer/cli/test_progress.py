"""The progress bar."""
from __future__ import annotations

import io
import os
import sys
import threading
import time

import pytest

from analyzer.cli.progress import Progress
from analyzer.workers import Workers, worth_forking


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, patience: float, compiled: list[int] | None = None) -> str:
    counts = iter(compiled or [0] * 1_000)
    with Progress(stream, lambda: next(counts, 1), patience):
        while patience == 0 and "\r" not in stream.getvalue():
            pass
    return stream.getvalue()


def test_it_shows_and_goes() -> None:
    text = shown(Terminal(), 0)
    assert "\rreading   [                    ]   0%\r" in text
    assert text.endswith("\r") and text.rstrip("\r").rsplit("\r", 1)[1].isspace()


def test_it_tells_of_the_first_compilation() -> None:
    assert "compiling for this machine, once" in shown(Terminal(), 0, [0, 1, 1])


def test_it_waits_before_it_shows() -> None:
    assert shown(Terminal(), 60) == ""


def test_it_shows_on_terminals_only() -> None:
    assert shown(io.StringIO(), 60) == ""
    with Progress(None, lambda: 0):
        pass


@pytest.mark.parametrize(("fraction", "says"), [
    (0.5, "reading   [==========          ]  50%"), (0.999, "reading"), (1.0, "analysing 12 s"),
])
def test_line(fraction: float, says: str) -> None:
    with Progress(Terminal(), lambda: 0, 60) as progress:
        progress.at(fraction)
        assert says in progress.line(12.3)


def test_a_filter_that_asks_packets_shows_how_far_it_is() -> None:
    with Progress(Terminal(), lambda: 0, 60) as progress:
        progress.at(1)
        progress.filtering(0.25)
        assert progress.line(1).startswith("filtering [=====               ]  25%")
        progress.filtering(1)
        assert progress.line(1).startswith("analysing")


@pytest.mark.skipif(sys.platform != "linux", reason="work is shared on Linux")
def test_it_steps_aside_where_work_is_shared_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, fork, before, threads = Terminal(), os.fork, threading.active_count(), list[int]()
    could_share = worth_forking()

    def counting() -> int:
        threads.append(threading.active_count())
        return fork()
    monkeypatch.setattr(os, "fork", counting)
    with Progress(stream, lambda: 0, 0) as progress:
        assert worth_forking() is could_share
        assert list(Workers(str, range(4))) == ["0", "1", "2", "3"]
        progress.at(0.5)
        until = time.monotonic() + 30
        while "50%" not in stream.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        assert "50%" in stream.getvalue()
    assert set(threads) == {before} == {threading.active_count()}


def test_it_fits_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert max(map(len, shown(Terminal(), 0).split("\r"))) < 20
