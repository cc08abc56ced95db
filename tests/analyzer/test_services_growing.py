"""Services of flows that are asked about while the capture is being read."""
from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from capture_builders import pcap
from frame_builders import CLIENT, SERVER, ethernet, ipv4, tcp, udp

from analyzer.analysis import Analysis

SYN, ACK, PORT = 2, 16, 10_025
FILLER = 2_500      # more than the first block has


def said(payload: bytes, by_client: bool, sequence: int, flags: int = ACK) -> bytes:
    ports = {"source": 4_000, "destination": PORT} if by_client else {"source": PORT, "destination": 4_000}
    ends = (CLIENT, SERVER) if by_client else (SERVER, CLIENT)
    return ethernet(ipv4(tcp(payload, sequence=sequence, flags=flags, **ports), 6, *ends))


@pytest.mark.parametrize("asked", [False, True], ids=["at the end", "after each block"])
def test_a_connection_that_speaks_late_is_known_by_what_it_says(tmp_path: Path, asked: bool) -> None:
    path = tmp_path / "late.pcap"
    frames = [
        said(b"", True, 0, SYN), said(b"", False, 0, SYN | ACK),
        *[ethernet(ipv4(udp(bytes(20), 5_000, 9), 17))] * FILLER,
        said(b"220 mx.example ESMTP\r\n", False, 1), said(b"EHLO a.example\r\n", True, 1),
        said(b"250 mx.example\r\n", False, 23)]
    path.write_bytes(pcap(enumerate(frames)))
    with closing(Analysis.begin(path)) as analysis:
        while analysis.advance():
            if asked:
                analysis.services.numbers()
        assert analysis.services.of(0) == "smtp"
