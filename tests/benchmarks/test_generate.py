"""The generator of benchmark captures: exact, repeatable, well-formed."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import analyzer

GENERATOR = Path(__file__).parents[2] / "benchmarks" / "generate.py"
PACKETS = 3000


def generate(out: Path, *options: str) -> bytes:
    subprocess.run([sys.executable, GENERATOR, "--packets", str(PACKETS), *options, out], check=True, timeout=60)
    return out.read_bytes()


def records(capture: bytes) -> Iterator[tuple[int, bytes]]:
    """Time in microseconds and frame of each record of a little-endian pcap file."""
    at = 24
    while at < len(capture):
        seconds, microseconds, size, length = struct.unpack_from("<IIII", capture, at)
        assert size == length
        yield seconds * 1_000_000 + microseconds, capture[at + 16 : at + 16 + size]
        at += 16 + size


def words_sum(octets: bytes) -> int:
    """One's complement sum (RFC 1071), word by word."""
    padded = octets + bytes(len(octets) & 1)
    total: int = sum(struct.unpack(f">{len(padded) // 2}H", padded))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return generate(tmp_path_factory.mktemp("generated") / "plain.pcap")


@pytest.fixture(scope="module")
def ipv4(capture: bytes) -> list[bytes]:
    return [frame[14:] for _, frame in records(capture) if frame[12:14] == b"\x08\x00"]


def test_writes_exactly_the_wished_number_of_packets_in_order_of_time(capture: bytes) -> None:
    times = [time for time, _ in records(capture)]
    assert len(times) == PACKETS
    assert times == sorted(times)


def test_the_same_arguments_give_the_same_bytes(capture: bytes, tmp_path: Path) -> None:
    assert generate(tmp_path / "again.pcap") == capture
    assert generate(tmp_path / "other.pcap", "--seed", "2") != capture


def test_shares_of_mail_and_ipv6_are_about_those_asked_for(capture: bytes) -> None:
    frames = [frame for _, frame in records(capture)]
    version6 = [frame for frame in frames if frame[12:14] == b"\x86\xdd"]
    tcp = [frame for frame in frames if frame[23 if frame[14] == 0x45 else 20] == 6]
    assert 0.12 < len(version6) / PACKETS < 0.28
    assert 0.2 <= len(tcp) / PACKETS < 0.3


def test_lengths_and_checksums_are_right(ipv4: list[bytes]) -> None:
    for packet in ipv4:
        assert int.from_bytes(packet[2:4], "big") == len(packet)
        assert words_sum(packet[:20]) == 0xFFFF
        # addresses, protocol and length stand before the segment as pseudo-header
        pseudo = packet[12:20] + bytes((0, packet[9])) + (len(packet) - 20).to_bytes(2, "big")
        assert words_sum(pseudo + packet[20:]) == 0xFFFF


def test_most_queries_have_a_response_with_their_identifier_and_question(ipv4: list[bytes]) -> None:
    queries, responses = set(), set()
    for packet in (packet for packet in ipv4 if packet[9] == 17):
        source, target = packet[12:16] + packet[20:22], packet[16:20] + packet[22:24]
        message = packet[28:]
        question = message[12 : message.index(0, 12) + 5]
        if message[2] & 0x80:
            responses.add((target, source, message[:2], question))
        else:
            queries.add((source, target, message[:2], question))
    assert responses <= queries
    assert 0.9 < len(responses) / len(queries) < 1


def test_mails_are_transferred_whole(ipv4: list[bytes]) -> None:
    # TCP's header has 32 octets here: 20, and 12 of timestamps
    sent = b"".join(packet[52:] for packet in ipv4 if packet[9] == 6 and packet[22:24] == b"\x00\x19")
    assert sent.count(b"MIME-Version: 1.0\r\n") == sent.count(b"DATA\r\n") == sent.count(b"\r\n.\r\n") > 2


def test_loss_and_reordering_change_what_is_captured_not_how_much(capture: bytes, tmp_path: Path) -> None:
    faulty = generate(tmp_path / "faulty.pcap", "--loss", "0.05", "--reorder", "0.05")
    times = [time for time, _ in records(faulty)]
    assert len(times) == PACKETS and times == sorted(times)
    assert faulty != capture


def test_pcapng_blocks_chain_and_hold_the_same_frames(capture: bytes, tmp_path: Path) -> None:
    written, at, frames = generate(tmp_path / "plain.pcapng", "--format", "pcapng"), 0, []
    while at < len(written):
        kind, size = struct.unpack_from("<II", written, at)
        assert struct.unpack_from("<I", written, at + size - 4)[0] == size
        if kind == 6:
            frames.append(written[at + 28 : at + 28 + struct.unpack_from("<I", written, at + 20)[0]])
        at += size
    assert frames == [frame for _, frame in records(capture)]


def test_one_email_of_a_size(tmp_path: Path) -> None:
    generate(tmp_path / "one.pcap", "--one", "2000000")
    with analyzer.open(tmp_path / "one.pcap") as analysis:
        mail, = analysis.email_stream()
    assert mail.row["complete"]
    assert 2_000_000 <= mail.row["size"] < 2_010_000
    attachment, = mail.row["attachments"]
    assert 1_400_000 < attachment["size"] < 1_500_000
