"""Lines of TCP segments: numbers, windows and options as Wireshark writes them, and what came again, late or never."""
from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from capture_builders import pcap
from frame_builders import ACK, CLIENT, FIN, PSH, RST, SERVER, SYN, ethernet, ipv4, tcp
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER

import analyzer
from analyzer.infos import Infos
from dissectors.transport.standing import AHEAD, LATE, REPEATED

COMPILED, INTERPRETED = 100_000, 0
# End of options, no operation, segment size, window scale, SACK permitted, SACK, timestamps (RFC 9293, 2018, 7323)
SIZE, NOTHING, PERMITTED = bytes.fromhex("0204 05b4"), b"\1", bytes.fromhex("0402")
TIMES = bytes.fromhex("080a 00000001 00000002")


def scale(shift: int) -> bytes:
    return bytes((3, 3, shift)) + NOTHING


def client(sequence: int, flags: int = ACK, payload: bytes = b"", acknowledgment: int = 501, window: int = 100,
           options: bytes = b"", urgent: int = 0) -> bytes:
    """A segment from port 4000 to 9999; its numbers count from 1000, the server's from 500."""
    return ethernet(ipv4(tcp(payload, destination=9999, sequence=sequence, acknowledgment=acknowledgment, flags=flags,
                             window=window, options=options, urgent=urgent), 6))


def server(sequence: int, flags: int = ACK, payload: bytes = b"", acknowledgment: int = 1001, window: int = 100,
           options: bytes = b"") -> bytes:
    return ethernet(ipv4(tcp(payload, source=9999, destination=4000, sequence=sequence, acknowledgment=acknowledgment,
                             flags=flags, window=window, options=options), 6, SERVER, CLIENT))


HANDSHAKE = [client(1000, SYN, acknowledgment=0), server(500, SYN | ACK), client(1001)]


def lines(folder: Path, frames: list[bytes], work: int = INTERPRETED) -> list[str]:
    path = folder / "segments.pcap"
    path.write_bytes(pcap(enumerate(frames)))
    with analyzer.open(path) as analysis:
        return Infos(analysis.engine).lines(np.arange(analysis.packets.rows), work)


def notes(folder: Path, frames: list[bytes]) -> list[str]:
    """What stands before each line behind the handshake."""
    said = lines(folder, HANDSHAKE + frames)[3:]
    return [line[:line.index("4000")].removesuffix("9999 → ").rstrip() for line in said]


def test_a_handshake_with_options(tmp_path: Path) -> None:
    offered = SIZE + PERMITTED + TIMES + scale(7)
    assert lines(tmp_path, [client(1000, SYN, acknowledgment=0, options=offered),
                            server(500, SYN | ACK, options=offered + scale(2)),
                            client(1001, options=NOTHING + NOTHING + TIMES)]) == [
        "4000 → 9999 [SYN] Seq=0 Win=100 Len=0 MSS=1460 SACK_PERM TSval=1 TSecr=2 WS=128",
        "9999 → 4000 [SYN, ACK] Seq=0 Ack=1 Win=100 Len=0 MSS=1460 SACK_PERM TSval=1 TSecr=2 WS=128 WS=4",
        "4000 → 9999 [ACK] Seq=1 Ack=1 Win=12800 Len=0 TSval=1 TSecr=2"]


def test_windows_are_scaled_where_both_sides_offer_it(tmp_path: Path) -> None:
    syn, answer = client(1000, SYN, acknowledgment=0, options=scale(3)), server(500, SYN | ACK, options=scale(14))
    assert "Win=800 " in lines(tmp_path, [syn, answer, client(1001)])[2]
    assert "Win=1638400 " in lines(tmp_path, [syn, answer, server(501)])[2]
    assert "Win=100 " in lines(tmp_path, [syn, server(500, SYN | ACK), client(1001)])[2]


def test_blocks_that_were_received_are_relative(tmp_path: Path) -> None:
    received = bytes((5, 18)) + b"".join(number.to_bytes(4, "big") for number in (511, 521, 531, 541))
    assert lines(tmp_path, [*HANDSHAKE, client(1001, options=NOTHING * 2 + received)])[3] == (
        "4000 → 9999 [ACK] Seq=1 Ack=1 Win=100 Len=0 SLE=11 SRE=21 SLE=31 SRE=41")


def test_urgent_bytes(tmp_path: Path) -> None:
    urgent = client(1001, ACK | 32, b"!", urgent=1)
    assert lines(tmp_path, [*HANDSHAKE, urgent])[3] == "4000 → 9999 [ACK, URG] Seq=1 Ack=1 Win=100 Urg=1 Len=1"


@pytest.mark.parametrize(("frames", "expected"), [
    ([client(1001, payload=b"abc"), client(1001, payload=b"abc")], ["", "[TCP Retransmission]"]),
    ([client(1004, payload=b"def"), client(1001, payload=b"abc")],
     ["[TCP Previous segment not captured]", "[TCP Out-Of-Order]"]),
    ([client(1001, payload=b"abc"), client(1003), client(1003, payload=b"c"), server(501, acknowledgment=1004)],
     ["", "[TCP Keep-Alive]", "[TCP Keep-Alive]", ""]),
    ([client(1000, SYN, acknowledgment=0), server(500, SYN | ACK)], ["[TCP Retransmission]"] * 2),
    ([client(1001, FIN | ACK), client(1001, FIN | ACK)], ["", "[TCP Retransmission]"]),
    ([client(1001, window=0), client(1001, RST, window=0)], ["[TCP ZeroWindow]", ""]),
    ([client(1005, FIN | ACK)], ["[TCP Previous segment not captured]"]),
    ([client(1005, RST)], [""]),
], ids=["again", "late", "keep-alive", "SYN again", "FIN again", "no window", "lost before the end", "reset"])
def test_what_came_again_late_or_never(frames: list[bytes], expected: list[str], tmp_path: Path) -> None:
    assert notes(tmp_path, frames) == expected


def test_trees_and_filters_say_what_lines_say(tmp_path: Path) -> None:
    path = tmp_path / "segments.pcap"
    path.write_bytes(pcap(enumerate([*HANDSHAKE, client(1004, payload=b"def"), client(1001, payload=b"abc"),
                                     client(1001, payload=b"abc"), client(1006), client(1007, window=0)])))
    names = [f"tcp.analysis.{what}" for what in
             ("lost_segment", "out_of_order", "retransmission", "keep_alive", "zero_window")]
    with analyzer.open(path) as analysis:
        assert [analysis.select(name).tolist() for name in names] == [[3], [4], [5], [6], [7]]
        assert analysis.select("tcp.analysis.flags").tolist() == [3, 4, 5, 6, 7]
        for row, name in enumerate(names, 3):
            flags, = (one for layer in analysis.tree(row).layers for one in layer.fields
                      if one.spec.name == "tcp.analysis.flags")
            assert [found.spec.name for found in flags.children] == [name]


def test_packets_in_sight_are_told_by_their_flows_alone(tmp_path: Path) -> None:
    path = tmp_path / "segments.pcap"
    said = [client(1001 + ahead, payload=b"abc") for ahead in (3, 0, 0, 9, 6)]
    path.write_bytes(pcap(enumerate(HANDSHAKE + said)))
    with analyzer.open(path) as analysis:
        engine, rows = analysis.engine, np.arange(analysis.packets.rows)
        few = [engine.notes_of(rows[start:start + 3]).tolist() for start in range(0, len(rows), 3)]
        assert "tcp_streams" not in engine.__dict__
        told = [note for part in few for note in part]
        assert told == [0, 0, 0, AHEAD, LATE, REPEATED, AHEAD, LATE]
        assert told == engine.tcp_streams.notes_of(rows).tolist()


def test_in_mid_connection_nothing_is_said_of_what_was_before(tmp_path: Path) -> None:
    assert [line[0] for line in lines(tmp_path, [client(5000, PSH | ACK, b"abc"), server(700), client(5003)])] == [
        "4", "9", "4"]


def test_lines_of_mail_say_it_too(tmp_path: Path) -> None:
    frames = [ethernet(ipv4(tcp(flags=SYN, sequence=1000), 6)),
              ethernet(ipv4(tcp(source=25, destination=4000, sequence=500, acknowledgment=1001, flags=SYN | ACK), 6,
                            SERVER, CLIENT)),
              ethernet(ipv4(tcp(b"220 lost\r\n"[5:] + b"220 here\r\n", source=25, destination=4000, sequence=506,
                                acknowledgment=1001), 6, SERVER, CLIENT))]
    assert lines(tmp_path, frames)[2].startswith("[TCP Previous segment not captured] ")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 255), st.integers(-5, 5)), min_size=1, max_size=8))
def test_any_options_are_written_alike_interpreted_and_compiled(
        tmp_path_factory: pytest.TempPathFactory, segments: list[tuple[bytes, int, int]]) -> None:
    frames = [client(1001 + ahead, flags, b"x" * (flags % 3), options=options + bytes(-len(options) % 4))
              for options, flags, ahead in segments]
    folder = tmp_path_factory.mktemp("segments")
    assert lines(folder, HANDSHAKE + frames) == lines(folder, HANDSHAKE + frames, COMPILED)


@pytest.mark.parametrize("size", range(34, 66))
def test_a_header_that_is_cut_says_what_is_there(size: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.pcap"
    frame = client(1000, SYN, acknowledgment=0, options=SIZE + PERMITTED + TIMES + scale(7))
    path.write_bytes(pcap([(0, frame[:size])]))
    with analyzer.open(path) as analysis:
        line, = Infos(analysis.engine).lines(np.arange(1), INTERPRETED)
    assert ("Win=100" in line) == (size >= 54)
    assert ("MSS" in line) == (size >= 58)


@pytest.mark.skipif(not shutil.which("tshark"), reason="needs tshark")
@pytest.mark.parametrize("name", ["01-smtp-textbook.pcap", "04-pop3.pcap", "05-imap.pcap", "09-journey.pcap"])
def test_tshark_writes_the_same_of_segments_of_which_nothing_else_is_known(name: str) -> None:
    asked = subprocess.run(["tshark", "-r", str(FOLDER / name), "-T", "fields", "-e", "_ws.col.Protocol", "-e",
                            "_ws.col.Info"], check=True, capture_output=True, text=True).stdout.splitlines()
    with analyzer.open(FOLDER / name) as analysis:
        ours = Infos(analysis.engine).lines(np.arange(analysis.packets.rows), INTERPRETED)
    bare = [(theirs.removeprefix("TCP\t"), line) for theirs, line in zip(asked, ours, strict=True)
            if theirs.startswith("TCP\t") and re.match(r"\d+ → \d+ \[", line)]
    assert len(bare) > 10
    for theirs, line in bare:
        assert theirs.removesuffix(" [TCP segment of a reassembled PDU]") == line
