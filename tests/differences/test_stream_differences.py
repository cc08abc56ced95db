"""What docs/differences.md says of streams, times and flows."""
from __future__ import annotations

from pathlib import Path

from capture_builders import pcap
from frame_builders import ACK, SYN, ethernet, ipv4, received, sent, udp
from small_captures import HANDSHAKE, datagram, small
from tree_builders import values

import analyzer
from analyzer.analysis import Analysis


def said(analysis: Analysis) -> list[bytes]:
    return [line.rstrip() for _, line in analysis.follow(0)]


@small([*HANDSHAKE, sent(b"first.example\r\n", 1006, ACK, 108), sent(b"HELO other.example\r\n", 1001, ACK, 108)])
def test_bytes_captured_first_count(analysis: Analysis) -> None:
    assert said(analysis) == [b"220 hi", b"HELO first.example"]


@small([*HANDSHAKE, received(b"250 x\r\n", 108, ACK, 1009), sent(b"HELO x\r\n", 1001, ACK, 108)])
def test_command_captured_behind_its_reply_stands_before_it(analysis: Analysis) -> None:
    assert said(analysis) == [b"220 hi", b"HELO x", b"250 x"]


@small([*HANDSHAKE[:3], received(sequence=5000, flags=SYN | ACK, acknowledgment=1001), HANDSHAKE[3]])
def test_a_server_begins_where_its_client_said_so(analysis: Analysis) -> None:
    assert said(analysis) == [b"220 hi"]
    assert analysis.select("tcp.len == 8 and tcp.seq == 1").tolist() == [4]


@small([ethernet(ipv4(udp(b"x" * 72), 17, fragment=0x2000))[:60]])
def test_a_first_piece_that_is_cut_is_in_no_stream(analysis: Analysis) -> None:
    assert analysis.select("udp.dstport == 53").tolist() == [0]
    assert analysis.select("udp.stream").tolist() == []


def test_late_times_are_later(tmp_path: Path) -> None:
    path = tmp_path / "late.pcap"
    path.write_bytes(pcap([(seconds * 10 ** 9, sent()) for seconds in (1, 2 ** 31 + 1, 2 ** 32 - 1)]))
    with analyzer.open(path) as analysis:
        assert analysis.select('frame.time > "2020-01-01 00:00:00"').tolist() == [1, 2]
        assert analysis.select("frame.time_epoch > 1.5").tolist() == [1, 2]


TUNNEL = bytes.fromhex("08000000 00000100")
QUOTED = datagram(b"?", ("10.0.0.2", 9), ("10.0.0.1", 9))[14:]


@small([datagram(b"?", ("10.0.0.1", 9), ("10.0.0.2", 9)),
        datagram(TUNNEL + datagram(b"?", ("10.1.0.1", 7), ("10.1.0.2", 7)), ("10.0.0.1", 50_000), ("10.0.0.2", 4789)),
        ethernet(ipv4(bytes.fromhex("0303 0000 00000000") + QUOTED, 1, "10.0.0.1", "10.0.0.2")),
        datagram(b"?", ("10.0.0.1", 8), ("10.0.0.2", 8))])
def test_headers_of_tunnels_and_quotations_are_in_no_stream(analysis: Analysis) -> None:
    assert [values(analysis.tree(row), "udp.stream") for row in range(4)] == [[0], [1], [], [2]]
