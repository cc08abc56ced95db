"""Messages that are hard to carry."""
from __future__ import annotations

from base64 import encodebytes
from random import Random

HEAD = "From: sea@elsewhere.test\r\nTo: bob@lantern.test\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\nSubject: {}\r\n"
MIME = "MIME-Version: 1.0\r\nContent-Type: {}\r\nContent-Transfer-Encoding: {}\r\n"


def text(subject: str, body: bytes, more: str = "") -> bytes:
    """A message of one part; the body is sent as it is."""
    return (HEAD.format(subject) + more + "\r\n").encode() + body


UTF8 = MIME.format("text/plain; charset=utf-8", "8bit")

DOTS = text("dots", b".\r\n..\r\n.a\r\n...\r\nQUIT\r\n\r\n.\r\nend\r\n..\r\n")
LONG = text("long lines", b"0123456789" * 99 + b"\r\n" + b"." * 990 + b"\r\n")
EIGHT_BIT = text("8bit", "Grüße aus dem Leuchtturm ☃\r\n".encode() * 40, UTF8)
LATIN = text("latin 1", bytes(range(160, 256)) + b"\r\n", MIME.format("text/plain; charset=iso-8859-1", "8bit"))
EMPTY = text("empty body", b"")
NO_BODY = HEAD.format("no body").encode()
INTERNATIONAL = text("Leuchttürme", "Žluťoučký kůň\r\n".encode(), UTF8)
PARTS = text("two parts", b"--b\r\n\r\nbody\r\n--b\r\n"
             b"Content-Disposition: attachment; filename=a.txt\r\n\r\n.dot\r\n\r\n--b--\r\n",
             MIME.format("multipart/mixed; boundary=b", "7bit"))
LARGE = text("large", encodebytes(Random(7).randbytes(700_000)).replace(b"\n", b"\r\n"),
             MIME.format("application/octet-stream; name=noise.bin", "base64"))
ALL = (DOTS, LONG, EIGHT_BIT, LATIN, EMPTY, NO_BODY, INTERNATIONAL, PARTS, LARGE)
