"""Lines of the packet list: those of many packets at once are those of each."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sample_captures import CAPTURES, FOLDER, mutated

import analyzer
from analyzer.analysis import Analysis
from analyzer.infos import Infos

COMPILED, INTERPRETED = 100_000, 0


def check(analysis: Analysis, work: int) -> None:
    infos, rows = Infos(analysis.engine), range(analysis.packets.rows)
    protocols, lines = infos.many(np.array(rows), work)
    assert protocols == [infos.protocol(row) for row in rows]
    assert lines == [infos.info(row) for row in rows]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_many_are_those_of_each(path: Path) -> None:
    with analyzer.open(path) as analysis:
        check(analysis, COMPILED)


@pytest.mark.parametrize("name", ["06-dns-iterative.pcap", "08-dnssec.pcap", "09-journey.pcap"])
@pytest.mark.parametrize("seed", range(3))
def test_damaged_ones_too(name: str, seed: int, tmp_path: Path) -> None:
    damaged = tmp_path / name
    damaged.write_bytes(mutated((FOLDER / name).read_bytes(), seed, changes=300))
    with analyzer.open(damaged) as analysis:
        check(analysis, INTERPRETED)
        check(analysis, COMPILED)
