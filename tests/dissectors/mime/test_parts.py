"""The tree of parts: where each begins and ends, whatever the message does."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messages import MIXED, message

from dissectors.mime import Message, Part, parse, parts
from dissectors.mime.headers import MAX_FIELDS


def tree(found: Message) -> list[tuple[str, str, bytes]]:
    return [(part.number, part.content_type, part.raw) for part in found.parts if not part.children]


def check_places(found: Message) -> None:
    """Children lie inside their parent, one after the other; parts are listed in their order."""
    order: list[Part] = []
    waiting: list[Part] = [found]
    while waiting:
        part = waiting.pop()
        order.append(part)
        assert 0 <= part.header_start <= part.start <= part.stop <= len(part.data)
        pos = part.start
        for child in part.children:
            assert child.data is not part.data or pos <= child.header_start <= child.stop <= part.stop
            pos = child.stop
        waiting += reversed(part.children)
    assert order == found.parts


def test_parts_have_the_numbers_of_imap() -> None:
    found = parse(MIXED)
    assert [(part.number, part.content_type) for part in found.parts] == [
        ("TEXT", "multipart/mixed"), ("1", "multipart/alternative"), ("1.1", "text/plain"), ("1.2", "text/html"),
        ("2", "image/png"), ("3", "message/rfc822"), ("3.TEXT", "multipart/mixed"), ("3.1", "application/pdf"),
    ]
    assert found.problems == []
    check_places(found)


def test_the_line_end_before_a_boundary_belongs_to_it() -> None:
    assert [part.raw for part in parse(MIXED).parts if not part.children] == [
        b"plain", b"<p>html</p>", b"iVBORw0K", b"%PDF"]
    assert parse(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n\n--b--\n").parts[1].raw == b"a\n"


def test_a_part_says_what_its_headers_say() -> None:
    image = parse(MIXED).parts[4]
    assert (image.content_type, image.parameters, image.filename) == ("image/png", {"name": "boat.png"}, "boat.png")
    assert (image.disposition, image.content_id) == ("inline", "boat@harbor.example")
    assert (image.transfer_encoding, image.decoded()) == ("base64", b"\x89PNG\r\n")


def test_headers_of_an_embedded_message_stay_inside() -> None:
    found = parse(MIXED)
    embedded = found.parts[5]
    assert found.headers.subject == "two files"
    assert embedded.headers.subject is None
    assert embedded.children[0].headers.subject == "inner"
    assert embedded.raw.startswith(b"Subject: inner\r\n") and embedded.raw.endswith(b"--deep--")


def test_a_plain_message_is_one_part_up_to_its_end() -> None:
    found = parse(memoryview(b"Subject: x\r\n\r\nbody\r\n"))
    assert tree(found) == [("1", "text/plain", b"body\r\n")]
    assert (found.filename, found.disposition, found.transfer_encoding) == (None, None, "7bit")


@pytest.mark.parametrize("value", [b"", b"text", b"a/b/c", b"/", b"; charset=x", b"te xt/html"])
def test_a_type_that_is_none_counts_as_text(value: bytes) -> None:
    kind = parse(b"Content-Type: " + value + b"\r\n\r\n").content_type
    assert kind == ("a/b" if value == b"a/b/c" else "text/plain")


def test_a_missing_end_boundary_ends_nothing_too_early() -> None:
    found = parse(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n")
    assert tree(found) == [("1", "text/plain", b"one"), ("2", "text/plain", b"two")]
    assert [problem.reason for problem in found.problems] == ["part TEXT has no end boundary"]


def test_the_outer_boundary_ends_an_inner_multipart_without_its_own() -> None:
    found = parse(MIXED.replace(b"--in--\r\n", b""))
    assert [part.number for part in found.parts] == ["TEXT", "1", "1.1", "1.2", "2", "3", "3.TEXT", "3.1"]
    assert [problem.reason for problem in found.problems] == ["part 1 has no end boundary"]


def test_a_boundary_that_begins_with_the_outer_one_is_another() -> None:
    found = parse(message("""
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: multipart/mixed; boundary=b-1

        --b-1

        one
        --b-1--
        --b \t
        Content-Type: text/html

        --bx
        --b--
    """))
    assert tree(found) == [("1.1", "text/plain", b"one"), ("2", "text/html", b"--bx")]


def test_what_follows_the_end_boundary_is_no_part() -> None:
    found = parse(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n--b\r\n\r\nhidden\r\n--b--")
    assert len(found.parts) == 1 and not found.children


@pytest.mark.parametrize(("value", "reason"), [
    (b"multipart/mixed", "the boundary of part TEXT is missing"),
    (b'multipart/mixed; boundary=""', "the boundary of part TEXT is missing"),
])
def test_a_multipart_without_boundary_has_no_parts(value: bytes, reason: str) -> None:
    found = parse(b"Content-Type: " + value + b"\r\n\r\n--\r\n\r\nx\r\n----\r\n")
    assert [problem.reason for problem in found.problems] == [reason]
    assert len(found.parts) == 1


@pytest.mark.parametrize("boundary", [b'boundary="b c "', b'BOUNDARY="b c"; boundary=x',
                                      b"boundary*0*=b%20; boundary*1=c"])
def test_boundaries_with_blanks_quotes_and_sections(boundary: bytes) -> None:
    data = b"Content-Type: multipart/mixed; " + boundary + b"\r\n\r\n--b c\r\n\r\nx\r\n--b c--"
    assert tree(parse(data)) == [("1", "text/plain", b"x")]


def test_parts_of_a_digest_are_messages() -> None:
    found = parse(b"Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: in\r\n\r\nx\r\n--b--")
    assert [(part.number, part.content_type) for part in found.parts[1:]] == [("1", "message/rfc822"),
                                                                              ("1.1", "text/plain")]
    assert found.parts[2].headers.subject == "in"


def test_a_part_may_have_neither_headers_nor_body() -> None:
    head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    for body in (b"--b\r\n--b\r\n\r\n--b\r\n\r\n\r\n--b--", b"--b\r\n--b\r\n--b",
                 b"--b\r\nA: 1\r\n--b\r\nA: 1\r\n--b--"):
        found = parse(head + body)
        assert [part.raw for part in found.parts[1:]] == [b""] * (len(found.parts) - 1)
        assert len(found.parts) > 2
        check_places(found)


def test_an_encoded_embedded_message_is_taken_apart_in_its_decoded_bytes() -> None:
    found = parse(b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                  b"U3ViamVjdDogaW4NCg0KYm9keQ==\r\n")
    inner = found.children[0]
    assert (inner.headers.subject, inner.raw, inner.number) == ("in", b"body", "1.1")
    assert inner.data == found.decoded() == b"Subject: in\r\n\r\nbody"
    assert found.parts == [found, inner]


def nested(depth: int) -> bytes:
    openings = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    endings = b"".join(b"\r\n--b%d--" % n for n in reversed(range(depth)))
    return openings + b"\r\ndeep" + endings


def test_parts_nest_to_a_limit() -> None:
    found = parse(nested(parts.MAX_DEPTH - 1))
    assert (found.problems, found.parts[-1].raw) == ([], b"deep")
    deeper = parse(nested(20_000))
    assert len(deeper.parts) == parts.MAX_DEPTH
    assert deeper.problems[0].reason == "parts are nested too deep"


def test_messages_nest_to_a_limit() -> None:
    found = parse(b"Content-Type: message/rfc822\r\n\r\n" * 20_000)
    assert len(found.parts) == parts.MAX_DEPTH
    assert [problem.reason for problem in found.problems] == ["messages are nested too deep"]


def test_encoded_messages_nest_to_a_limit() -> None:
    head = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    encoded = head
    for _ in range(parts.MAX_ENCODED_DEPTH + 2):
        encoded = head + encoded.replace(b"=", b"=3D")
    found = parse(encoded)
    assert len(found.parts) == parts.MAX_ENCODED_DEPTH + 1
    assert [problem.reason for problem in found.problems] == ["encoded messages are nested too deep"]


def test_parts_are_limited_in_number() -> None:
    found = parse(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * (parts.MAX_PARTS + 5))
    assert len(found.parts) == parts.MAX_PARTS
    assert [problem.reason for problem in found.problems] == ["too many parts"]
    assert found.parts[-1].stop == len(found.data)


def test_lines_that_could_be_boundaries_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_DELIMITER_LINES", 3)
    found = parse(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--bx\r\n--bx\r\n--bx\r\n--b--")
    assert [problem.reason for problem in found.problems][:1] == ["too many lines begin with --"]


def test_header_fields_that_are_not_read_are_told() -> None:
    block = b"A: b\r\n" * MAX_FIELDS
    found, = parse(block + b"Subject: x\r\n\r\nbody").problems
    assert (found.reason, found.at) == ("too many header fields", len(block))
    for end in (b"\r\n\r\nbody", b"\n\nbody", b"\r\n", b"", b"\r\nno field\r\n"):
        assert parse(b"Subject: x" + end).problems == []


def test_text_is_read_in_its_charset() -> None:
    found = parse(b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                  b"Gr=FC=DFe")
    assert found.text() == "Grüße"


@pytest.mark.parametrize(("head", "body", "text"), [
    ("text/plain", "Grüße aus Köln".encode("latin-1"), "Grüße aus Köln"),               # a guess
    ("text/html", b'<META content="text/html; CHARSET=koi8-r">\xf0', '<META content="text/html; CHARSET=koi8-r">П'),
    ("text/html; charset=utf-8", "<meta charset=koi8-r>ü".encode(), "<meta charset=koi8-r>ü"),
    ("text/html", "<meta charset='utf-16'>ü".encode(), "<meta charset='utf-16'>ü"),
    ("text/plain; charset=utf-8", b"\xef\xbb\xbfa", "a"),
])
def test_the_charset_of_a_text_that_does_not_name_it(head: str, body: bytes, text: str) -> None:
    assert parse(f"Content-Type: {head}\r\n\r\n".encode() + body).text() == text


def test_every_truncation_is_a_message() -> None:
    for size in range(len(MIXED)):
        check_places(parse(MIXED[:size]))


LINES = st.sampled_from([
    b"--a", b"--a--", b"--b", b"--b--", b"", b"text", b" folded", b"Content-Type: multipart/mixed; boundary=a",
    b"Content-Type: multipart/digest; boundary=b", b"Content-Type: message/rfc822", b"no field", b"Subject: x",
    b"Content-Transfer-Encoding: base64", b"U3ViamVjdDogaW4NCg0KYm9keQ=="])


@given(st.lists(LINES, max_size=30), st.sampled_from([b"\r\n", b"\n"]))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_lines_in_any_order_are_a_message(lines: list[bytes], end: bytes) -> None:
    check_places(parse(b"Content-Type: multipart/mixed; boundary=a" + end * 2 + end.join(lines)))


@given(st.integers(0, len(MIXED) - 1), st.binary(min_size=1, max_size=3))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_changed_bytes_are_a_message(pos: int, change: bytes) -> None:
    check_places(parse(MIXED[:pos] + change + MIXED[pos + len(change):]))
