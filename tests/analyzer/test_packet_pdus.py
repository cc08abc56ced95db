"""What the tree shows of segments that hold parts of DNS messages, and of such as the capture cut."""
from __future__ import annotations

from pathlib import Path

from capture_builders import pcap, pcap_header, pcap_record
from dns_cases import query
from frame_builders import ethernet, ipv4, tcp
from tree_builders import names, values

import analyzer

MESSAGES = [len(said).to_bytes(2, "big") + said for said in (query(number=number).to_wire() for number in (1, 2, 3))]
STREAM = b"".join(MESSAGES)
SIZE = len(MESSAGES[0])


def segment_data(path: Path, *spans: tuple[int, int]) -> list[list[bytes]]:
    """Of segments that hold these spans of the stream."""
    path.write_bytes(pcap(enumerate(ethernet(ipv4(tcp(STREAM[start:stop], destination=53, sequence=1 + start), 6))
                                    for start, stop in spans)))
    with analyzer.open(path) as analysis:
        return [values(analysis.tree(row), "tcp.segment_data") for row in range(len(spans))]


def test_whole_messages_are_none(tmp_path: Path) -> None:
    assert segment_data(tmp_path / "a.pcap", (0, 2 * SIZE), (2 * SIZE, 3 * SIZE)) == [[], []]


def test_end_and_begin_of_messages_in_one_segment(tmp_path: Path) -> None:
    found = segment_data(tmp_path / "a.pcap", (0, 9), (9, 2 * SIZE + 1), (2 * SIZE + 1, 3 * SIZE))
    assert found == [[MESSAGES[0][:9]], [MESSAGES[0][9:], MESSAGES[2][:1]], [MESSAGES[2][1:]]]


def test_parts_that_are_sent_again(tmp_path: Path) -> None:
    found = segment_data(tmp_path / "a.pcap", (0, 9), (9, SIZE + 5), (9, SIZE + 5), (SIZE + 5, 3 * SIZE))
    middle = [MESSAGES[0][9:], MESSAGES[1][:5]]
    assert found == [[MESSAGES[0][:9]], middle, middle, [MESSAGES[1][5:]]]


def test_cut_capture_shows_lengths_as_sent_and_what_is_missing(tmp_path: Path) -> None:
    half = SIZE // 2 + 5
    frames = [ethernet(ipv4(tcp(part, destination=53, sequence=at), 6))
              for part, at in ((MESSAGES[0] + MESSAGES[1][:half], 1), (MESSAGES[1][half:], 1 + SIZE + half))]
    cut = len(frames[0]) - half - 3       # the last octets of the first message and all of the second are missing
    path = tmp_path / "cut.pcap"
    path.write_bytes(pcap_header() + pcap_record(frames[0][:cut], length=len(frames[0]))
                     + pcap_record(frames[1][:-3], length=len(frames[1])))
    with analyzer.open(path) as analysis:
        first, second = analysis.tree(0), analysis.tree(1)
    assert names(first)[2:] == ["tcp", "dns"] and values(first, "dns.length") == [SIZE - 2]
    assert names(second)[2:] == ["tcp", "dns"] and values(second, "dns.id") == []
    assert [field.value for field in second.layers[-1].fields] == ["3 bytes are missing"]
