"""What filters keep of a capture of real servers; the numbers are those that tshark 4.0.17 gives."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from filter_truth import by_trees
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER

import analyzer
from analyzer.analysis import Analysis
from analyzer.errors import FilterError
from analyzer.filters.columns import ColumnAnswers
from analyzer.filters.select import compiled, select


@pytest.fixture(scope="module")
def journey() -> Iterator[Analysis]:
    with analyzer.open(FOLDER / "09-journey.pcap") as found:
        yield found


KEPT = {
    "ip": 170, "arp": 14, "tcp": 114, "smtp": 36, "ip.addr == 10.77.0.6": 56, "ip.addr != 10.77.0.6": 114,
    "!(ip.addr == 10.77.0.6)": 130, "ip.addr === 10.77.0.6": 0, "ip.addr ~= 10.77.0.6": 170,
    "all ip.addr != 10.77.0.6": 114, "any ip.addr != 10.77.0.6": 170, "ip.addr == 10.77.0.0/16": 170,
    "ip.src == 10.77.0.6": 28, "ip.src#1 == 10.77.0.6": 28, "ip#2": 0, "ipv6.addr == fe80::/10": 2,
    "tcp.port == 25": 24, "tcp.port in {25, 80..90}": 24, "tcp.port not in {25}": 162, "tcp.stream == 0": 34,
    "tcp.flags & 2": 8, "tcp[13] & 2": 8, "tcp.flags == 0x012": 4, "tcp.flags.syn == 1 && tcp.flags.ack == 0": 4,
    'tcp.flags.syn == "Not set"': 106, "tcp.srcport + tcp.dstport > 60000": 24, "-tcp.srcport == -25": 10,
    "tcp.srcport - tcp.dstport > 100": 54, "tcp.srcport % 0 == 1": 0, "tcp.options.mss_val == 1460": 8,
    "frame.len <= 100 and frame.len >= 60": 104, "{frame.len + 1} * 2 > 100": 172, "frame.number in {1..3, 7}": 4,
    "frame.time_relative > 0.5": 12, "frame.time_delta < 0.001": 176, "frame[-1] == 0": 44,
    'string(frame.number) matches "[13579]$"': 93, "max(tcp.srcport, tcp.dstport) > 100": 114,
    "eth.dst[0] & 1": 2, "eth[12:2] == 08:00": 170, "ip[9] == 0x11": 56, "ip.proto == TCP": 114,
    'arp.opcode == "request"': 7, "dns.flags.response == True": 28, 'dns.flags.rcode == "No error"': 28,
    'dns.qry.type == "A (Host Address)"': 16, "count(dns.a) > 1": 2, "len(dns.qry.name) > 5": 52,
    'upper(dns.qry.name) contains "HARBOR"': 14, 'dns.qry.name > "a"': 40, "dns.qry.name == dns.resp.name": 23,
    "dns.qry.name != dns.resp.name": 26, "dns.a in {10.77.0.0/16}": 13, 'dns.qry.name in {"a" .. "b"}': 2,
    'tcp matches "EHLO"': 2, "tcp contains 0d:0a": 66, 'smtp.req.command in {"EHLO", "MAIL"}': 4,
    "smtp.response.code == 250": 8, 'pop.response.indicator == "+OK"': 5, 'imf.subject contains "light"': 3,
    "not any ip.addr == 10.77.0.6": 130, "ip xor udp": 114,
}


@pytest.mark.parametrize(("text", "count"), KEPT.items())
def test_as_many_packets_are_kept_as_by_tshark(text: str, count: int, journey: Analysis) -> None:
    assert len(journey.select(text)) == count


@pytest.mark.parametrize("text", KEPT)
def test_columns_say_what_trees_say(text: str, journey: Analysis) -> None:
    program = compiled(text, journey.registry)
    asked = by_trees(journey, program)
    answer = ColumnAnswers(journey).of(program.plan)
    assert np.array_equal(asked[answer.known.mask()], answer.kept.mask()[answer.known.mask()])
    assert select(journey, program).tolist() == np.flatnonzero(asked).tolist()


@pytest.mark.parametrize("text", [
    "dns.latency > 0.00005", 'dns.status == "answered"', "dns.latency", "not dns.latency <= 0.00005",
    "dns.query_packet == 4", "dns.response_packet - dns.query_packet > 1", "dns.retransmissions + dns.duplicates == 0"])
@pytest.mark.parametrize("name", ["06-dns-iterative.pcap", "07-dns-axfr-edns-tcp.pcap", "09-journey.pcap"])
def test_what_rows_of_lookups_say_stands_in_columns(name: str, text: str) -> None:
    with analyzer.open(FOLDER / name) as analysis:
        program = compiled(text, analysis.registry)
        answer = ColumnAnswers(analysis).of(program.plan)
        asked = by_trees(analysis, program)
        assert np.array_equal(asked[answer.known.mask()], answer.kept.mask()[answer.known.mask()])
        assert np.count_nonzero(~answer.known.mask()) < 4
        assert select(analysis, program).tolist() == np.flatnonzero(asked).tolist()


@pytest.mark.parametrize("text", [
    '_ws.col.protocol == "SMTP"', 'not _ws.col.protocol in {"DNS", "TCP"}', '_ws.col.source contains "10.77"',
    '_ws.col.destination == "10.77.0.6"', 'flow.state == "closed"', "flow.state", 'flow.service in {"dns", "imap"}',
    'flow.transport == "udp"', "flow.duration > 0.001", "flow.bytes_sent + flow.bytes_received > 1000",
    'flow.client == "10.77.0.50" && flow.server_port == 587', "flow.flow in {1..3}",
    'flow.start > "2026-11-21 02:39:52.45"',
    "flow.retransmissions == 0", "flow.packets_sent == flow.packets_received"])
def test_what_rows_of_packets_and_flows_say_stands_in_columns(text: str, journey: Analysis) -> None:
    program = compiled(text, journey.registry)
    answer = ColumnAnswers(journey).of(program.plan)
    assert answer.known.mask().all() and 0 < np.count_nonzero(answer.kept.mask()) < journey.packets.rows
    assert np.array_equal(answer.kept.mask(), by_trees(journey, program))


@pytest.mark.parametrize("text", [
    "ip.addr == 10.77.0.6", "tcp.port in {25, 110}", "frame.len > 100", "dns.flags.rcode == 3", "tcp.flags.syn == 1",
    'dns.qry.name contains "harbor"', "dns.count.answers > 1", "tcp.len > 0", "udp.stream < 3",
])
def test_columns_answer_for_tcp_and_udp_without_trees(text: str, journey: Analysis) -> None:
    known = ColumnAnswers(journey).of(compiled(text, journey.registry).plan).known.mask()
    assert known[(journey.packets.transports() == 6) & ("dns" not in text)].all()
    assert known[journey.packets.transports() == 17].all()


LEAVES = st.sampled_from([
    "ip.src == 10.77.0.6", "tcp.port > 1000", "frame.len < 90", "dns.id > 0x4000", "arp", "dns.flags.response == 1",
    'dns.qry.name contains "a"', "tcp.flags.push", "eth.type == 0x0800", "udp.dstport == 53", "ip.ttl == 64",
])
FILTERS = st.recursive(LEAVES, lambda inner: st.one_of(
    inner.map("!({})".format), st.tuples(inner, st.sampled_from(["and", "or", "xor"]), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})")), max_leaves=6)


@settings(deadline=None, derandomize=True, max_examples=15)
@given(FILTERS)
def test_any_combination_is_the_same_by_columns_and_by_trees(text: str) -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as journey:
        program = compiled(text, journey.registry)
        expected = np.flatnonzero(by_trees(journey, program))
        assert select(journey, program).tolist() == expected.tolist()


@pytest.mark.parametrize(("text", "column", "word"), [
    ("nosuch", 1, "neither"), ("tcp.prot == 25", 1, "tcp.port"), ("ip and 443", 8, "neither"),
    ("1 < frame.len", 1, "neither"), ("tcp.port == 70000", 13, "65535"), ("tcp.port == abc", 13, "number"),
    ("tcp.port == 1.5", 13, "number"), ("frame.number == 08", 17, "number"), ("ip.src == 10.77.0.256", 11, "IPv4"),
    ("ip.src == 10.0.0.0/33", 11, "32"), ('ip.src == "10.0.0.1"', 11, "quotes"), ("ip.src contains 0a", 1, "contains"),
    ('frame.number matches "1"', 1, "matches"), ("dns.qry.name matches www", 22, "double quotes"),
    ('dns.qry.name matches "("', 24, "regular"), ("dns.id == dns.qry.name", 11, "compared"),
    ("dns.id == ip.src", 11, "compared"), ("len(dns.qry.name)", 1, "compared"), ("len(ip, tcp) == 1", 1, "one"),
    ("nofunc(ip) == 1", 1, "function"), ('upper(ip.src) == "A"', 1, "text"), ("max() == 1", 1, "field"),
    ("abs(ip.src) == 1", 1, "number"), ("string(dns.qry.name) == \"a\"", 1, "text"), ("ip & tcp", 4, "calculated"),
    ("eth.src == 00:11", 12, "Ethernet"), ("tcp.flags[0] == 0", 10, "bytes"), ('frame.time > "soon"', 14, "time"),
    ("frame.time_relative * 2 > 1", 21, "calculated"), ("dns.flags.response == yes", 23, "names"),
    ("tcp.port == smtp", 13, "compared"), ("frame.len == 0x", 14, "number"), ("dns.time > 1s", 12, "seconds"),
])
def test_what_makes_no_sense_is_told_with_its_column(text: str, column: int, word: str, journey: Analysis) -> None:
    with pytest.raises(FilterError, match=word) as told:
        journey.select(text)
    assert told.value.column == column


def test_rows_of_other_tables_can_be_asked(journey: Analysis) -> None:
    assert set(journey.packets.column("flow")[journey.select('flow.service == "pop"')].tolist()) == {31}
    slow = journey.select("dns.latency > 0.004") + 1
    assert {row["latency"] > 4_000_000 for row in journey.dns_rows()
            if row["query_packet"] in slow} == {True}
    lighthouse = journey.select('mail.subject contains "lighthouse" and smtp')
    assert 0 < len(lighthouse) < 36


def test_an_expression_that_takes_too_long_is_told(journey: Analysis) -> None:
    with pytest.raises(FilterError, match="takes too long"):
        journey.select(r'frame matches r"([^q]+)+([^q]+)+([^q]+)+[a-c][x-z][1-3][a-c][x-z][1-3]"')


DOCUMENT = (FOLDER.parent / "docs" / "filters.md").read_text()
EXAMPLES = [line.split("` | ")[0].removeprefix("| `").replace(r"\|", "|") for line in DOCUMENT.splitlines()
            if line.startswith("| `")]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_the_document_are_filters(text: str, journey: Analysis) -> None:
    journey.select(text)
