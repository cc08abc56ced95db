"""Random filters on random packets: columns, records and parts of trees say what whole trees say."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from capture_builders import pcap
from filter_truth import by_trees
from frame_builders import ethernet, ipv4, udp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER, mutated

import analyzer
from analyzer.analysis import Analysis
from analyzer.filters.catalog import Catalog
from analyzer.filters.columns import ColumnAnswers
from analyzer.filters.select import compiled, select
from dissectors.fields import Kind
from dissectors.registry import Registry
from dissectors.transport import standing

NUMBERS = st.sampled_from([0, 1, 2, 5, 16, 20, 25, 53, 64, 100, 0x8180, 300, 65_535])
VALUES = {
    Kind.UINT: NUMBERS.map(str), Kind.BOOL: st.sampled_from(["0", "1", "True"]), Kind.TEXT: st.sampled_from(
        ['"a"', '"lantern.test"', '"EHLO"', '"MAIL"', '"<Root>"', '""', '"+OK"']),
    Kind.IPV4: st.sampled_from(["10.77.0.6", "10.77.0.0/24", "10.77.0.0/30"]), Kind.IPV6: st.sampled_from(
        ["::1", "fe80::/10"]), Kind.ETHER: st.just("02:42:0a:4d:00:06"), Kind.BYTES: st.sampled_from(["0a", "00:01"]),
    Kind.DURATION: st.sampled_from(["0.0001", "0"]),
}
PREFIXES = ("ip.", "ipv6.", "tcp.", "udp.", "eth.", "dns.", "frame.", "smtp.", "pop.", "imap.", "imf.", "flow.")
SIZED = frozenset((Kind.UINT, Kind.BOOL))
NAMES = sorted((name, type_.kind) for name, type_ in Catalog(Registry()).fields.items()
               if name.startswith(PREFIXES) and type_.kind in VALUES
               and (type_.kind not in SIZED or not 0 < type_.bits < 16))
LIKELY = [pair for pair in NAMES if pair[0].count(".") == 1 or pair[0].startswith(("dns.", "tcp.flags", "ip.flags"))]


def compared(name: str, kind: Kind) -> st.SearchStrategy[str]:
    """A comparison with a field."""
    values, quantifiers = VALUES[kind], st.sampled_from(["", "", "any ", "all "])
    signs = st.sampled_from(["==", "!=", "===", "~=", "<", ">=", *(["contains"] * 2 if kind is Kind.TEXT else ())])
    if kind is Kind.BOOL:
        signs = st.sampled_from(["==", "!="])
    return st.one_of(
        st.just(name), st.builds(lambda quantifier, sign, value: f"{quantifier}{name} {sign} {value}",
                                 quantifiers, signs, values),
        st.lists(values, min_size=1, max_size=3).map(lambda found: f"{name} in {{{', '.join(found)}}}"),
        st.just(f"count({name}) > 1"))


LEAVES = st.one_of(st.sampled_from(LIKELY), st.sampled_from(NAMES)).flatmap(lambda pair: compared(*pair))
FILTERS = st.recursive(LEAVES, lambda inner: st.one_of(
    inner.map("not ({})".format), st.tuples(inner, st.sampled_from(["and", "or", "xor"]), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})")), max_leaves=4)


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Analysis]]:
    """Two captures as they are, and two with packets that were changed at random."""
    folder, paths = tmp_path_factory.mktemp("mutated"), [FOLDER / "07-dns-axfr-edns-tcp.pcap", FOLDER / "05-imap.pcap"]
    for number, name in enumerate(("06-dns-iterative.pcap", "09-journey.pcap")):
        paths.append(folder / name)
        paths[-1].write_bytes(mutated((FOLDER / name).read_bytes(), number, changes=150)[:40_000])
    found = [analyzer.open(path) for path in paths]
    yield found
    for analysis in found:
        analysis.close()


def check(text: str, analysis: Analysis) -> None:
    program = compiled(text, analysis.registry)
    expected = by_trees(analysis, program)
    answer = ColumnAnswers(analysis).of(program.plan)
    assert np.array_equal(expected[answer.known.mask()], answer.kept.mask()[answer.known.mask()])
    assert select(analysis, program).tolist() == np.flatnonzero(expected).tolist()


@settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=list(HealthCheck))
@given(FILTERS, st.integers(0, 3))
def test_all_ways_give_the_same(captures: list[Analysis], text: str, number: int) -> None:
    check(text, captures[number])


def test_what_packets_said_is_kept_for_the_next_filter(captures: list[Analysis]) -> None:
    asked: list[float] = []
    first = captures[1].select('imap.request contains "FETCH"', asked.append).tolist()
    assert first and asked[-1] == 1
    asked.clear()
    again = captures[1].select('frame.len > 0 and imap.request contains "FETCH"', asked.append).tolist()
    assert again == first and not asked


@pytest.mark.parametrize("name", sorted(one.name for one in (standing.FLAGS, *standing.TITLES)))
@pytest.mark.parametrize("number", range(4))
def test_how_segments_stand_to_those_before_them(captures: list[Analysis], name: str, number: int) -> None:
    check(name, captures[number])
    check(f"tcp.flags.push == 1 && !{name}", captures[number])


def test_headers_within_headers_count_too(tmp_path: Path) -> None:
    inner = ipv4(bytes.fromhex("0800f7ff00000000"), 1, "10.3.0.10", "10.1.0.10")   # an echo request
    label = bytes.fromhex("00010140")               # MPLS: label 16, bottom of the stack, TTL 64
    vxlan = bytes.fromhex("08000000 00000100")      # flags: VNI is there; VNI 1
    path = tmp_path / "tunnels.pcap"
    path.write_bytes(pcap((index, frame) for index, frame in enumerate([
        ethernet(ipv4(udp(label + inner, destination=6635), 17)), ethernet(ipv4(udp(b"x", destination=6635), 17)),
        ethernet(ipv4(udp(vxlan + ethernet(inner), destination=4789), 17)),
        ethernet(ipv4(udp(b"\xff" + vxlan[1:] + ethernet(inner), destination=4789), 17)),
        ethernet(ipv4(inner, 4)), ethernet(ipv4(udp(b"plain", destination=7000), 17))])))
    with analyzer.open(path) as analysis:
        assert analysis.select("ip.src#2 == 10.3.0.10").tolist() == [0, 2, 3, 4]
        for text in ("icmp", "count(ip.addr) == 2", "ip.dst == 10.1.0.10", "eth#2", "ip.proto == 1", "ip#2", "mpls"):
            check(text, analysis)
