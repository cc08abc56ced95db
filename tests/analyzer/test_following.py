"""Files that grow are read on; a ring of them, one after the other."""
from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from capture_builders import enhanced, interface, section
from frame_builders import ethernet, ipv4, udp
from program import ROOT

from analyzer.analysis import Analysis
from analyzer.export.text_tree import json_tree
from analyzer.following import Following
from dissectors.registry import BUILT_IN, Registry

HEAD = section() + interface()
REGISTRY = Registry(BUILT_IN)


def packet(port: int) -> bytes:
    return enhanced(ethernet(ipv4(udp(b"x", port, 9), 17)), ticks=port)


def grow(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def seen(following: Following, last: bool = False) -> list[tuple[int, list[int]]]:
    """Of the new packets: how many were before their file, and their ports."""
    return [(new.before, new.analysis.packets.column("source_port")[list(new.rows)].tolist())
            for new in following.new(last)]


def test_packets_are_found_when_they_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.pcapng"
    with closing(Following(REGISTRY)) as following:
        following.add(str(path))
        assert seen(following) == []                # there is no such file yet
        grow(path, HEAD[:9])
        assert seen(following) == []
        grow(path, HEAD[9:])
        assert seen(following) == []
        grow(path, packet(1) + packet(2)[:20])
        assert seen(following) == [(0, [1])]
        grow(path, packet(2)[20:] + packet(3))
        assert seen(following) == [(0, [2, 3])]
        assert seen(following, last=True) == []


def test_every_cut_of_a_file_gives_each_packet_once(tmp_path: Path) -> None:
    whole = HEAD + packet(1) + packet(2) + packet(3)
    for cut in range(0, len(whole), 3):
        path = tmp_path / f"{cut}.pcapng"
        with closing(Following(REGISTRY)) as following:
            following.add(str(path))
            grow(path, whole[:cut])
            first = seen(following)
            grow(path, whole[cut:])
            assert [port for _, ports in first + seen(following, last=True) for port in ports] == [1, 2, 3]


def test_a_ring_is_read_to_its_end_and_counts_on(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pcapng" for number in range(3)]
    with closing(Following(REGISTRY)) as following:
        following.add(str(paths[0]))
        grow(paths[0], HEAD + packet(1))
        assert seen(following) == [(0, [1])]
        grow(paths[0], packet(2))
        grow(paths[1], HEAD + packet(3) + packet(4))
        grow(paths[2], HEAD)
        for path in paths[1:]:
            following.add(str(path))
        assert seen(following) == [(0, [2]), (2, [3, 4])]
        grow(paths[2], packet(5))
        assert seen(following, last=True) == [(4, [5])] and not following.lost


def test_a_file_that_was_removed_first_is_counted(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pcapng" for number in range(2)]
    grow(paths[1], HEAD + packet(1))
    with closing(Following(REGISTRY)) as following:
        for path in paths:
            following.add(str(path))
        assert seen(following) == [(0, [1])] and following.lost == [str(paths[0])]


@pytest.mark.parametrize("name", ["05-imap.pcap", "09-journey.pcap", "10-reply-and-bounce.pcapng"])
def test_what_was_asked_of_half_a_file_is_no_part_of_what_is_said_of_all(name: str, tmp_path: Path) -> None:
    whole, path = (ROOT / "captures" / name).read_bytes(), tmp_path / name
    steps = [len(whole) * part // 5 for part in range(6)]
    with closing(Analysis.open(ROOT / "captures" / name)) as finished, closing(Following(REGISTRY)) as following:
        following.add(str(path))
        for start, stop in pairwise(steps):
            grow(path, whole[start:stop])
            assert list(following.new())
            assert following.analysis is not None
            said = everything(following.analysis)
        for now, then in zip(said, everything(finished), strict=True):
            assert now == then


def everything(analysis: Analysis) -> list[object]:
    """Rows of all kinds, what filters keep, and the trees of some packets."""
    filters = ("smtp || imap || pop", "dns.flags.rcode == 0", "imf", "frame")
    return [*analysis.packet_rows(), *analysis.flow_rows(), *analysis.dns_rows(), *analysis.dns_message_rows(),
            *analysis.command_rows(), *analysis.mail_rows(), *[analysis.select(text).tolist() for text in filters],
            *[json_tree(analysis.tree(row)) for row in range(0, analysis.packets.rows, 5)]]
