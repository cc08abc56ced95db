"""Names in presentation form, against dnspython."""
from __future__ import annotations

import dns.name
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.dns.name import absolute_text, name_line, name_text, read_name, tree_name, tree_name_size
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
    ([b"a\x04\r\x7f"], "a\\004\\r\\177", 4), (["\u200b\U000e0001".encode()], "\\u200B\\U000E0001", 7),
    # one sign for each sequence that is none of UTF-8
    ([b"\xf9\x95L", b"\xed\xa0\x80"], "\ufffdL.\ufffd", 7), ([b"\xfe\x80"], "\ufffd\ufffd", 2)])
def test_tree_shows_names_as_wireshark_does(labels: list[bytes], shown: str, size: int) -> None:
    assert tree_name(wire(labels)) == shown
    assert tree_name_size(wire(labels)) == size


@pytest.mark.parametrize(("labels", "line"), [
    ([b"www", b"xn--bcher-kva", b"example"], "Name: www.xn--bcher-kva.example (www.bücher.example)"),
    ([b"XN--Fiqs8s"], "Name: XN--Fiqs8s (中国)"),
    # no A-labels: ASCII, nothing, a control character, octets that are none, a number that is none
    ([b"xn--a-"], ""), ([b"xn--"], ""), ([b"xn--a"], ""), ([b"xn--\xff"], ""), ([b"xn--999999999999"], ""),
    ([b"example"], ""), ([], "")])
def test_internationalized_names_are_decoded_beside_what_they_are(labels: list[bytes], line: str) -> None:
    assert name_line("Name", wire(labels)) == line


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.binary(max_size=59))
def test_any_label_that_looks_internationalized_gives_a_line(rest: bytes) -> None:
    line = name_line("Name", wire([b"xn--" + rest]))
    assert not line or line.isprintable()
