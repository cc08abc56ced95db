"""tshark beside us: its tree of packets that we don't dissect, by pyshark (the extra `tshark`); only when asked.

What it reads is an extract of the capture: the packets that are asked for with those of their flows before them, from
which tshark puts together what it needs. In place of other packets stand empty ones: so packets keep their numbers.
companion_process.py asks, in a process group of its own, which ends with the question or after SECONDS.
"""
from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree, which
from site import getuserbase
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Any
from weakref import finalize

import numpy as np

from analyzer.columns import Array
from analyzer.errors import ReportedError

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.trees import Tree

NAME = "tshark"
PROCESS = Path(__file__).with_name("companion_process.py")
OLDEST = (3, 0)
"""Before, TLS was called ssl, and nothing of QUIC was known."""
OURS_IS_LESS = ("data", "tls")
"""The layers below which there is more to tell."""
SECONDS, SECONDS_A_PACKET, VERSION_SECONDS = 20.0, 0.05, 10.0
POLL_SECONDS = 0.05
MOST_OF_FLOW, MOST_BYTES, FIRST_OF_FLOW = 20_000, 64 << 20, 20
"""Of long flows: so many packets and bytes before the one that is asked for, and so many of its first."""
FRAGMENTS_NEAR = 200
MOST_EMPTY = 100_000
"""tshark needs some 7 µs for an empty packet; where there would be more of them they are left out."""
_CHUNK = 1 << 20


class CompanionError(ReportedError):
    """tshark can't be asked, or has failed."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Extract:
    """What tshark reads: a file, and the rows of the capture that its packets are. The file goes with this object."""
    path: str
    rows: Array
    wanted: frozenset[int]

    def __post_init__(self) -> None:
        finalize(self, rmtree, os.path.dirname(self.path), ignore_errors=True)

    @property
    def is_numbered(self) -> bool:
        """Whether packets have the same numbers there as in the capture."""
        return int(self.rows[-1]) == len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What tshark says of a packet; `protocols` as companion_process.py gives them."""
    row: int
    version: str
    protocols: list[dict[str, Any]]
    is_numbered: bool = True


@lru_cache(1)
def program() -> str:
    """The path of tshark, with which all is well.

    Raises:
        CompanionError: where tshark or pyshark is not there, or too old.
    """
    path = which("tshark")
    if path is None:
        raise CompanionError("tshark is not installed (its package is `tshark`, or `wireshark-cli`)")
    if find_spec("pyshark") is None:
        raise CompanionError(f"tshark is asked by pyshark, which is not installed: "
                             f"`{sys.executable} -m pip install pyshark`")
    try:
        with TemporaryDirectory(prefix="pilotfish-") as folder:
            said = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                  timeout=VERSION_SECONDS, env=_surroundings(folder)).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CompanionError(f"{path} can't be run: {error}") from None
    version = re.match(r"TShark \(Wireshark\) (\d+)\.(\d+)", said[:1000].decode("ascii", "replace"))
    if version is None:
        raise CompanionError(f"{path} does not say that it is tshark")
    if (int(version[1]), int(version[2])) < OLDEST:
        raise CompanionError(f"{path} is version {version[1]}.{version[2]}; {OLDEST[0]}.{OLDEST[1]} or later is needed")
    return path


def _surroundings(folder: str) -> dict[str, str]:
    """An environment without anything of the person, but for the packages of Python: tshark finds neither preferences
    nor plugins, in Lua or compiled."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {"PYTHONUSERBASE": getuserbase(), **kept, "HOME": folder, "XDG_CONFIG_HOME": folder,
            "WIRESHARK_CONFIG_DIR": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}


def is_wanted(tree: Tree) -> bool:
    """Whether a packet has something that we don't dissect."""
    return tree.layers[-1].name in OURS_IS_LESS or len(tree.layers) == 1


def extract(analysis: Analysis, rows: Sequence[int]) -> Extract:
    """The extract that tshark needs for packets.

    Raises:
        CaptureError: where the capture can't be read any more, or the extract can't be written.
    """
    from analyzer.capture.records import Records
    from analyzer.capture.writer import Content, Form, write_capture
    used = _needed(analysis, rows)
    written = np.arange(int(used[-1]) + 1)
    if len(written) - len(used) > MOST_EMPTY:
        written = used
    columns = {name: analysis.packets.column(name)[written] for name in Records.__dataclass_fields__}
    empty = np.isin(written, used, invert=True)
    for name in ("caplen", "length"):
        columns[name] = np.where(empty, 0, columns[name])
    made = Extract(str(Path(mkdtemp(prefix="pilotfish-"), "extract.pcapng")), written, frozenset(rows))
    content = Content(analysis.capture, Records(**columns), lambda place: ())
    for _ in write_capture(content, made.path, Form()):
        pass
    return made


def _needed(analysis: Analysis, rows: Sequence[int]) -> Array:
    """The packets and what stands before them in their flows; fragments, which are of no flow, by where they stand."""
    flow, last = analysis.packets.column("flow"), max(rows)
    found = [np.asarray(rows, np.int64)]
    for number in {int(flow[row]) for row in rows} - {-1}:
        of_flow = analysis.rows_of(number)
        of_flow = of_flow[:np.searchsorted(of_flow, last, "right")]
        found += of_flow[:FIRST_OF_FLOW], _latest(analysis, of_flow[-MOST_OF_FLOW:])
    for row in rows:
        near = np.arange(max(row - FRAGMENTS_NEAR, 0), row)
        found.append(near[flow[near] < 0])
    return np.unique(np.concatenate(found))


def _latest(analysis: Analysis, rows: Array) -> Array:
    sizes = analysis.packets.column("caplen")[rows][::-1].cumsum(dtype=np.int64)
    return rows[len(rows) - int(np.searchsorted(sizes, MOST_BYTES, "right")):]


def answers(extract: Extract) -> Iterator[Answer | None]:
    """What tshark says of the packets, in their order; None whenever a while has passed without news.

    Raises:
        CompanionError: where it failed.
    """
    places = np.searchsorted(extract.rows, sorted(extract.wanted)) + 1
    seconds = SECONDS + SECONDS_A_PACKET * len(places)
    command = [sys.executable, "-P", str(PROCESS), extract.path, str(places[0]), str(places[-1]), program(),
               str(int(2 * seconds))]
    with _running(command, os.path.dirname(extract.path)) as process:
        for line in _lines(process, time.monotonic() + seconds):
            told = json.loads(line) if line is not None else {}
            if "fault" in told:
                raise CompanionError(f"tshark failed: {told['fault']}")
            row = int(extract.rows[told["packet"] - 1]) if told else -1
            if not told:
                yield None
            elif row in extract.wanted:
                yield Answer(row, told["tshark"], told["protocols"], extract.is_numbered)
        if process.wait(VERSION_SECONDS):
            raise CompanionError(f"tshark failed: what asks it ended with code {process.returncode}")


@contextmanager
def _running(command: list[str], folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, which ends with the block."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               cwd=folder, env=_surroundings(folder), start_new_session=True)
    assert process.stdout is not None
    try:
        with process.stdout:
            yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _lines(process: subprocess.Popen[bytes], until: float) -> Iterator[bytes | None]:
    """What a process prints, line by line; None whenever a while has passed."""
    assert process.stdout is not None
    parts: list[bytes] = []
    while True:
        if time.monotonic() > until:
            raise CompanionError("tshark failed: it took too long")
        if not select.select([process.stdout], [], [], POLL_SECONDS)[0]:
            yield None
            continue
        data = os.read(process.stdout.fileno(), _CHUNK)
        if not data:
            return
        *whole, rest = data.split(b"\n")
        for line in whole:
            yield b"".join([*parts, line])
            parts = []
        parts.append(rest)
