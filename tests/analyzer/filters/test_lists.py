"""Long lists of filters: those that Wireshark takes keep the same packets, those that it refuses are refused."""
from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample_captures import FOLDER

import analyzer
from analyzer.errors import FilterError
from analyzer.filters.select import compiled
from dissectors.registry import Registry

HERE = Path(__file__).resolve().parent
GOOD, WRONG = ((HERE / name).read_text().splitlines() for name in ("good.txt", "wrong.txt"))


def test_the_lists_are_long() -> None:
    assert len(GOOD) >= 600 and len(WRONG) >= 200


def test_good_filters_are_taken() -> None:
    with analyzer.open(FOLDER / "01-smtp-textbook.pcap") as analysis:
        for text in GOOD:
            assert all(0 <= row < analysis.packets.rows for row in analysis.select(text))


@pytest.mark.parametrize("text", WRONG)
def test_wrong_filters_are_refused_with_their_column(text: str) -> None:
    with pytest.raises(FilterError) as told:
        compiled(text, Registry())
    assert 1 <= told.value.column <= len(text) + 1


@pytest.mark.skipif(not shutil.which("sharkd"), reason="Wireshark's sharkd is not installed")
def test_wireshark_keeps_the_same_packets() -> None:
    script = FOLDER / "lab" / "compare_filters.py"
    done = subprocess.run([sys.executable, script, FOLDER / "09-journey.pcap"], capture_output=True, text=True,
                          check=False)
    assert done.stdout.splitlines()[-1] == "0 differences without a reason", done.stdout
