"""PacketTable: numbers in the capture's bytes."""
from __future__ import annotations

import numpy as np
import pytest
from sample_captures import FOLDER

from analyzer import table
from analyzer.analysis import Analysis


@pytest.mark.parametrize("at_once", [1, 7, 1 << 16])
@pytest.mark.parametrize("size", [1, 2, 6])
def test_numbers_are_read_some_at_a_time(at_once: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "READ_AT_ONCE", at_once)
    with Analysis.open(FOLDER / "09-journey.pcap") as analysis:
        places, data = analysis.packets.column("offset")[:50], analysis.packets.data
        assert analysis.packets.numbers(places, size).tolist() == [
            int.from_bytes(data[place:place + size].tobytes()) for place in places.tolist()]
        assert analysis.packets.numbers(np.zeros(0, np.int64), size).tolist() == []
