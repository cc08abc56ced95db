"""Runs the two sides of a job in turn and keeps what was measured."""

from __future__ import annotations

import os
import shlex
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from measuring.captures import NAMES, capture
from measuring.jobs import Job, Measure, Side, Target
from measuring.process import Run, count_lines, run

_ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Outcome:
    """What one side did: its runs, and in a run before them how much it wrote, and the memory of all its processes."""

    side: Side
    runs: list[Run] = field(default_factory=list)
    together: int = 0
    lines: int = 0
    files: int = 0

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    @property
    def peak(self) -> float:
        return max(self.together, statistics.median(run.peak for run in self.runs))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of one job, and the load of the machine before it."""

    job: Job
    ours: Outcome
    peer: Outcome
    load: float

    def value(self, measure: Measure) -> float:
        if measure is Measure.EXTRA:
            return self.ours.seconds - self.peer.seconds
        if measure is Measure.MEMORY:
            return self.ours.peak / self.peer.peak
        return self.ours.seconds / self.peer.seconds

    def reached(self, target: Target) -> bool:
        return self.value(target.measure) <= target.limit


def compare(job: Job, work: Path, made: Path, times: int) -> Comparison:
    """Runs both sides once untimed (so that caches are filled, outputs counted, processes looked at), then in turn.

    What the programs write stays in `made` for its owner to remove when all is measured: for minutes after thousands
    of files were deleted, ext4 is slow to make new ones.

    Raises ProgramError where a program fails.
    """
    load = os.getloadavg()[0]
    ours, peer = Outcome(job.ours), Outcome(job.peer)
    for outcome in (ours, peer):
        _run_once(outcome, work, made, measured=False)
    for _ in range(times):
        for outcome in (ours, peer):
            _run_once(outcome, work, made, measured=True)
    return Comparison(job, ours, peer, load)


def _run_once(outcome: Outcome, work: Path, made: Path, measured: bool) -> None:
    scratch = Path(tempfile.mkdtemp(prefix="run-", dir=made))
    command = [word for text in outcome.side.command for word in _words(text, work, scratch)]
    environment = _environment(outcome.side, work, scratch)
    errors = scratch / "errors"
    if measured:
        outcome.runs.append(run(command, environment, errors))
    else:
        outcome.lines, outcome.together = count_lines(command, environment, errors)
        outcome.files = sum(1 for path in (scratch / "new").rglob("*") if path.is_file())


def _words(text: str, work: Path, scratch: Path) -> Iterator[str]:
    """The words that one word of a job's command stands for."""
    start, mark, name = text.partition("@")
    if not mark:
        yield text
    elif name == "pilotfish":
        yield from pilotfish()
    elif name == "python":
        yield sys.executable
    elif name in ("new", "cache"):
        yield f"{start}{scratch / name}"
    elif name in NAMES:
        yield f"{start}{capture(work, name)}"
    else:
        raise ValueError(f"{text}: stands for nothing")


def pilotfish() -> list[str]:
    """The command that starts pilotfish."""
    return shlex.split(os.environ.get("PILOTFISH", "")) or [sys.executable, "-m", "analyzer"]


def _environment(side: Side, work: Path, scratch: Path) -> dict[str, str]:
    own = {name: "".join(_words(value, work, scratch)) for name, value in side.environment}
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, **own}
