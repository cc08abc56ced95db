"""Shows comparisons: a table for people, an object for programs."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator

from measuring.compare import Comparison, Outcome, pilotfish
from measuring.jobs import Measure, Target

_MEGABYTE = 1_000_000
_HEAD = ("job", "ours", "peer", "s", "s", "ratio", "MB", "MB", "ratio", "target")
_WIDTHS = (14, 14, 14, 8, 8, 7, 7, 7, 7, 0)


def machine() -> dict[str, object]:
    """What was measured on."""
    return {
        "cpu": _cpu(),
        "cpus": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "tshark": _first_line(["tshark", "--version"]),
        "pilotfish": _first_line([*pilotfish(), "--version"]),
    }


def _cpu() -> str:
    with open("/proc/cpuinfo") as lines:
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _first_line(command: list[str]) -> str:
    try:
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        return f"not known: {error}"
    return output.partition("\n")[0]


def header() -> str:
    return _row(_HEAD)


def lines(comparison: Comparison) -> Iterator[str]:
    """The comparison as rows of the table, one a target."""
    ours, peer = comparison.ours, comparison.peer
    figures = (
        comparison.job.name, ours.side.label, peer.side.label,
        f"{ours.seconds:.3f}", f"{peer.seconds:.3f}", f"{comparison.value(Measure.TIME):.3f}",
        f"{ours.peak / _MEGABYTE:.0f}", f"{peer.peak / _MEGABYTE:.0f}", f"{comparison.value(Measure.MEMORY):.2f}",
    )  # fmt: skip
    first, *others = [_judged(comparison, target) for target in comparison.job.targets] or [""]
    yield _row((*figures, first))
    for other in others:
        yield _row((*[""] * len(figures), other))
    yield f"    load {comparison.load:.2f} before; output: {_written(ours)}, {_written(peer)}"


def _judged(comparison: Comparison, target: Target) -> str:
    verdict = "reached" if comparison.reached(target) else "NOT REACHED"
    return f"{target.measure.value} ≤ {target.limit:.3g}: {verdict} ({comparison.value(target.measure):.3g})"


def _written(outcome: Outcome) -> str:
    files = f" and {outcome.files} files" if outcome.files else ""
    return f"{outcome.side.label} {outcome.lines} lines{files}"


def _row(cells: tuple[str, ...]) -> str:
    """Words to the left, numbers to the right."""
    placed = [cell.ljust(width) if place < 3 else cell.rjust(width) for place, (cell, width) in _numbered(cells)]
    return " ".join(placed).rstrip()


def _numbered(cells: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, int]]]:
    return enumerate(zip(cells, _WIDTHS, strict=True))


def as_object(comparison: Comparison) -> dict[str, object]:
    """The comparison for JSON, with every single run."""
    return {
        "job": comparison.job.name,
        "title": comparison.job.title,
        "load": comparison.load,
        "ours": _side(comparison.ours),
        "peer": _side(comparison.peer),
        "time_ratio": comparison.value(Measure.TIME),
        "memory_ratio": comparison.value(Measure.MEMORY),
        "targets": [
            {
                "measure": target.measure.value,
                "limit": target.limit,
                "value": comparison.value(target.measure),
                "reached": comparison.reached(target),
            }
            for target in comparison.job.targets
        ],
    }


def _side(outcome: Outcome) -> dict[str, object]:
    return {
        "label": outcome.side.label,
        "command": list(outcome.side.command),
        "seconds": outcome.seconds,
        "peak": outcome.peak,
        "runs": [{"seconds": run.seconds, "peak": run.peak} for run in outcome.runs],
        "lines": outcome.lines,
        "files": outcome.files,
    }
