"""Transfer encodings, sound and damaged."""
from __future__ import annotations

import base64
import binascii
import quopri
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.mime import transfer
from dissectors.mime.transfer import MANY_BYTES, decode


@pytest.mark.parametrize(("body", "data"), [
    (b"YWJj\r\nZGVm\r\n", b"abcdef"),
    (b"YW Jj!\r\n#ZGVm", b"abcdef"),        # noise
    (b"YWJjZA", b"abcd"), (b"YWJjZA=", b"abcd"), (b"YWJjZGU", b"abcde"),
    (b"YWJjZ", b"abc"),                     # cut in the middle
    (b"YWJj\r\nZA==\r\n-- \r\nlist footer\r\n", b"abcd"),
    (b"", b""), (b"====", b""), (b"!", b""),
])
def test_base64(body: bytes, data: bytes) -> None:
    assert decode(body, "base64") == data


@pytest.mark.parametrize(("body", "data"), [
    (b"Gr=C3=BC=c3=9fe", "Grüße".encode()),
    (b"one =\r\ntwo=\nthree", b"one twothree"),
    (b"soft =  \r\nbreak", b"soft break"),              # blanks added on the way
    (b"blanks \t \r\nat ends ", b"blanks\r\nat ends"),
    (b"a=ZZ=4", b"a=ZZ=4"), (b"end=", b"end"), (b"under_score", b"under_score"),
    (b"a = b\r\n", b"a = b\r\n"),
])
def test_quoted_printable(body: bytes, data: bytes) -> None:
    assert decode(body, "quoted-printable") == data


@pytest.mark.parametrize("size", [4, 72, 76, 75, 998, 1200])
@pytest.mark.parametrize("tail", [b"", b"\r\n", b"YWJj", b"YW==\r\n", b"YW\r\nJj\r\n\r\n", b"Y W\nJj", b"YWJ", b"\r",
                                  b"=\r\n"])
@pytest.mark.parametrize("change", [(b"", b""), (b"B", b""), (b"B", b"\n"), (b"\r\n", b"\n"), (b"\r\n", b"\n\r")])
def test_much_base64_in_lines(size: int, tail: bytes, change: tuple[bytes, bytes]) -> None:
    body = b"\r\n".join([(b"ABCD" * size)[:size]] * (MANY_BYTES // size + 1)) + b"\r\n" + tail
    middle = len(body) // 2
    body = body[:middle] + body[middle:].replace(*change, 1)
    with mock.patch.object(transfer, "MANY_BYTES", len(body) + 1):
        expected = decode(body, "base64")
    assert decode(body, "base64") == expected and len(expected) > MANY_BYTES // 2
    assert decode(b"A\r\n" + body + b"B\r\n", "base64", 3, 3 + len(body)) == expected


@given(st.text("ABCZaz059+/=\r\n !-_", max_size=40))
@settings(deadline=None, derandomize=True, max_examples=1000)
def test_base64_is_what_the_standard_library_reads(text: str) -> None:
    try:
        expected = binascii.a2b_base64(text)
    except binascii.Error:
        return      # which the cases above are about
    assert decode(text.encode(), "base64") == expected


def uuencoded(data: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[at:at + 45]) for at in range(0, len(data), 45)]
    return b"begin 644 x.bin\n" + b"".join(lines) + b"`\nend\n"


def test_uuencode_with_text_around_it_and_noise_at_line_ends() -> None:
    data = bytes(range(256))
    noisy = b"hello\r\n" + uuencoded(data).replace(b"\n", b"\r\n").replace(b"\r\nM", b"a\r\nM") + b"bye"
    assert decode(noisy, "x-uuencode") == data
    assert decode(b"no such line", "x-uuencode") == b"no such line"


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary", "", "x-unknown"])
def test_other_encodings_stand_for_themselves(encoding: str) -> None:
    assert decode(b"=41\r\n\xff", encoding) == b"=41\r\n\xff"


@given(st.binary(max_size=300))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_what_was_encoded_comes_back(data: bytes) -> None:
    assert decode(base64.encodebytes(data), "base64") == data
    assert decode(quopri.encodestring(data), "quoted-printable") == data
    assert decode(uuencoded(data), "x-uuencode") == data


@given(st.binary(max_size=200), st.sampled_from(["base64", "quoted-printable", "x-uuencode"]))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_any_bytes_decode(data: bytes, encoding: str) -> None:
    # a line of uuencode may lack blanks at its end, which stand for zeros: at most 63 bytes
    assert len(decode(b"begin 644 x\n" + data, encoding)) <= 63 * len(data) + 12


def test_blanks_take_linear_time() -> None:
    assert decode(b" " * 500_000 + b"x \n", "quoted-printable").endswith(b" x\n")
