"""Signed emails (RFC 6376): the bytes that are exported are those that were signed."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dkim
import pytest
from mail_sessions import Session, append, chunks, data, header_and_text, imap, pop, ranges, smtp, whole
from mail_wire import by, capture, segments
from rsa_keys import key_pair

from analyzer.analysis import Analysis
from analyzer.export.mail import export_mail

HEAD = (b"From: Alice <a@harbor.example>\r\nTo: b@lantern.test\r\n"
        b"Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n folded\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n")
BODIES = {
    "dots": b".\r\n..\r\n.x\r\n\r\n.\r\nend.\r\n",
    "8-bit and blanks": bytes(range(128, 256)) + b" \t \r\n  two  blanks\t\r\n\r\n\r\n",
    "parts": b"--b\r\nContent-Type: text/plain\r\n\r\nFrom here\r\n--b--\r\n",
    "nothing": b"",
}
CARRIERS: dict[str, Callable[[bytes], Session]] = {
    "DATA": lambda content: smtp(content, b"EHLO", data), "BDAT": lambda content: smtp(content, b"EHLO", chunks),
    "RETR": pop, "FETCH": lambda content: imap(content, whole),
    "FETCH header and text": lambda content: imap(content, header_and_text),
    "FETCH ranges": lambda content: imap(content, ranges), "APPEND": append}


def signed(content: bytes) -> bytes:
    signature: bytes = dkim.sign(content, b"lighthouse", b"harbor.example", key_pair()[0],
                                 canonicalize=(b"simple", b"simple"), include_headers=[b"from", b"to", b"subject"])
    return signature + content


def key_of_lighthouse(name: bytes, timeout: int = 5) -> bytes:
    assert name == b"lighthouse._domainkey.harbor.example."
    return b"v=DKIM1; k=rsa; p=" + key_pair()[1]


def verified(content: bytes) -> bool:
    return bool(dkim.verify(content, dnsfunc=key_of_lighthouse))


@pytest.mark.parametrize("carrier", CARRIERS)
def test_signatures_verify_on_exported_files(carrier: str, tmp_path: Path) -> None:
    sent = [signed(HEAD + b"\r\n" + body) for body in BODIES.values()]
    sessions = [CARRIERS[carrier](content) for content in sent]
    file = tmp_path / "signed.pcap"
    file.write_bytes(capture((session, segments(session, by(200))) for session in sessions))
    with Analysis.open(file) as analysis:
        list(export_mail(enumerate(analysis.emails()), tmp_path / "out", as_="eml", attachments=False))
    exported = [path.read_bytes() for path in sorted((tmp_path / "out").glob("*.eml"))]
    assert [content for content in exported if b"DKIM-Signature" in content] == sent
    assert all(verified(content) for content in exported if b"DKIM-Signature" in content)


def test_a_byte_that_changed_is_noticed() -> None:
    content = signed(HEAD + b"\r\n" + BODIES["dots"])
    assert verified(content)
    assert not verified(content.replace(b"end.", b"end!"))
