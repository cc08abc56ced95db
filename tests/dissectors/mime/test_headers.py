"""Header blocks: places of fields, folds, broken blocks."""
from __future__ import annotations

import pytest
from messages import message

from dissectors.mime import headers
from dissectors.mime.headers import read_headers


def names(data: bytes) -> list[str]:
    return [field.name for field in read_headers(data, 0)[0].fields()]


def test_fields_have_their_raw_value_and_their_place() -> None:
    data = b"From: a@x\r\nSubject: one\r\n two\r\n\r\nbody"
    block, body = read_headers(data, 0)
    subject = list(block.fields())[1]
    assert (subject.name, subject.value) == ("Subject", b" one\r\n two")
    assert data[subject.start:subject.stop] == b"Subject: one\r\n two\r\n"
    assert data[body:] == b"body"
    assert block.raw == data[:31]


def test_a_folded_value_reads_as_one_line() -> None:
    block, _ = read_headers(b"Subject: one\r\n\ttwo\r\n  three\r\n\r\n", 0)
    assert block.get("SUBJECT") == "one\ttwo  three"


@pytest.mark.parametrize("data", [b"A: 1\nB: 2\n\nbody", b"A: 1\r\nB: 2\n\r\nbody", b"A : 1\r\nB\t:2\r\n\r\nbody"])
def test_bare_line_feeds_and_blanks_before_the_colon_are_taken(data: bytes) -> None:
    block, body = read_headers(data, 0)
    assert (block.get("a"), block.get("b"), data[body:]) == ("1", "2", b"body")


def test_eight_bit_text_is_utf_8_and_what_is_not_shows_so() -> None:
    block, _ = read_headers("Subject: Grüße\r\nX: ".encode() + b"Gr\xfc\xdfe\r\n\r\n", 0)
    assert block.get("subject") == "Grüße"
    assert block.get("x") == "Gr\ufffd\ufffde"


def test_of_fields_with_one_name_the_first_counts_and_all_are_there() -> None:
    block, _ = read_headers(b"Received: 1\r\nSubject: a\r\nreceived: 2\r\nSubject: b\r\n\r\n", 0)
    assert block.get("subject") == "a"
    assert block.all("Received") == ["1", "2"]
    assert block.get("Date") is None and block.all("Date") == []


def test_without_an_empty_line_the_body_begins_at_the_first_line_that_is_no_field() -> None:
    data = b"Subject: x\r\nDear Bob,\r\n\r\nhello"
    block, body = read_headers(data, 0)
    assert (block.get("subject"), data[body:]) == ("x", b"Dear Bob,\r\n\r\nhello")


def test_a_broken_line_between_fields_hides_none_of_them() -> None:
    data = b"From: a@x\r\nno colon here\r\nSubject: x\r\n\r\nbody"
    block, body = read_headers(data, 0)
    assert [field.name for field in block.fields()] == ["From", "Subject"]
    assert (block.get("subject"), data[body:]) == ("x", b"body")


def test_the_line_of_an_mbox_before_the_fields_is_passed_over() -> None:
    assert names(b"From bob Sat Nov 21 09:00:00 2026\r\nSubject: x\r\n\r\n") == ["Subject"]


def test_text_without_any_header_is_all_body() -> None:
    assert read_headers(b"Dear Bob,\r\nnote: rope\r\n\r\n", 0)[1] == 0


def test_a_boundary_ends_a_block_that_lacks_its_empty_line() -> None:
    data = b"Subject: x\r\n--b\r\nContent-Type: image/png\r\n\r\n"
    block, body = read_headers(data, 0)
    assert (block.value(b"content-type"), data[body:body + 3]) == (None, b"--b")


def test_too_many_fields_are_passed_over_up_to_the_empty_line() -> None:
    data = b"Subject: x\r\n" + b"A: 1\r\n" * (headers.MAX_FIELDS + 5) + b"\r\nbody"
    block, body = read_headers(data, 0)
    assert (len(list(block.fields())), block.get("subject"), data[body:]) == (headers.MAX_FIELDS, "x", b"body")


def test_stray_lines_are_limited() -> None:
    data = b"A: 1\r\nstray\r\n" * (headers.MAX_STRAY_LINES * 2) + b"\r\n"
    assert len(names(data)) == headers.MAX_STRAY_LINES + 1


def test_the_fields_of_a_mail_have_names_of_their_own() -> None:
    block, _ = read_headers(message("""
        From: "Doe, J." <j@x>
        To: friends: a@x, Bob <b@x>;
        To: c@x
        Date: Sat, 21 Nov 2026 09:00:00 +0000
        Message-ID:
         <1@x>

    """) + b"\r\n", 0)
    assert block.from_ == "Doe, J. <j@x>"
    assert block.to == ["a@x", "Bob <b@x>", "c@x"]
    assert (block.cc, block.subject) == ([], None)
    assert (block.date, block.message_id) == ("Sat, 21 Nov 2026 09:00:00 +0000", "<1@x>")


def test_every_truncation_has_headers_and_a_body_inside_the_bytes() -> None:
    data = b"From a\r\nFrom: a@x\r\nstray\r\nSubject: one\r\n two\r\n\r\nbody"
    for size in range(len(data)):
        block, body = read_headers(data[:size], 0)
        assert 0 <= block.start <= block.stop <= body <= size
        assert all(field.stop <= size for field in block.fields())
