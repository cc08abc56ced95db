"""Where the bytes come from: files, pipes, standard input, and what can't be read."""
from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from capture_builders import pcap

from analyzer.capture import open_capture
from analyzer.capture.source import Scratch, open_source
from analyzer.errors import CaptureError

CAPTURE = pcap([(0, b"one"), (1, b"two")])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"missing\.pcap: there is no such file"):
        open_capture(tmp_path / "missing.pcap")


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="is a directory; name the capture file in it"):
        open_capture(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(CaptureError, match="empty: is empty"):
        open_capture(tmp_path / "empty")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)
    monkeypatch.setattr("analyzer.capture.source._open", refuse)
    with pytest.raises(CaptureError, match="no permission to read it"):
        open_capture(tmp_path / "secret")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_names_that_no_file_can_have(name: str) -> None:
    with pytest.raises(CaptureError):
        open_capture(name)


def test_what_can_not_be_printed_in_a_name_is_replaced() -> None:
    with pytest.raises(CaptureError) as caught:
        open_capture("/no/\x1b[31m\n\udcff.pcap")
    assert str(caught.value).isprintable()


def test_a_named_pipe_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(CAPTURE,))
    writer.start()
    with open_capture(path) as capture:
        assert sum(map(len, capture.blocks())) == 2 and capture.size == len(CAPTURE)
    writer.join()


@pytest.mark.parametrize("piped", [True, False])
def test_standard_input_may_be_a_pipe_or_a_file(tmp_path: Path, piped: bool) -> None:
    read, write = os.pipe()
    os.write(write, CAPTURE)
    os.close(write)
    (tmp_path / "file").write_bytes(CAPTURE)
    kept = os.dup(0)
    file = os.open(tmp_path / "file", os.O_RDONLY)
    os.dup2(read if piped else file, 0)
    try:
        with open_capture("-") as capture:
            assert sum(map(len, capture.blocks())) == 2 and capture.path == "-"
    finally:
        os.dup2(kept, 0)
        for number in (kept, file, read):
            os.close(number)


def test_an_empty_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    writer = threading.Thread(target=(tmp_path / "fifo").write_bytes, args=(b"",))
    writer.start()
    with pytest.raises(CaptureError, match="is empty"):
        open_capture(tmp_path / "fifo")
    writer.join()


def test_no_room_for_a_scratch_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", lambda prefix: open("/dev/full", "wb", buffering=0))  # noqa: SIM115
    with Scratch("name") as scratch, pytest.raises(CaptureError, match=r"name: no room for 0 bytes in .*TMPDIR"):
        scratch.write(b"x")


def test_discarded_bytes_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 100)
    source = open_source(str(path))
    before = source.data.sum()
    source.discard(100, 20_000)
    source.discard(20_000, 10 ** 9)
    assert source.data.sum() == before and not source.data.flags.writeable
    source.close()


def test_arrays_outlive_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(CAPTURE)
    with open_capture(tmp_path / "file") as capture:
        data = capture.data
    assert data.tobytes() == CAPTURE and len(capture.data) == 0
