"""Filters on the bytes of frames, segments and datagrams: read where they stand, they are what trees have."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from filter_truth import by_trees
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER, mutated

import analyzer
from analyzer.analysis import Analysis
from analyzer.filters.byte_columns import containing, spans
from analyzer.filters.byte_values import NAMES, ByteValues
from analyzer.filters.columns import column_answers
from analyzer.filters.select import PacketValues, compiled, select
from analyzer.filters.steps import finished
from analyzer.tree_input import PacketSource
from analyzer.trees import Tree, Trees

TESTS = [
    "{} contains 0d:0a", '{} contains "EHLO"', '{} matches "[a-z]+@"', "len({}) > 60", "{}[0:2] == 00:19", "{}",
    "{}[-2:] == 0d:0a", "count({}) == 1", "not {} contains 01", "{}#1 contains 07", "{}#2", "{} contains udp.payload"]


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Analysis]]:
    """Two captures as they are, and one with packets that were changed at random."""
    path: Path = tmp_path_factory.mktemp("mutated") / "changed.pcap"
    path.write_bytes(mutated((FOLDER / "09-journey.pcap").read_bytes(), 7, changes=150)[:40_000])
    found = [analyzer.open(one) for one in (FOLDER / "09-journey.pcap", FOLDER / "02-esmtp-auth.pcap", path)]
    yield found
    for analysis in found:
        analysis.close()


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.sampled_from(TESTS), st.sampled_from(sorted(NAMES)), st.integers(0, 2))
def test_bytes_are_those_of_trees(captures: list[Analysis], test: str, name: str, number: int) -> None:
    program = compiled(test.format(name), captures[number].registry)
    expected = np.flatnonzero(by_trees(captures[number], program)).tolist()
    assert select(captures[number], program).tolist() == expected


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.sampled_from(["frame", "tcp", "udp.payload"]), st.integers(0, 20_000), st.integers(1, 60))
@example("frame", 24, 40)       # a record's header and the bytes behind it
def test_bytes_are_found_within_packets_alone(captures: list[Analysis], name: str, at: int, size: int) -> None:
    analysis = captures[0]
    wanted = analysis.packets.data[at:at + size].tobytes()
    values = ByteValues(analysis.packets, column_answers(analysis).presence.plain)
    where = spans(analysis.packets, column_answers(analysis).presence.plain, name)
    found = finished(containing(analysis.packets.data, where, wanted))
    assert found.tolist() == [any(wanted in value for value in values.of(row, [name])[name])
                              for row in where.rows.tolist()]


def test_trees_are_made_only_of_packets_that_columns_and_bytes_leave_open(
        captures: list[Analysis], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = Trees.tree

    def tree(self: Trees, packet: PacketSource) -> Tree:
        made.append(packet.number - 1)
        return whole(self, packet)
    monkeypatch.setattr(Trees, "tree", tree)
    assert captures[0].select('tcp.port == 25 and tcp matches "rcpt"').tolist()
    plain = column_answers(captures[0]).presence.plain
    assert made and not plain[made].any()


def test_passwords_are_masked_where_they_must_not_be_shown(captures: list[Analysis]) -> None:
    values = PacketValues(captures[1], frozenset(("frame",)))
    rows = range(captures[1].packets.rows)
    assert [row for row in rows if values.of(row, True).of("frame") != values.of(row, False).of("frame")]


def test_lookups_are_paired_only_for_filters_that_ask_for_dns() -> None:
    with analyzer.open(FOLDER / "06-dns-iterative.pcap") as analysis:
        assert PacketValues(analysis, frozenset(("udp.length",))).of(2, True).of("udp.length") == [386]
        assert "dns" not in vars(analysis)
        assert PacketValues(analysis, frozenset(("dns.time",))).of(2, True).of("dns.time") == [117_000]
        assert "dns" in vars(analysis)
