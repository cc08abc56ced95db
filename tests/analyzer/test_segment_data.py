"""Which octets of segments the tree shows as parts of DNS messages that span segments."""
from __future__ import annotations

from pathlib import Path

from capture_builders import pcap
from dns_cases import query
from frame_builders import ethernet, ipv4, tcp
from tree_builders import values

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
