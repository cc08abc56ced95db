"""A capture as it is opened, read in blocks, and read on when it grows."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from capture_builders import enhanced, interface, pcap, pcap_record, pcapng, section

from analyzer.capture import CaptureFile, Damage, open_capture
from analyzer.capture.file import FIRST_RECORDS
from analyzer.errors import CaptureError

Open = Callable[[bytes], CaptureFile]
PACKETS = [(i, b"x" * (i % 7)) for i in range(5000)]


@pytest.mark.parametrize("build", [pcap, pcapng])
def test_the_first_block_is_small_and_all_follow(opened: Open, build: Callable[..., bytes]) -> None:
    sizes = [len(records) for records in opened(build(PACKETS)).blocks()]
    assert sizes == [FIRST_RECORDS, 3000]


@pytest.mark.parametrize("build", [pcap, pcapng])
def test_blocks_have_no_more_records_than_asked_for(opened: Open, build: Callable[..., bytes]) -> None:
    capture = opened(build(PACKETS[:25]))
    first = next(capture.blocks(10))
    rest = list(capture.blocks(10))
    assert [len(first), *map(len, rest)] == [10, 10, 5]
    assert list(capture.blocks()) == []


def test_a_block_spans_no_more_than_some_bytes(opened: Open) -> None:
    capture = opened(pcap([(0, bytes(250_000))] * 100))
    assert max(len(records) for records in capture.blocks()) * 250_000 < 9 << 20
    assert capture.position == len(capture.data)


@pytest.mark.parametrize(("data", "what"), [
    (b"PK\x03\x04....", "a ZIP archive; unpack it first"),
    (b'{"a": 1}', "JSON text"),
    (b"<html>", "HTML or XML text"),
    (b"Dear reader", "text"),
    (bytes(50), "zeros"),
    (bytes(range(200)), "data of an unknown kind"),
    (b"\n\r\r\n" + bytes(30), "data of an unknown kind"),
    (b"\r\n\r\r\n" + bytes(30), "transferred as text"),
    (b"x", "text"),
])
def test_what_is_no_capture_is_named(opened: Open, data: bytes, what: str) -> None:
    with pytest.raises(CaptureError, match=f"is no capture; it looks like .*{what}"):
        opened(data)


def test_the_name_of_a_file_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "capture.gz").write_bytes(pcapng(PACKETS[:3]))
    with open_capture(tmp_path / "capture.gz") as capture:
        assert (capture.format, capture.compression) == ("pcapng", None)


@pytest.mark.parametrize("build", [pcap, pcapng])
@pytest.mark.parametrize("cut", [1, 9, 17])
def test_a_growing_file_is_read_on(tmp_path: Path, build: Callable[..., bytes], cut: int) -> None:
    path, whole = tmp_path / "live", build(PACKETS[:30])
    shorter = len(build(PACKETS[:20])) - cut
    path.write_bytes(whole[:shorter])
    with open_capture(path) as capture:
        before = sum(map(len, capture.blocks()))
        assert before == 19 and len(capture.damage) == 1
        path.write_bytes(whole)
        capture.refresh()
        assert before + sum(map(len, capture.blocks())) == 30
        assert capture.damage == [] and capture.size == len(whole)


def test_a_section_may_come_while_the_file_grows(tmp_path: Path) -> None:
    path = tmp_path / "live"
    parts = [section(), interface(), enhanced(b"a"),
             section(order=">"), interface(order=">"), enhanced(b"b", order=">")]
    path.write_bytes(parts[0])
    count = 0
    with open_capture(path) as capture:
        for stop in range(len(parts[0]), sum(map(len, parts)) + 1):
            path.write_bytes(b"".join(parts)[:stop])
            capture.refresh()
            count += sum(map(len, capture.blocks()))
    assert count == 2 and capture.damage == []


def test_damage_is_not_mended_by_more_bytes(tmp_path: Path) -> None:
    path, whole = tmp_path / "live", pcap(PACKETS[:5]) + pcap_record(b"", caplen=0x7FFFFFFF)
    path.write_bytes(whole)
    with open_capture(path) as capture:
        assert sum(map(len, capture.blocks())) == 5
        path.write_bytes(whole + bytes(1000))
        capture.refresh()
        assert list(capture.blocks()) == [] and len(capture.damage) == 1


def test_a_file_that_becomes_shorter_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "rotated"
    path.write_bytes(pcap(PACKETS))
    with open_capture(path) as capture:
        next(capture.blocks())
        path.write_bytes(b"gone")
        assert list(capture.blocks()) == []
        assert capture.damage == [Damage(4, "the file became shorter while it was read")]
