"""A conversation in pages: together they are what was said; each is read by itself, and can be searched."""
from __future__ import annotations

from pathlib import Path

import pytest
from capture_builders import pcap
from frame_builders import received, sent
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import CAPTURES, FOLDER

from analyzer import follow_pages
from analyzer.analysis import Analysis
from analyzer.follow_pages import FollowPages, Found
from dissectors.stream import Side

WAYS = (None, Side.CLIENT, Side.SERVER)


def capture(folder: Path, turns: list[tuple[Side, bytes]]) -> Path:
    """A session on port 4000: who says what, in turn."""
    at, frames = [1, 1], []
    for side, data in turns:
        make = sent if side is Side.CLIENT else received
        frames.append(make(data, at[side], acknowledgment=at[1 - side]))
        at[side] += len(data)
    path = folder / "turns.pcap"
    path.write_bytes(pcap((number * 1_000_000, frame) for number, frame in enumerate(frames)))
    return path


def indexed(analysis: Analysis, flow: int = 0) -> FollowPages:
    pages = FollowPages(analysis.engine, flow)
    assert list(pages.index())
    return pages


def found(pages: FollowPages, wanted: bytes, way: Side | None = None, behind: Found | None = None) -> Found | None:
    *_, last = [None, *pages.find(wanted, way, behind)]
    return last


@pytest.mark.parametrize("size", [1, 7, 100, 1 << 15])
@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_pages_together_are_the_stream(path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_pages, "PAGE", size)
    with Analysis.open(path) as analysis:
        for flow in range(min(len(analysis.flows), 12)):
            pages = indexed(analysis, flow)
            if pages.size() > 300 * size:
                continue
            for way in WAYS:
                parts = [part for number in range(pages.count(way)) for part in pages.page(number, way, True)]
                for side in Side:
                    said = b"".join(part.data for part in parts if part.side is side)
                    assert said == (b"".join(analysis.stream_bytes(flow, side)) if way in (None, side) else b"")


def test_a_page_has_no_more_than_its_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(follow_pages, "PAGE", 100)
    turns = [(Side.CLIENT, b"a" * 250), (Side.SERVER, b"b" * 30), (Side.CLIENT, b"c" * 90)]
    with Analysis.open(capture(tmp_path, turns)) as analysis:
        pages = indexed(analysis)
        assert (pages.count(), pages.count(Side.CLIENT), pages.count(Side.SERVER), pages.size()) == (4, 4, 1, 370)
        shown = [[(part.side, part.start, len(part.data), part.row) for part in pages.page(number)]
                 for number in range(4)]
        assert shown == [[(0, 0, 100, 0)], [(0, 100, 100, 0)], [(0, 200, 50, 0), (1, 0, 30, 1), (0, 250, 20, 2)],
                         [(0, 270, 70, 2)]]


def test_bytes_that_are_missing_are_told(tmp_path: Path) -> None:
    path = tmp_path / "gap.pcap"
    path.write_bytes(pcap([(0, sent(b"before", 1)), (1, sent(b"behind", 107))]))
    with Analysis.open(path) as analysis:
        parts = indexed(analysis).page(0)
        assert [(part.data, part.missing) for part in parts] == [(b"before", 0), (b"", 100), (b"behind", 0)]


def test_passwords_are_masked_and_not_found() -> None:
    with Analysis.open(FOLDER / "04-pop3.pcap") as analysis:
        flow = next(row["flow"] for row in analysis.command_rows(True) if row["command"] == "PASS")
        secret = next(row["argument"] for row in analysis.command_rows(True) if row["command"] == "PASS").encode()
        pages = indexed(analysis, flow)
        shown = b"".join(part.data for part in pages.page(0))
        assert secret not in shown and b"PASS *" in shown
        assert secret in b"".join(part.data for part in pages.page(0, show_secrets=True))
        assert found(pages, b"PASS " + secret) is None and found(pages, b"pass *") is not None


def test_datagrams_are_told_one_by_one() -> None:
    with Analysis.open(FOLDER / "09-journey.pcap") as analysis:
        parts = indexed(analysis, 1).page(0)
        assert [(part.side, part.row) for part in parts] == [(Side.CLIENT, 3), (Side.SERVER, 18)]
        assert parts[1].data == analysis.packets.payload(18)


def test_finding_goes_on_and_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(follow_pages, "PAGE", 10)
    turns = [(Side.CLIENT, b"xx Word........Word"), (Side.SERVER, b"word"), (Side.CLIENT, b"end wo"),
             (Side.CLIENT, b"rd")]
    with Analysis.open(capture(tmp_path, turns)) as analysis:
        pages, places, last = indexed(analysis), [], None
        for _ in range(5):
            last = found(pages, b"WORD", behind=last)
            assert last is not None
            places.append((last.side, last.start))
        assert places == [(0, 3), (0, 15), (1, 0), (0, 23), (0, 3)]
        assert found(pages, b"word", Side.SERVER) == Found(0, Side.SERVER, 0, 4)
        assert found(pages, b"nothing") is None and found(pages, b"") is None


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(Side), st.binary(min_size=1, max_size=30)), min_size=1, max_size=12),
       st.integers(1, 40), st.binary(min_size=1, max_size=3))
def test_all_places_are_found(tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[Side, bytes]], size: int,
                              wanted: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch, Analysis.open(capture(tmp_path_factory.mktemp("a"), turns)) as analysis:
        patch.setattr(follow_pages, "PAGE", size)
        pages = indexed(analysis)
        seen: list[Found] = []
        while (one := found(pages, wanted, behind=seen[-1] if seen else None)) is not None and one not in seen:
            seen.append(one)
        said = [(turns[0][0], b"")]
        for side, data in turns:
            said = [*said[:-1], (side, said[-1][1] + data)] if side is said[-1][0] else [*said, (side, data)]
        assert len(seen) == sum(data.lower()[at:].startswith(wanted.lower()) for _, data in said
                                for at in range(len(data)))
