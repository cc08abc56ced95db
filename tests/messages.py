"""Messages for tests, written as text."""
from __future__ import annotations

import textwrap


def message(text: str) -> bytes:
    """An indented text as a message: CRLF line ends, UTF-8, no line end after the last line."""
    return textwrap.dedent(text).strip("\n").replace("\n", "\r\n").encode()


MIXED = message("""
    From: =?utf-8?Q?Zo=C3=AB?= <zoe@harbor.example>
    To: bob@lantern.test
    Subject: two files
    Content-Type: multipart/mixed; boundary="out"

    preamble
    --out
    Content-Type: multipart/alternative; boundary="in"

    --in

    plain
    --in
    Content-Type: text/html

    <p>html</p>
    --in--
    --out
    Content-Type: image/png; name="boat.png"
    Content-Disposition: inline
    Content-ID: <boat@harbor.example>
    Content-Transfer-Encoding: base64

    iVBORw0K
    --out
    Content-Type: message/rfc822

    Subject: inner
    Content-Type: multipart/mixed; boundary="deep"

    --deep
    Content-Type: application/pdf
    Content-Disposition: attachment; filename="plan.pdf"

    %PDF
    --deep--
    --out--
    epilogue
""")
"""A multipart with an alternative, an image, and a message that has an attachment."""
