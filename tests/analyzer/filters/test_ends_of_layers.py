"""Filters on what stands around layers: padding behind them, and a link without a header."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from capture_builders import pcap
from filter_truth import by_trees
from frame_builders import ethernet, ipv4, tcp

import analyzer
from analyzer.filters.select import compiled, select

SEGMENT = ipv4(tcp(b"NOOP\r\n"), 6)


def kept(folder: Path, frame: bytes, text: str, linktype: int = 1) -> int:
    path = folder / "one.pcap"
    path.write_bytes(pcap([(0, frame)], linktype))
    with analyzer.open(path) as found:
        return len(found.select(text))


@pytest.mark.parametrize(("text", "count"), [
    ("len(tcp) == 26", 1), ("tcp contains ee:ee", 0), ("tcp[-2:] == 0d:0a", 1), ("frame contains ee:ee", 1)])
def test_padding_of_the_link_is_no_part_of_a_segment(text: str, count: int, tmp_path: Path) -> None:
    assert kept(tmp_path, ethernet(SEGMENT) + b"\xee" * 8, text) == count


LONG_HEADER = ipv4(tcp(b"")[:12] + b"\xa0" + tcp(b"")[13:], 6)
"""A segment whose header says that it has 40 octets, and has 20."""


@pytest.mark.parametrize("packet", [b"\x55" + SEGMENT[1:], LONG_HEADER])
@pytest.mark.parametrize("text", ["ip.addr", "tcp", "tcp.port > 0", "ip.ttl", "tcp.len == 0", "tcp contains ee",
                                  "tcp.stream", "tcp.options", "count(ip.src) == 1"])
def test_broken_headers_have_what_their_trees_have(packet: bytes, text: str, tmp_path: Path) -> None:
    path = tmp_path / "one.pcap"
    path.write_bytes(pcap([(0, ethernet(packet) + b"\xee" * 30)]))
    with analyzer.open(path) as found:
        program = compiled(text, found.registry)
        assert select(found, program).tolist() == np.flatnonzero(by_trees(found, program)).tolist()


@pytest.mark.parametrize("text", ["eth", "len(eth.src) == 6", "eth.dst.lg", "eth.src != eth.dst", "eth.type > 0"])
@pytest.mark.parametrize(("linktype", "frame", "count"), [(1, ethernet(SEGMENT), 1), (101, SEGMENT, 0)])
def test_a_packet_without_an_ethernet_header_has_none_of_its_fields(
        text: str, linktype: int, frame: bytes, count: int, tmp_path: Path) -> None:
    assert kept(tmp_path, frame, text, linktype) == count


@pytest.mark.parametrize(("digits", "there"), [("abc", "ab0c"), ("a", "0a"), ("abcde", "abcd0e")])
def test_the_last_of_an_odd_number_of_digits_is_a_byte(digits: str, there: str, tmp_path: Path) -> None:
    assert kept(tmp_path, bytes.fromhex("ff" * 14 + there), f"frame contains {digits}") == 1
    assert kept(tmp_path, bytes.fromhex("ff" * 14 + "0" + digits), f"frame contains {digits}") == (digits == "a")


@pytest.mark.parametrize(("members", "count"), [
    ("60", 1), ("1..59, 61..9999", 0), ("60..59", 0), ("1..200, 50..55", 1), ("99999999999999999999, 60", 1),
    ("61..99999999999999999999", 0), ("1..59, 99999999999999999998..99999999999999999999", 0), ("frame.len, 1", 1)])
def test_sets_of_numbers_are_looked_up_in_a_column(members: str, count: int, tmp_path: Path) -> None:
    assert kept(tmp_path, ethernet(SEGMENT), f"frame.len in {{{members}}}") == count
    assert kept(tmp_path, ethernet(SEGMENT), f"frame.len not in {{{members}}}") == 1 - count
    # the same by values, as of a field that has no column of its own
    assert kept(tmp_path, ethernet(SEGMENT), f"max(frame.len, 0) in {{{members}}}") == count
