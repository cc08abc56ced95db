"""Filters that were written to hurt: an error with its column, or an answer; always in few steps."""
from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from sample_captures import FOLDER

import analyzer
from analyzer.analysis import Analysis
from analyzer.errors import FilterError
from analyzer.filters.lexer import LONGEST

NUMBERS = [*range(0, 20_000, 2)]


@pytest.fixture(scope="module")
def journey() -> Iterator[Analysis]:
    with analyzer.open(FOLDER / "09-journey.pcap") as found:
        yield found


@pytest.mark.parametrize(("text", "word"), [
    ("(" * 10_000 + "ip" + ")" * 10_000, "brackets"),
    ("{" * 10_000 + "frame.len" + "}" * 10_000 + " == 1", "brackets"),
    ("max(" * 5_000 + "frame.len" + ")" * 5_000 + " == 1", "brackets"),
    ("ip.ttl == 1 or " * 70_000 + "ip", "characters"),
    (" or ".join(f"ip.ttl=={number}" for number in range(3_000)), "tests"),
    ("frame.len" + "<frame.len" * 5_000, "tests"), ("frame" + "[0:1]" * 13_000 + " == 00", "slices"),
    ("frame[" + ",".join("0" * 30_000) + "] == 00", "ranges"), ("ip#[" + ",".join("1" * 30_000) + "]", "ranges"),
    ("frame.len" + "+1" * 25_000 + " == 1", "calculations"), ("frame.len" + "*frame.len" * 5_000 + " == 1", "calc"),
    ("max(" + ",".join(["frame.len"] * 6_000) + ") > 1", "arguments"), ("-" * 60_000 + "frame.len == 1", "expected"),
    (f'frame matches "{"(a?){50}" * 7_000}"', "large"), (f'frame matches "{"(" * 30_000}{")" * 30_000}"', "large"),
    ('frame matches "(((a{1000}){1000}){1000})"', "large"), (f'frame matches "{"[a-z]*" * 9_000}zz"', "large"),
    ('frame matches "((a{,90}){2,90})b{90}"', "large"),
    ("ip.addr == 1.1.1.1/" + "9" * 60_000, "prefix"), ("frame.time_relative > " + "9" * 60_000, "seconds"),
    ("frame.len == " + "9" * 60_000, "number"), ("ipv6.addr == " + "1:" * 30_000, "IPv6"), ('"' * 60_001, "quote"),
])
def test_what_is_too_much_is_refused(text: str, word: str, journey: Analysis) -> None:
    with pytest.raises(FilterError, match=word) as told:
        journey.select(text)
    assert 1 <= told.value.column <= LONGEST + 1


@pytest.mark.parametrize(("text", "count"), [
    ("tcp.port in {" + ",".join(map(str, NUMBERS)) + "}", 27),
    ("tcp.port in {" + ",".join(f"{number}..{number + 1}" for number in NUMBERS[:5_000]) + "}", 114),
    (f"ip.addr in {{{','.join(f'10.{number >> 8}.{number & 255}.0/24' for number in range(20_000, 9_000, -3))}}}", 170),
    ("dns.qry.name in {" + ",".join(f'"{number}"' for number in NUMBERS[:7_000]) + ', "lantern.test"}', 10),
    ("not " * 16_000 + "ip", 170), ("!" * 60_001 + "ip", 16), ("frame[0:99999999999999999999] == 00", 0),
    ("frame[-99999999999999999999:1] == 00", 0), ('frame contains "' + "a" * 60_000 + '"', 0),
    ("ip.src#99999999999999999999 == 1.1.1.1", 0), ("frame.len == 0x" + "f" * 60_000, 0),
    (" or ".join(f"ip.ttl=={number}" for number in range(200)), 170),
])
def test_what_is_long_is_answered(text: str, count: int, journey: Analysis) -> None:
    assert len(journey.select(text)) == count


@pytest.mark.parametrize("text", [
    r'frame matches r"([^q]+)+([^q]+)+([^q]+)+[a-c][x-z][1-3][a-c][x-z][1-3]"', 'frame matches "(.*)*(.*)*(.*)*x{9}"'])
def test_an_expression_that_goes_back_too_often_is_told(text: str, journey: Analysis) -> None:
    with pytest.raises(FilterError, match="takes too long"):
        journey.select(text)


def test_what_a_worker_refuses_is_told(journey: Analysis) -> None:
    with pytest.raises(FilterError) as told:
        journey.select("ip.addrs == 1")
    again = pickle.loads(pickle.dumps(told.value))
    assert (str(again), again.column) == (str(told.value), told.value.column)


@pytest.mark.parametrize("text", [
    '"a{2,3}(b|c)*[^]]]+"', r'r"\d{1,3}\.\d+"', '"[[:alpha:]]+"', '"(?i:x){10}y{20}"', '"a{b}"'])
def test_usual_expressions_are_none_of_these(text: str, journey: Analysis) -> None:
    journey.select(f"dns.qry.name matches {text}")
