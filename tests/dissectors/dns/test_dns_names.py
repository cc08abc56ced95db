"""Names in presentation form, against dnspython."""
from __future__ import annotations

import dns.name
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.dns.name import absolute_text, name_text, read_name, tree_name, tree_name_size
from dissectors.malformed import Malformed

LABELS = st.lists(st.binary(min_size=1, max_size=20), max_size=5)


def wire(labels: list[bytes]) -> bytes:
    return b"".join(bytes([len(label)]) + label for label in labels)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(LABELS)
def test_presentation_form_is_dnspythons(labels: list[bytes]) -> None:
    theirs = dns.name.Name([*labels, b""]).to_text(omit_final_dot=True)
    assert name_text(wire(labels)) == (theirs if labels else ".")


@settings(deadline=None, derandomize=True, max_examples=100)
@given(LABELS)
def test_presentation_form_reads_back(labels: list[bytes]) -> None:
    assert dns.name.from_text(absolute_text(wire(labels))).labels == (*labels, b"")


def test_compressed_name_is_read_whole() -> None:
    data = wire([b"example"]) + b"\0" + wire([b"www"]) + b"\xc0\x00rest"
    assert read_name(data, 9, 0, len(data)) == (wire([b"www", b"example"]), 15)


def test_fault_has_its_position() -> None:
    with pytest.raises(Malformed) as caught:
        read_name(b"xx\x03ab", 2, 0, 5)
    assert caught.value.at == 5


@pytest.mark.parametrize(("labels", "shown", "size"), [
    ([], "<Root>", 6), ([b"a.b", b"c"], "a.b.c", 5), (["Lucaʼs".encode(), b"local"], "Lucaʼs.local", 13),
    ([b"a\x04\r\x7f"], "a\\004\\r\\177", 4)])
def test_tree_shows_names_as_wireshark_does(labels: list[bytes], shown: str, size: int) -> None:
    assert tree_name(wire(labels)) == shown
    assert tree_name_size(wire(labels)) == size
