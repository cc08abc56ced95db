"""Runs each job and its peer in turn, several times, and prints medians and ratios of wall time and peak memory."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from measuring.compare import Comparison, compare
from measuring.jobs import JOBS, Job
from measuring.process import ProgramError
from measuring.report import as_object, header, lines, machine

_BY_NAME = {job.name: job for job in JOBS}


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(description=__doc__, epilog="PILOTFISH holds the command to measure.")
    options.add_argument("jobs", nargs="*", metavar="JOB", help="all usual ones without; see --list")
    options.add_argument("--list", action="store_true", help="list the jobs")
    options.add_argument("--times", type=int, default=3, metavar="N", help="measured runs of each side (default 3)")
    options.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "pilotfish-bench", metavar="DIR")
    options.add_argument("--json", type=Path, metavar="FILE", help="also write all figures there")
    return options


def main() -> int:
    options = parser()
    given = options.parse_args()
    unknown = [name for name in given.jobs if name not in _BY_NAME]
    if unknown:
        options.error(f"no such job: {', '.join(unknown)}; --list shows all")
    if given.list:
        print("\n".join(f"{job.name:14} {job.title}{'' if job.usual else ' (only when named)'}" for job in JOBS))
        return 0
    given.work.mkdir(parents=True, exist_ok=True)
    chosen = [_BY_NAME[name] for name in given.jobs] or [job for job in JOBS if job.usual]
    with tempfile.TemporaryDirectory(prefix="runs-", dir=given.work) as made:
        return _run(chosen, given.work, Path(made), given.times, given.json)


def _run(jobs: list[Job], work: Path, made: Path, times: int, report: Path | None) -> int:
    """Runs the jobs and shows each when it is done; a program that fails costs its job only."""
    about = machine()
    print("\n".join(f"{name}: {value}" for name, value in about.items()), header(), sep="\n\n", flush=True)
    done: list[Comparison] = []
    for job in jobs:
        try:
            done.append(compare(job, work, made, times))
        except ProgramError as error:
            print(f"{job.name}: {error}", file=sys.stderr, flush=True)
        else:
            print("\n".join(lines(done[-1])), flush=True)
    if report:
        found = {"machine": about, "load": os.getloadavg(), "jobs": [as_object(comparison) for comparison in done]}
        report.write_text(json.dumps(found, indent=2) + "\n")
    return 0 if len(done) == len(jobs) else 1


if __name__ == "__main__":
    sys.exit(main())
