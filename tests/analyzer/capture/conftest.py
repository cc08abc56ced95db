"""Fixtures for tests of capture files."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.capture import CaptureFile, open_capture


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[bytes], CaptureFile]]:
    """Opens these bytes as a file; it is closed after the test."""
    files: list[CaptureFile] = []

    def open_bytes(data: bytes) -> CaptureFile:
        path = tmp_path / f"{len(files)}.bin"
        path.write_bytes(data)
        files.append(open_capture(path))
        return files[-1]
    yield open_bytes
    for file in files:
        file.close()
