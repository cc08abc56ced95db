"""Content transfer encodings: the bytes that a body stands for, as far as they can be had from a damaged one."""
from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from dissectors.mime.mapped import Content

MAX_UU_FILES = 1000
"""Uuencoded files of one text that are given."""

MANY_BYTES = 16 << 10
"""Of base64, from which on its line ends are taken away by columns."""
LONGEST_EVEN = 1_000
"""The length of such lines."""
_TWO_BYTES = np.dtype("<u2")
_CRLF = int.from_bytes(b"\r\n", "little")

_BLANKS_AT_LINE_END = re.compile(rb"(?<![ \t])[ \t]++(?=\r?\n|\Z)")
_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]*)\r?\n", re.MULTILINE)
_UU_END, _UU_EMPTY = b"end", frozenset({b"`", b"", b" "})
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NOISE = bytes(sorted(set(range(256)) - set(_ALPHABET)))
"""Octets that are no letters of base64."""


class UuFile(NamedTuple):
    """A uuencoded file; `ended`: its end is there."""
    name: str
    content: bytes
    ended: bool


def decode(data: Content, encoding: str, start: int = 0, stop: int | None = None) -> bytes:
    """The bytes that `data`, or what lies at [start, stop) of it, stands for; as they are under 7bit, 8bit, binary or a
    name that is none.

    RFC 2045 6.1: names of encodings are not case-sensitive; `encoding` is in lower case.
    """
    if encoding == "base64":
        return decode_base64(data, start, stop)
    decoder, body = _DECODERS.get(encoding), data[start:stop]
    return decoder(body) if decoder else body


def is_identity(encoding: str) -> bool:
    """Whether a body with this encoding stands for itself."""
    return encoding not in _DECODERS and encoding != "base64"


def decode_base64(data: Content, start: int = 0, stop: int | None = None) -> bytes:
    """RFC 2045 6.8: characters outside the alphabet are ignored, the padding ends the data."""
    import pybase64
    if (joined := _even_lines(data, start, len(data) if stop is None else stop)) is not None:
        with suppress(ValueError):  # a further line end, or noise
            return pybase64.b64decode(joined, validate=True)
    body = data[start:stop]
    try:
        return pybase64.b64decode(body.translate(None, b"\r\n"), validate=True)
    except ValueError:
        return _decode_noisy_base64(body)


def letters_of(body: bytes) -> bytes:
    """Base64 without its line ends."""
    joined = _even_lines(body, 0, len(body))
    return body.translate(None, b"\r\n") if joined is None else joined.tobytes()


def _even_lines(data: Content, start: int, stop: int) -> memoryview | None:
    """The bytes of lines without their ends, where all but the last are of one length and end in CRLF; None for other
    lines, and for few. Much quicker than looking at each byte."""
    size = data.find(b"\r\n", start, start + LONGEST_EVEN) + 2 - start if stop - start >= MANY_BYTES else 0
    if size < 3:
        return None
    count, letters = (stop - start) // size, size - 2
    if np.count_nonzero(np.ndarray(count, _TWO_BYTES, data, start + letters, size) != _CRLF):
        return None
    rest = data[start + count * size:stop].rstrip(b"\r\n")
    # of a large np.empty the system makes huge pages, for which it may move much of its memory
    joined = np.frombuffer(bytearray(count * letters + len(rest)), np.uint8)
    joined[:count * letters].view(f"V{letters}")[:] = np.ndarray(count, f"V{letters}", data, start, size)
    joined[count * letters:] = np.frombuffer(rest, np.uint8)
    return joined.data


def _decode_noisy_base64(data: bytes) -> bytes:
    """With other characters in it."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return _decode_broken_base64(data)


def _decode_broken_base64(data: bytes) -> bytes:
    """Without its padding, or cut short: all that is whole."""
    letters = data.partition(b"=")[0].translate(None, NOISE)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def decode_quoted_printable(data: bytes) -> bytes:
    """RFC 2045 6.7; an `=` that begins no code stays as it is."""
    # rule 3: blanks at the end of a line were added on the way
    if b" \n" in data or b" \r" in data or b"\t\n" in data or b"\t\r" in data or data.endswith((b" ", b"\t")):
        data = _BLANKS_AT_LINE_END.sub(b"", data)
    return binascii.a2b_qp(data)


def decode_uu(data: bytes) -> bytes:
    """The first file of a uuencoded body (POSIX uuencode); a body without a `begin` line stays as it is."""
    return next((file.content for file in uu_files(data)), data)


def may_hold_uu(data: Content, start: int, stop: int) -> bool:
    """Whether there may be a uuencoded file in bytes [start, stop)."""
    return data.startswith(b"begin ", start, stop) or data.find(b"\nbegin ", start, stop) >= 0


def uu_files(data: bytes) -> Iterator[UuFile]:
    """The uuencoded files in a text."""
    pos = 0
    for _ in range(MAX_UU_FILES):
        begin = _BEGIN.search(data, pos)
        if begin is None:
            return
        file, pos = _uu_file(data, begin.end(), begin[1].decode("utf-8", "replace").strip())
        yield file


def _uu_file(data: bytes, pos: int, name: str) -> tuple[UuFile, int]:
    """The file whose lines begin at `pos`, and where they end."""
    out = bytearray()
    while pos < len(data):
        line, pos = _uu_next(data, pos)
        if line == _UU_END:
            return UuFile(name, bytes(out), True), pos
        if line in _UU_EMPTY:   # some write a blank for a zero, which may be lost on the way
            following, behind = _uu_next(data, pos)
            ended = following == _UU_END
            return UuFile(name, bytes(out), ended or line == b"`"), behind if ended else pos
        out += _uu_line(line)
    return UuFile(name, bytes(out), False), pos


def _uu_next(data: bytes, pos: int) -> tuple[bytes, int]:
    """The line at `pos`, and where the next one begins."""
    end = data.find(b"\n", pos)
    end = len(data) if end < 0 else end
    return data[pos:end].rstrip(b"\r"), end + 1


def _uu_line(line: bytes) -> bytes:
    """A line's bytes: its first character says how many. What follows them is noise of some encoders; blanks that
    are missing at the end were lost on the way, they stand for zeros."""
    size = (line[0] - 32) & 63
    letters = line[:1 + (size * 4 + 2) // 3]
    try:
        return binascii.a2b_uu(letters)
    except binascii.Error:
        return b""


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "quoted-printable": decode_quoted_printable,
    "x-uuencode": decode_uu,
    "x-uue": decode_uu,
    "uuencode": decode_uu,
    "uue": decode_uu,
}
