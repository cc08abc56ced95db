"""Opens the captures of small_captures.py."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from capture_builders import pcap

import analyzer
from analyzer.analysis import Analysis


@pytest.fixture
def analysis(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Analysis]:
    """The analysis of the frames that a test names, a millisecond apart."""
    path = tmp_path / "small.pcap"
    path.write_bytes(pcap((at * 1_000_000, frame) for at, frame in enumerate(request.param)))
    with analyzer.open(path) as opened:
        yield opened
