"""Runs one program and measures it: wall time, and the peak memory of it and of its children."""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.05
_KIB = 1024


class ProgramError(Exception):
    """A measured program could not be started or ended with an exit code other than 0."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds of wall time, bytes of memory at the peak of its largest process."""

    seconds: float
    peak: int


def count_lines(command: Sequence[str], environment: Mapping[str, str], errors: Path) -> tuple[int, int]:
    """Runs the program without timing it: how many lines it printed, and the bytes of memory of its processes together
    at the peak, 0 where it is always one. To look at them takes their time, so that no run that is timed is looked at.

    Raises ProgramError.
    """
    with errors.open("wb") as log:
        try:
            program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
        except OSError as error:
            raise ProgramError(f"{command[0]}: {error.strerror}") from error
        with program, _sampling(program.pid) as sampled:
            assert program.stdout is not None
            found = sum(block.count(b"\n") for block in iter(functools.partial(program.stdout.read, 1 << 20), b""))
    _check(command, program.returncode, errors)
    return found, sampled.peak


def run(command: Sequence[str], environment: Mapping[str, str], errors: Path) -> Run:
    """Runs the program with standard output to nowhere and standard error into a file.

    Raises ProgramError.
    """
    began = time.perf_counter()
    pid = _start(command, environment, errors)
    _, status, usage = _wait(pid)
    seconds = time.perf_counter() - began
    _check(command, os.waitstatus_to_exitcode(status), errors)
    return Run(seconds, usage.ru_maxrss * _KIB)


def _check(command: Sequence[str], code: int, errors: Path) -> None:
    if code:
        raise ProgramError(f"{' '.join(command)}: exit code {code}: {_last_line(errors)}")


def _start(command: Sequence[str], environment: Mapping[str, str], errors: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(errors), flags, 0o600),
    ]
    try:
        return os.posix_spawnp(command[0], list(command), environment, file_actions=actions)
    except OSError as error:
        raise ProgramError(f"{command[0]}: {error.strerror}") from error


def _wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    try:
        return os.wait4(pid, 0)
    except KeyboardInterrupt:
        os.kill(pid, 15)
        os.wait4(pid, 0)
        raise


def _last_line(errors: Path) -> str:
    lines = errors.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "nothing on standard error"


class _Sampler(threading.Thread):
    """Looks at a tree of processes again and again; `peak` is the largest sum seen where there were several."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_INTERVAL):
            pids = list(_tree(self._pid))
            if len(pids) > 1:
                self.peak = max(self.peak, sum(map(_proportional, pids)))

    def end(self) -> None:
        self._ended.set()
        self.join()


@contextmanager
def _sampling(pid: int) -> Iterator[_Sampler]:
    sampler = _Sampler(pid)
    sampler.start()
    try:
        yield sampler
    finally:
        sampler.end()


def _tree(pid: int) -> Iterator[int]:
    waiting = [pid]
    while waiting:
        pid = waiting.pop()
        yield pid
        with contextlib.suppress(FileNotFoundError):    # it has ended meanwhile
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += map(int, _read(children).split())


def _proportional(pid: int) -> int:
    """The proportional set size: pages that processes share are counted once in all."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * _KIB
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""
