"""Fields of records' data stand only in records of the types that filters look for."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from dns_records import RECORDS, records
from filter_truth import by_trees
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER

import analyzer
from analyzer.filters.catalog import Catalog
from analyzer.filters.columns import ColumnAnswers
from analyzer.filters.data_types import FAMILIES, types_with
from analyzer.filters.record_columns import BITMAPS
from analyzer.filters.select import compiled
from dissectors.dns import DNS
from dissectors.dns import header as h
from dissectors.dns.rdata import SHAPES
from dissectors.fields import Field
from dissectors.octets import Octets
from dissectors.registry import Context, Registry

CONTEXT = Context("udp", 53, 40_000)


def names(fields: list[Field]) -> Iterator[str]:
    for field in fields:
        yield field.spec.name
        yield from names(field.children)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(records(RECORDS) | st.tuples(st.integers(1, 300), st.binary(max_size=40)))
def test_no_other_type_has_the_field(record: tuple[int, bytes]) -> None:
    kind, octets = record
    message = (bytes.fromhex("0001 8180 0000 0001 0000 0000") + b"\0" + kind.to_bytes(2, "big")
               + bytes.fromhex("0001 0000003c") + len(octets).to_bytes(2, "big") + octets)
    found = DNS().parse(Octets(message), CONTEXT)
    present = Counter(names(list(DNS().describe(found, CONTEXT))))
    for name in present:
        types = types_with([name]) if name else None
        assert types is None or kind in types
    once = [spec.name for spec in (h.RECORD_NAME, h.RECORD_CLASS, h.RECORD_TTL, h.RECORD_LENGTH, *(
        () if kind in BITMAPS else (h.RECORD_TYPE,)))]
    assert all(present[name] <= 1 for name in once)


def test_every_shape_says_its_fields_or_how_they_begin() -> None:
    assert FAMILIES.keys() == {kind for kind, shape in SHAPES.items() if shape.describe}


def test_most_fields_of_data_are_known() -> None:
    known = [name for name in Catalog(Registry()).fields if name.startswith("dns.") and types_with([name])]
    assert len(known) > 230 and types_with(["dns.txt"]) and types_with(["dns.qry.name"]) is None


@pytest.mark.parametrize("path", [FOLDER / "06-dns-iterative.pcap", FOLDER / "09-journey.pcap"],
                         ids=lambda path: path.name)
@pytest.mark.parametrize("text", ["dns.time > 0.00005", "dns.response_in", "dns.response_to < 50",
                                  "not dns.unsolicited", "dns.response_in - 1 > 5",
                                  "dns.retransmit_request_in or dns.time == 0"])
def test_what_is_known_of_messages_needs_no_tree(path: Path, text: str) -> None:
    assert_answered(path, text, 0.7)


@pytest.mark.parametrize("path", [FOLDER / "07-dns-axfr-edns-tcp.pcap", FOLDER / "08-dnssec.pcap"],
                         ids=lambda path: path.name)
@pytest.mark.parametrize("text", ["dns.rrsig.algorithm > 5", 'not dns.txt contains "v"', "dns.mx.preference != 5",
                                  "dns.caa.tag or dns.srv.port", "count(dns.nsec.next_domain_name) == 1"])
def test_messages_without_such_records_need_no_tree(path: Path, text: str) -> None:
    assert_answered(path, text, 0.01)


def assert_answered(path: Path, text: str, least: float) -> None:
    """Columns say what trees say, of so many packets at least."""
    with analyzer.open(path) as analysis:
        program = compiled(text, analysis.registry)
        expected, answer = by_trees(analysis, program), ColumnAnswers(analysis).of(program.plan)
        assert np.array_equal(expected[answer.known.mask()], answer.kept.mask()[answer.known.mask()])
        assert answer.known.mask().mean() >= least
