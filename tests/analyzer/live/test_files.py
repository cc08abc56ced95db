"""The files of a capture: rings, whole blocks, and disks that are full."""
from __future__ import annotations

import errno
import os
import struct
from pathlib import Path
from queue import SimpleQueue

import pytest

from analyzer.blocks import Described, block, interface, section
from analyzer.capture import open_capture
from analyzer.errors import CaptureError
from analyzer.live.files import Files, whole
from analyzer.live.settings import Settings

SECTION, LO = section("pilotfish"), interface(Described("lo", 1, 0))
ONE = block(6, struct.pack("=5I", 0, 0, 1, 1_000, 1_000) + bytes(1_000))
LAST = block(5, bytes(12))


def files(path: Path, opened: list[str], **how: int) -> Files:
    made = Files(Settings(("lo",), str(path), **how), SECTION, lambda: LAST, opened.append)
    made.begin([LO])
    return made


def count(path: str | Path) -> int:
    with open_capture(path) as capture:
        found = sum(map(len, capture.blocks()))
        assert not capture.damage
        return found


def test_a_file_is_readable_from_the_start_and_for_its_owner_alone(tmp_path: Path) -> None:
    opened: list[str] = []
    made = files(tmp_path / "x.pcapng", opened)
    assert opened == [str(tmp_path / "x.pcapng")] and count(opened[0]) == 0
    made.write(ONE * 3, 3)
    assert count(opened[0]) == 3 and os.stat(opened[0]).st_mode & 0o777 == 0o600
    made.end()
    assert Path(opened[0]).read_bytes() == SECTION + LO + ONE * 3 + LAST and made.written == 3


def test_a_ring_keeps_the_last_files_each_complete_by_itself(tmp_path: Path) -> None:
    opened: list[str] = []
    made = files(tmp_path / "x.pcapng", opened, rotate_size=1 << 16, keep=2)
    for _ in range(40):
        made.write(ONE * 10, 10)
    made.end()
    left = sorted(tmp_path.iterdir())
    assert [str(one) for one in left] == opened[-2:] and len(opened) == 7
    assert [one.name.split("_")[1] for one in left] == ["00006", "00007"]
    assert all(one.stat().st_size <= 1 << 16 for one in left) and [count(one) for one in left] == [60, 40]
    assert made.written == 400


def test_an_interface_that_appears_later_stands_in_all_later_files(tmp_path: Path) -> None:
    opened: list[str] = []
    made = files(tmp_path / "x.pcapng", opened, rotate_size=1 << 16)
    made.add_interface(interface(Described("eth0", 1, 0)))
    for _ in range(7):
        made.write(ONE * 10, 10)
    made.end()
    for name in opened:
        with open_capture(name) as capture:
            assert sum(map(len, capture.blocks())) and [one.name for one in capture.interfaces] == ["lo", "eth0"]


def test_time_turns_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    made = files(tmp_path / "x.pcapng", opened, rotate_seconds=60)
    made.turn()
    monkeypatch.setattr("analyzer.live.files.time.monotonic", lambda now=made._began: now + 60)
    made.turn()
    made.end()
    assert len(opened) == 2


def test_what_is_written_reaches_the_disk_while_the_capture_goes_on(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: SimpleQueue[int] = SimpleQueue()
    monkeypatch.setattr("analyzer.live.files.SYNC_SECONDS", 0.01)
    monkeypatch.setattr("analyzer.live.files.os.fdatasync", lambda file: synced.put(os.fstat(file).st_size))
    made = files(tmp_path / "x.pcapng", [])
    made.write(ONE * 3, 3)
    size = len(SECTION + LO + ONE * 3)
    while synced.get(timeout=20) != size:
        pass
    made.end()
    assert synced.get(timeout=20) >= size


def test_a_full_disk_leaves_whole_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    made = files(tmp_path / "x.pcapng", opened)
    made.write(ONE * 2, 2)
    room = 2 * len(ONE) + 500
    write = os.write

    def full(file: int, data: bytes) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done = write(file, data[:room])
        room -= done
        return done
    monkeypatch.setattr("analyzer.live.files.os.write", full)
    with pytest.raises(CaptureError, match="No space left"):
        made.write(ONE * 5, 5)
    made.give_up()
    assert count(opened[0]) == 4 == made.written


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="can't be written: No such file"):
        files(tmp_path / "none" / "x.pcapng", [])


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x.pcapng").symlink_to(tmp_path / "y")
    with pytest.raises(CaptureError, match="can't be written"):
        files(tmp_path / "x.pcapng", [])
    assert not (tmp_path / "y").exists()


@pytest.mark.parametrize("size", [0, 7, len(ONE) - 1, len(ONE), len(ONE) + 9, 3 * len(ONE)])
def test_only_whole_blocks_are_counted(size: int) -> None:
    found = size // len(ONE)
    assert whole(ONE * 3, size) == (found * len(ONE), found)
