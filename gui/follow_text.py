"""What a page of a conversation looks like: as a dialogue, text, hex dump or raw digits; plain Python without Qt."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from analyzer.export.hex import WIDTH, hex_lines
from analyzer.export.visible import visible
from analyzer.follow_pages import BOTH, FollowPages, Found, Part
from dissectors.stream import Side
from gui.wording import translate

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

LONGEST_LINE = 2_000
RAW_WIDTH = 48
"""Bytes of a line of raw digits."""
OFFSET_DIGITS = 8
PAGES_A_STEP = 16
SIGNS = {Side.CLIENT: "C", Side.SERVER: "S"}
"""Who says it, so that colours are not needed to know."""


class How(Enum):
    """How it is shown."""
    DIALOGUE = "dialogue"
    TEXT = "text"
    HEX = "hex"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, and the bytes [start, stop) of the side's stream that it shows.

    Attributes:
        part: what it is a line of.
        is_note: whether the words are ours.
    """
    part: Part
    text: str
    start: int
    stop: int
    is_note: bool = False

    @property
    def side(self) -> Side:
        """Who says it."""
        return self.part.side


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown, of so many."""
    number: int
    count: int
    way: Side | None
    how: How
    lines: list[Shown]
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """How far saving is."""
    pages: int
    count: int


def lines(parts: Sequence[Part], how: How) -> Iterator[Shown]:
    """The lines of a page."""
    speaker: Side | None = None
    for part in parts:
        if part.missing:
            note = translate("Following", "[{0:,} bytes are missing in the capture]").format(part.missing)
            yield Shown(part, note, part.start, part.start + part.missing, is_note=True)
        elif how is How.HEX:
            yield from _hex(part)
        elif how is How.RAW:
            yield from _raw(part)
        else:
            if how is How.TEXT and part.side is not speaker:
                yield Shown(part, _speaker(part), part.start, part.start, is_note=True)
            sign = f"{SIGNS[part.side]}: " if how is How.DIALOGUE else ""
            if part.ciphertext:
                yield Shown(part, sign + part.ciphertext.text(), part.start, part.start + len(part.data), is_note=True)
            else:
                yield from _text(part, sign)
        speaker = part.side


def _speaker(part: Part) -> str:
    of_client = translate("Following", "── client, packet {0:,} ──")
    of_server = translate("Following", "── server, packet {0:,} ──")
    return (of_client if part.side is Side.CLIENT else of_server).format(part.row + 1)


def _text(part: Part, sign: str) -> Iterator[Shown]:
    at = 0
    while at < len(part.data):
        end = part.data.find(b"\n", at, at + LONGEST_LINE) + 1 or min(at + LONGEST_LINE, len(part.data))
        line = part.data[at:end].rstrip(b"\r\n").decode("utf-8", "replace")
        yield Shown(part, sign + visible(line.expandtabs()), part.start + at, part.start + end)
        at = end


def _hex(part: Part) -> Iterator[Shown]:
    for number, line in enumerate(hex_lines(part.data, part.start, OFFSET_DIGITS)):
        start = part.start + number * WIDTH
        yield Shown(part, f"{SIGNS[part.side]} {line}", start, min(start + WIDTH, part.start + len(part.data)))


def _raw(part: Part) -> Iterator[Shown]:
    for at in range(0, len(part.data), RAW_WIDTH):
        octets = part.data[at:at + RAW_WIDTH]
        yield Shown(part, f"{SIGNS[part.side]} {octets.hex()}", part.start + at, part.start + at + len(octets))


# What a window asks, in steps.

def opened(analysis: Analysis, flow: int) -> Iterator[int | FollowPages]:
    """Indexes a conversation: tells how many bytes that was so far, and at last gives it."""
    pages = FollowPages(analysis.engine, flow)
    yield from pages.index()
    pages.count(BOTH)
    yield pages


def page(pages: FollowPages, number: int, way: Side | None, how: How, found: Found | None = None) -> Iterator[Page]:
    """A page; one that does not exist is the last."""
    number = max(min(number, pages.count(way) - 1), 0)
    yield Page(number, pages.count(way), way, how, list(lines(pages.page(number, way), how)), found)


def row_of(pages: FollowPages, line: Shown) -> Iterator[int]:
    """The row of the packet in which a line begins."""
    yield pages.row_at(line.part, line.start)


def found(pages: FollowPages, wanted: bytes, way: Side | None, behind: Found | None) -> Iterator[Found | int]:
    """Looks for bytes: tells how many pages it has looked at, and at last perhaps the place."""
    for number, one in enumerate(pages.find(wanted, way, behind)):
        if one is not None or number % PAGES_A_STEP == 0:
            yield one or number


def save(pages: FollowPages, path: str, way: Side | None, how: How) -> Iterator[Saved]:
    """Writes all pages as they are shown; raw ones as the bytes themselves, passwords too."""
    from pathlib import Path

    from analyzer.export.folder import reporting
    count = pages.count(way)
    with reporting(Path(path)), open(path, "wb") as file:
        for number in range(count):
            if how is How.RAW:
                file.writelines(part.data for part in pages.page(number, way, show_secrets=True))
            else:
                file.write("".join(f"{line.text}\n" for line in lines(pages.page(number, way), how)).encode())
            if number % PAGES_A_STEP == 0:
                yield Saved(number, count)
    yield Saved(count, count)
