"""A dissector with a bug costs a packet its details, never the list."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from sample_captures import FOLDER

from analyzer.analysis import Analysis
from dissectors.fields import Field
from dissectors.octets import Octets
from dissectors.registry import BUILT_IN, Claim, Context, Dissector, Registry
from dissectors.stream import Conversation, Event, Piece, Side


class Careless(Dissector):
    """Takes what is DNS's and fails on all of it."""
    name: ClassVar[str] = "careless"
    label: ClassVar[str] = "Careless"
    claims = (Claim("udp.port", 53),)

    def parse(self, octets: Octets, context: Context) -> int:
        return 1 // 0

    def describe(self, record: object, context: Context) -> Iterator[Field]:
        raise AssertionError


class Broken:
    def receive(self, side: Side, piece: Piece) -> Iterator[Event]:
        raise KeyError("bug")


class CarelessStream(Dissector):
    """Takes what is SMTP's and fails on all of it."""
    name: ClassVar[str] = "careless-stream"
    label: ClassVar[str] = "Careless"
    claims = (Claim("tcp.port", 25),)

    def conversation(self, context: Context) -> Conversation:
        return Broken()

    def likelihood(self, client: bytes, server: bytes) -> float:
        return 1.0


@pytest.fixture
def analysis() -> Iterator[Analysis]:
    registry = Registry(())
    for dissector in (Careless(), CarelessStream()):
        registry.add(dissector, "a test")
    for entry in Registry(BUILT_IN):
        registry.add(entry, "built in")
    path: Path = FOLDER / "01-smtp-textbook.pcap"
    with Analysis.begin(path, registry) as found:
        found.load()
        yield found


def test_every_packet_stays_in_the_list(analysis: Analysis, caplog: pytest.LogCaptureFixture) -> None:
    rows = list(analysis.packet_rows())
    assert [row["number"] for row in rows] == list(range(1, 40))
    assert all(row["source"] for row in rows)
    assert caplog.records


def test_the_tree_has_what_stands_before_the_fault_and_says_so(analysis: Analysis) -> None:
    names = [layer.name for layer in analysis.tree(3).layers]
    assert names[:4] == ["frame", "eth", "ip", "udp"]
    assert names[-1] == "_ws.malformed"


def test_flows_and_summary_are_still_made(analysis: Analysis) -> None:
    assert len(list(analysis.flow_rows())) == len(analysis.flows)
    assert analysis.summary()["packets"] == 39
