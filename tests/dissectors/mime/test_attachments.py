"""Which parts are attachments, and what is told of them."""
from __future__ import annotations

import hashlib

import pytest
from messages import MIXED, message

from dissectors.mime import attachments, describe_attachment, parse, part


def test_files_of_embedded_messages_are_attachments_and_so_are_the_messages() -> None:
    assert [found.number for found in attachments(parse(MIXED))] == ["2", "3", "3.1"]


@pytest.mark.parametrize(("head", "is_one"), [
    ("Content-Type: text/plain", False),
    ("Content-Type: text/html\nContent-Disposition: inline", False),
    ("Content-Type: text/plain; charset=utf-8", False),
    ('Content-Type: text/plain; name="x.txt"', True),
    ("Content-Type: text/plain\nContent-Disposition: ATTACHMENT", True),
    ("Content-Type: text/csv\nContent-Disposition: inline; filename=x.csv", True),
    ("Content-Type: application/pdf", True),
    ("Content-Type: message/delivery-status", True),
    ("Content-Type: message/rfc822", True),
    ("Content-Type: multipart/mixed; boundary=none", False),
    ("Content-Type: multipart/mixed; name=x", True),
    ("Subject: none", False),
])
def test_what_is_an_attachment(head: str, is_one: bool) -> None:
    assert bool(attachments(parse(message(head) + b"\r\n\r\nbody"))) is is_one


def test_an_attachment_is_described_after_decoding() -> None:
    data = b"\x89PNG\r\n"
    assert describe_attachment(attachments(parse(MIXED))[0]) == {
        "part": "2", "filename": "boat.png", "content_type": "image/png", "disposition": "inline", "size": 6,
        "sha256": hashlib.sha256(data).hexdigest(), "md5": hashlib.md5(data).hexdigest()}


def test_an_embedded_message_is_described_by_its_bytes() -> None:
    embedded = describe_attachment(attachments(parse(MIXED))[1])
    inner = MIXED[MIXED.index(b"Subject: inner"):MIXED.index(b"\r\n--out--")]
    assert (embedded["size"], embedded["filename"]) == (len(inner), None)
    assert embedded["sha256"] == hashlib.sha256(inner).hexdigest()


def test_counting_attachments_decodes_no_body(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes, encoding: str) -> bytes:
        raise AssertionError(f"{encoding} was decoded")

    monkeypatch.setattr(part.transfer, "decode", refuse)
    assert len(attachments(parse(MIXED))) == 3
