"""The layers `imf` and `mime_multipart`: names, places and values of a message's fields."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messages import MIXED, message

from dissectors.fields import Field, Kind
from dissectors.imf.maker import MAX_DEPTH, MAX_FIELDS, MAX_LINES
from dissectors.imf.tree import describe_message, describe_rest, describe_text


def walk(fields: list[Field]) -> Iterator[Field]:
    pending = list(reversed(fields))
    while pending:
        field = pending.pop()
        yield field
        pending += reversed(field.children)


def found(data: bytes, base: int = 0) -> list[tuple[str, object, bytes]]:
    """Name, value and bytes of every field that has a name."""
    return [(field.spec.name, field.value, data[field.pos - base:field.pos - base + field.size])
            for field in walk(describe_message(data, base, 0, [])) if field.spec.name]


def test_a_header_field_is_its_value_without_blanks_around_it() -> None:
    assert found(b"Subject:  a\r\n b\r\nDate:\r\n\r\n") == [
        ("imf.subject", "a\r\n b", b"a\r\n b"), ("imf.date", "", b""), ("imf.message_text", "", b"")]


def test_places_count_from_where_the_message_stands() -> None:
    fields = walk(describe_message(b"Subject: a\r\n\r\nb", 40, 3, []))
    assert [(field.pos, field.size, field.source) for field in fields] == [(49, 1, 3), (54, 1, 3), (54, 1, 3)]


def test_fields_that_nobody_knows_are_extensions() -> None:
    assert found(b"X-A: b\r\n\r\n")[:3] == [
        ("imf.extension", "X-A: b", b"X-A: b"), ("imf.extension.type", "X-A", b"X-A"),
        ("imf.extension.value", "b", b"b")]


def test_bytes_that_are_not_ascii_show_as_replacement_characters() -> None:
    assert found("Subject: ü\r\n\r\n".encode())[0] == ("imf.subject", "\ufffd\ufffd", "ü".encode())


@pytest.mark.parametrize(("value", "expected"), [
    (b"a@b", [("item", b"a@b\r\n"), ("address", b"a@b\r\n")]),
    (b"A <a@b>", [("item", b"A <a@b>\r\n"), ("display_name", b"A"), ("address", b"a@b")]),
    (b'"B, A" <a@b>, c@d', [("item", b'"B, A" <a@b>'), ("display_name", b'"B, A"'), ("address", b"a@b"),
                            ("item", b" c@d\r\n"), ("address", b" c@d\r\n")]),
    (b"G: a@b, c@d;, e@f", [("item", b"G: a@b, c@d;"), ("display_name", b"G"), ("item", b"a@b"), ("address", b"a@b"),
                            ("item", b" c@d"), ("address", b" c@d"), ("item", b" e@f\r\n"), ("address", b" e@f\r\n")]),
    (b"none:;", [("item", b"none:;\r\n"), ("display_name", b"none")]),
    (b"(a, b) <c@d", [("item", b"(a, b) <c@d\r\n"), ("display_name", b"(a, b)")]),
])
def test_lists_of_addresses(value: bytes, expected: list[tuple[str, bytes]]) -> None:
    items = found(b"To: " + value + b"\r\n\r\n")[1:-1]
    assert [(name.rpartition(".")[2], data) for name, _, data in items] == expected


def test_a_type_without_parameters_leaves_the_body_a_text() -> None:
    names = [name for name, _, _ in found(b"Content-Type: image/png\r\n\r\nx")]
    assert names == ["imf.content.type", "imf.message_text"]


def test_parts_and_what_stands_between_them() -> None:
    data = message("""
        Content-Type: multipart/mixed; boundary=b

        before
        --b
        Content-Type:  text/plain;  charset=x
        X-Other: y

        one
        --b
        Content-Type: application/octet-stream

        two
        --b--
        after
    """)
    assert [one for one in found(data) if one[0].startswith("mime_multipart.")] == [
        ("mime_multipart.type", "multipart/mixed", b""), ("mime_multipart.preamble", b"before\r\n", b"before\r\n"),
        ("mime_multipart.first_boundary", "--b\r\n", b"--b\r\n"),
        ("mime_multipart.part", "", b"Content-Type:  text/plain;  charset=x\r\nX-Other: y\r\n\r\none"),
        ("mime_multipart.header.content-type", "text/plain;charset=x", b"Content-Type:  text/plain;  charset=x\r\n"),
        ("mime_multipart.boundary", "\r\n--b\r\n", b"\r\n--b\r\n"),
        ("mime_multipart.part", "", b"Content-Type: application/octet-stream\r\n\r\ntwo"),
        # the empty line counts to the last field
        ("mime_multipart.header.content-type", "application/octet-stream",
         b"Content-Type: application/octet-stream\r\n\r\n"),
        ("mime_multipart.last_boundary", "\r\n--b--\r\n", b"\r\n--b--\r\n"),
        ("mime_multipart.trailer", b"after", b"after")]


def test_parts_stand_below_parts_and_messages() -> None:
    names = [field.spec.name for field in walk(describe_message(MIXED, 0, 0, [])) if field.spec.kind is Kind.PROTOCOL]
    assert names == ["mime_multipart", "mime_multipart", "data", "data-text-lines", "media", "imf",
                     "mime_multipart", "media"]


@pytest.mark.parametrize(("part", "expected"), [
    (b"\r\nplain", b"\r\nplain"), (b"Content-Id: <a>\r\n\r\nplain", b"plain"), (b"", None)])
def test_a_part_without_a_type_is_data(part: bytes, expected: bytes | None) -> None:
    shown = found(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part + b"\r\n--b--\r\n")
    assert next((data for name, _, data in shown if name == "data.data"), None) == expected


def test_a_multipart_without_its_boundary_is_data() -> None:
    shown = found(b"Content-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n")
    assert [name for name, _, _ in shown][-5:] == ["mime_multipart", "mime_multipart.type", "data", "data.data",
                                                   "data.len"]


def test_a_body_in_base64_is_decoded_in_a_buffer_of_its_own() -> None:
    sources = [b""]
    *_, layer = describe_message(b"Content-Type: application/octet-stream; name=a\r\n"
                                 b"Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n", 40, 0, sources)
    assert (layer.spec.name, layer.pos, layer.size, layer.source, sources[1]) == ("data", 0, 3, 1, b"\0\1\2")


def test_a_header_field_that_a_later_packet_ends_has_no_name() -> None:
    assert [name for name, _, _ in found(b"Subject: a\r\nX-Long: beg")] == ["imf.subject", "imf.message_text"]


def test_without_header_fields_all_is_text() -> None:
    assert found(b"\r\nx") == [("imf.message_text", "", b"\r\nx")]


def test_a_multipart_that_nothing_ends() -> None:
    names = [name for name, _, _ in found(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n")]
    assert "mime_multipart.part" in names
    assert "mime_multipart.last_boundary" not in names


def test_what_begins_within_a_header_field_begins_with_the_next() -> None:
    data = b"st of it\r\n folded\r\nSubject: a\r\n\r\nb"
    assert [(field.spec.name, field.pos) for field in describe_rest(data, 0, 0, [])] == [
        ("imf.subject", data.index(b"a\r\n")), ("imf.message_text", len(data) - 1)]


def test_a_text_is_shown_up_to_a_number_of_lines() -> None:
    text, = describe_text(b"x\r\n" * (MAX_LINES + 5), 0, 0, [])
    assert len(text.children) == MAX_LINES + 1
    assert sum(line.size for line in text.children) == text.size


@pytest.mark.parametrize("data", [
    b"X: y\r\n" * 30_000, b"To: " + b"a@b, " * 30_000 + b"\r\n\r\n", b"To: " + b"a:b;" * 30_000 + b"\r\n\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 30_000,
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(500)),
    b"Content-Type: message/rfc822; a=b\r\n\r\n" * 500])
def test_there_is_an_end_to_fields_and_depth(data: bytes) -> None:
    top = describe_message(data, 0, 0, [])
    assert sum(1 for _ in walk(top)) < MAX_FIELDS + 100
    depth, level = 0, top
    while level := [child for field in level for child in field.children]:
        depth += 1
    assert depth <= 2 * MAX_DEPTH + 4


PIECES = st.sampled_from([
    b"\r\n", b"--b", b"--", b'"', b"(", b"<", b">", b":", b";", b",", b"\n", b" ", b"\0", b"\xff", b"To: a@b",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"Content-Type: message/rfc822; a=b\r\n\r\n",
    b"Subject: =?x?q?a?="])


@given(st.lists(PIECES, max_size=30).map(b"".join))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_every_field_lies_within_the_message_and_what_is_in_a_layer_or_part_within_that(data: bytes) -> None:
    for field in walk(describe_message(data, 0, 0, [])):
        assert 0 <= field.pos <= field.pos + field.size <= len(data)
        if field.spec.kind is Kind.PROTOCOL or field.spec.name == "mime_multipart.part":
            assert all(child.pos + child.size <= field.pos + field.size for child in field.children)
