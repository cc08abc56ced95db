"""The engine: whether a capture is read step by step, at once, or by two threads, the tables are the same."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from capture_builders import pcap
from frame_builders import ethernet, ipv4, udp

from analyzer import engine as engine_module
from analyzer.analysis import Analysis
from analyzer.flows import COLUMNS as FLOW_COLUMNS
from analyzer.table import COLUMNS


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A capture of several blocks, with flows that go on from one to the next."""
    path = tmp_path / "many.pcap"
    frames = (ethernet(ipv4(udp(b"x" * (n % 50), 1024 + n % 700, 53), 17)) for n in range(9000))
    path.write_bytes(pcap(enumerate(frames)))
    return path


def test_two_threads_fill_the_tables_as_one_does(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Analysis.begin(many) as slowly, Analysis.begin(many) as beside:
        while slowly.advance():
            pass
        monkeypatch.setattr(engine_module, "LARGE", 0)
        beside.load()
        assert slowly.packets.rows == beside.packets.rows == 9000
        for name in COLUMNS:
            assert np.array_equal(slowly.packets.column(name), beside.packets.column(name)), name
        for name in FLOW_COLUMNS:
            assert np.array_equal(slowly.flows.column(name), beside.flows.column(name)), name


def test_progress_is_told(many: Path) -> None:
    told: list[float] = []
    with Analysis.open(many, told.append):
        assert told == sorted(told) and told[-1] == 1.0
