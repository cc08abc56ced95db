"""Filters on options and windows of TCP: columns say what trees say, without asking any."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from capture_builders import pcap
from filter_truth import by_trees
from frame_builders import ethernet, ipv4, tcp
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER

import analyzer
from analyzer.analysis import Analysis
from analyzer.filters.columns import ColumnAnswers
from analyzer.filters.option_columns import hash_options
from analyzer.filters.select import compiled
from dissectors.kernel import readonly

FILTERS = [
    "tcp.options", "tcp.options.mss", "tcp.options.mss_val > 1000", "tcp.options.nop", "count(tcp.options.nop) == 2",
    "tcp.options.wscale.shift in {1..7}", "tcp.options.timestamp", "tcp.options.timestamp.tsecr != 0",
    "tcp.options.sack_perm", "tcp.options.sack", "tcp.option_kind == 8", "any tcp.option_len > 4", "tcp.option_kind",
    "tcp.options.mss contains 05", "tcp.options.timestamp.tsval#1 & 1", "tcp.options.user_to_granularity",
    "tcp.options.echo_value", "tcp.options.cc_value > 5", "tcp.options.experimental.exid == 1",
    "not tcp.options.eol", "tcp.window_size > 60000", "tcp.window_size_scalefactor == -2",
    "tcp.window_size_scalefactor", "tcp.checksum.status == 2", "udp.checksum.status == 3", "tcp.stream == 1"]


def agree(analysis: Analysis, text: str) -> bool:
    """Whether columns say what trees say, and say it of all plain packets."""
    program = compiled(text, analysis.registry)
    answers = ColumnAnswers(analysis)
    found = answers.of(program.plan)
    expected = by_trees(analysis, program)
    return bool(found.known.mask()[answers.presence.plain].all()) and np.array_equal(
        found.kept.mask()[found.known.mask()], expected[found.known.mask()])


@pytest.fixture(scope="module", params=["09-journey.pcap", "05-imap.pcap", "06-dns-iterative.pcap"])
def capture(request: pytest.FixtureRequest) -> Iterator[Analysis]:
    with analyzer.open(FOLDER / request.param) as found:
        yield found


@pytest.mark.parametrize("text", FILTERS)
def test_columns_say_what_trees_say_of_options(text: str, capture: Analysis) -> None:
    assert agree(capture, text)


def with_options(options: bytes) -> bytes:
    """A segment with a SYN whose header has these options, filled up with zeros."""
    options = options[:40] + bytes(-len(options[:40]) % 4)
    head = bytearray(tcp(flags=2))
    head[12] = (20 + len(options)) // 4 << 4
    return ethernet(ipv4(bytes(head) + options, 6))


OPTIONS = st.lists(st.one_of(
    st.sampled_from(["00", "01", "02 04 05b4", "03 03 07", "04 02", "08 0a 00000001 00000000", "05 02", "08 03 00",
                     "02 00", "05 0a 00000001 00000005", "1e 02", "1e 08 0000 00000000", "fd 06 0001 0000", "1c 04 80",
                     "07"]).map(bytes.fromhex), st.binary(max_size=3)), max_size=12).map(b"".join)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(OPTIONS, min_size=1, max_size=5), st.sampled_from(FILTERS))
def test_options_that_break_rules_are_the_same_by_columns(
        tmp_path_factory: pytest.TempPathFactory, options: list[bytes], text: str) -> None:
    path: Path = tmp_path_factory.mktemp("options") / "some.pcap"
    path.write_bytes(pcap([(0, with_options(one)) for one in options]))
    with analyzer.open(path) as analysis:
        assert agree(analysis, text)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.lists(OPTIONS, min_size=1, max_size=5))
def test_options_are_hashed_alike_by_machine_code(options: list[bytes]) -> None:
    data = readonly(b"".join(options) or b"\0")
    stop = np.cumsum([len(one) for one in options]).astype(np.int64)
    begin = stop - np.array([len(one) for one in options], np.int64)
    told = np.arange(256).astype(np.uint8) % 2
    slow, quick = np.zeros(len(begin), np.int64), np.zeros(len(begin), np.int64)
    hash_options(data, begin, stop, told, 12345, slow)
    hash_options.compiled(data, begin, stop, told, 12345, quick)
    assert slow.tolist() == quick.tolist()
