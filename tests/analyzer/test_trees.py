"""Trees: what dissectors say, what goes wrong in them, and hostile bytes."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_builders import Packet, all_fields, names, tree_of, values

from analyzer.export.pdml import PdmlWriter
from analyzer.export.text_tree import json_tree, text_tree
from analyzer.guard import Guard
from analyzer.tree_input import StreamLayer, StreamPart
from analyzer.trees import Trees
from dissectors.fields import Field, Kind, Spec
from dissectors.layout import Claim
from dissectors.malformed import Malformed
from dissectors.octets import Octets
from dissectors.registry import Context, Dissector, Registry
from dissectors.stream import Event, Side

WORD = Spec("word.text", "Text", Kind.TEXT)
HEAD = bytes(12) + bytes.fromhex("0800")
IP = bytes.fromhex("45000000 00014000 40110000 0a000001 0a000002")
UDP = bytes.fromhex("1388 0007 0000 0000")
TCP = bytes.fromhex("1388 0007 00000001 00000001 50100000 00000000")


class Word(Dissector):
    """Three bytes are a word, `bad` is malformed, `bug` is a fault of the dissector."""
    name, label, claims = "word", "Word", (Claim("udp.port", 7),)

    def parse(self, octets: Octets, context: Context) -> Any:
        return octets.pos, octets.take(3) if octets.left >= 3 else None

    def describe(self, record: Any, context: Context) -> Iterator[Field]:
        pos, word = record
        yield Field(WORD, str(word), pos, 3)
        if word == b"bad":
            raise Malformed("a bad word", pos)
        if word == b"bug":
            raise ZeroDivisionError

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        yield Field(WORD, data.decode(), 0, len(data), children=[Field(WORD, "", 1, 1)])


def registry() -> Registry:
    made = Registry(())
    made.add(Word(), "test")
    return made


def frame(word: bytes) -> bytes:
    return HEAD + IP + UDP + word


def test_dissector_by_port() -> None:
    tree = tree_of(frame(b"abc"), registry=registry())
    assert names(tree) == ["eth", "ip", "udp", "word"]
    assert tree.layers[-1].pos == 42


def test_malformed_keeps_what_stands_before_it() -> None:
    tree = tree_of(frame(b"bad"), registry=registry())
    assert names(tree)[-2:] == ["word", "_ws.malformed"]
    assert len(values(tree, "word.text")) == 1
    assert values(tree, "_ws.malformed") == ["a bad word at byte 42"]


def test_fault_of_a_dissector_costs_its_details_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    trees = Trees(registry(), Guard())
    for number in (1, 2):
        tree = trees.tree(Packet(frame(b"bug"), number=number))
        assert names(tree)[:3] == ["eth", "ip", "udp"]
    assert len(caplog.records) == 1


def test_fault_of_a_dissector_raises_in_tests() -> None:
    with pytest.raises(ZeroDivisionError):
        tree_of(frame(b"bug"), registry=registry())


def test_events_of_a_stream_stand_in_the_frame_or_in_a_buffer_of_their_own() -> None:
    event = Event(side=Side.CLIENT, start=0, stop=3)
    streams = [StreamLayer("word", [StreamPart(event, b"abc", 54), StreamPart(event, b"defg", None)])]
    ip = IP[:9] + b"\x06" + IP[10:]
    tree = tree_of(HEAD + ip + TCP + b"abc", registry=registry(), streams=streams)
    found = [(one.pos, one.source) for one in all_fields(tree, "word")]
    assert found == [(54, 0), (55, 0), (0, 1), (1, 1)]
    assert tree.sources[1] == b"defg"


def test_protocols_of_a_frame() -> None:
    tree = tree_of(frame(b"abc"), registry=registry())
    assert values(tree, "frame.protocols") == ["eth:ethertype:ip:udp:word"]


def test_every_truncation_gives_a_tree() -> None:
    whole = frame(b"abc")
    for size in range(len(whole)):
        assert tree_of(whole[:size], wire=len(whole)).layers[0].name == "frame"
        assert tree_of(whole[:size]).layers[0].name == "frame"


MORE = [HEAD + IP[:9] + b"\x06" + IP[10:] + TCP[:12] + b"\xf0" + TCP[13:] + bytes(range(40)), frame(b"abc"),
        bytes(12) + bytes.fromhex("86dd 60000000 0000 0040") + bytes(range(64)),
        HEAD + IP[:9] + b"\x01" + IP[10:] + bytes.fromhex("0300 0000 00000000") + IP + UDP]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from(MORE), st.lists(st.tuples(st.integers(0, 100), st.integers(0, 255)), max_size=6),
       st.sampled_from((0, 1, 9, 50, 101, 113, 276)), st.booleans())
def test_mutated_bytes_give_a_tree_that_can_be_written(data: bytes, changes: list[tuple[int, int]], linktype: int,
                                                       check: bool) -> None:
    changed = bytearray(data)
    for at, value in changes:
        changed[at % len(changed)] = value
    tree = tree_of(bytes(changed), linktype, check=check)
    assert PdmlWriter().packet(tree, None, len(data)).endswith("</packet>\n\n\n")
    assert json_tree(tree)["packet"] == 1
    assert list(text_tree(tree))
    assert all(one.pos + one.size <= len(tree.sources[one.source]) for one in all_fields(tree))
