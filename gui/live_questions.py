"""What the window asks of interfaces, capture filters and files that grow, in steps, for a Worker; without Qt."""
from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import CaptureError, UsageError
from analyzer.live import bpf, links, session
from analyzer.live.links import Link
from analyzer.live.settings import ANY, LARGEST_PACKET, LONGEST_FILTER
from analyzer.live.traffic import Traffic, traffic
from gui.questions import Progress, load
from gui.wording import translate

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

COPIED_A_STEP = 16 << 20
"""Bytes of a capture."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of the interfaces at one moment.

    Attributes:
        links: those where packets can come first; loopback after the others.
        traffic: of each, by name; `any` has that of all.
        time: of a clock that never goes back, in seconds.
        hindrance: why nobody may capture here, with the command that helps; "" where one may.
    """
    links: list[Link]
    traffic: dict[str, Traffic]
    time: float
    hindrance: str


@dataclass(frozen=True, slots=True)
class FilterVerdict:
    """What is to be said of a capture filter: a fault, or why it can't be looked at, or neither."""
    text: str
    fault: str = ""
    doubt: str = ""


def seen() -> Iterator[Seen]:
    """Looks at the interfaces, their traffic, and whether one may capture."""
    found = links.links() if links.known() else []
    counts = traffic() if found else {}
    counts[ANY] = Traffic(sum(one.packets for one in counts.values()), sum(one.bytes for one in counts.values()))
    found.sort(key=lambda link: (link.state != "up", link.kind == "loopback"))
    yield Seen(found, counts, time.monotonic(), _hindrance())


def _hindrance() -> str:
    try:
        session.choose("auto")
    except CaptureError as error:
        return str(error)
    return ""


def checked_filter(text: str) -> Iterator[FilterVerdict]:
    """Has libpcap compile a capture filter, as the capture process will."""
    if len(text) > LONGEST_FILTER:
        yield FilterVerdict(text, translate("CaptureFilter", "it is too long"))
        return
    try:
        bpf.program(text, LARGEST_PACKET, None)
        yield FilterVerdict(text)
    except UsageError as error:
        yield FilterVerdict(text, str(error).removeprefix("capture filter: "))
    except CaptureError as error:
        yield FilterVerdict(text, doubt=str(error))


def look_again(analysis: Analysis) -> Iterator[Progress]:
    """Reads what was added to the file since the last look."""
    analysis.engine.look_again()
    before = analysis.packets.rows
    for progress in load(analysis):
        if progress.rows > before:
            yield progress


def save_capture(source: str, target: str) -> Iterator[float]:
    """Moves a capture to where it shall stay; whoever chose that agreed to what is overwritten. How far it is, from 0
    to 1, where it has to be copied.

    Raises:
        CaptureError: where it can't be written there; the capture stays where it was.
    """
    try:
        if not _renamed(source, target):
            yield from _copied(Path(source), Path(target))
    except OSError as error:
        raise CaptureError(f"{target}: can't be written: {error.strerror}") from None


def _renamed(source: str, target: str) -> bool:
    """Whether no copy is needed, as both are on the same disk."""
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _copied(source: Path, target: Path) -> Iterator[float]:
    done, size = 0, max(source.stat().st_size, 1)
    partial = target.with_name(f".{target.name}.part")
    try:
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)     # as the capture process does
        with source.open("rb") as here, open(opened, "wb") as there:
            while part := here.read(COPIED_A_STEP):
                there.write(part)
                done += len(part)
                yield done / size
            there.flush()
            os.fsync(there.fileno())
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    source.unlink()
