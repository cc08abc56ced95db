"""Bodies without their transfer encoding, some bytes at a time: a large one is never in memory as a whole."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.mime.mapped import STEP, Content, in_pieces
from dissectors.mime.transfer import LONGEST_EVEN, NOISE, decode, decode_quoted_printable, is_identity, letters_of

QUANTUM = 4
"""Letters of base64 that stand for whole bytes (RFC 2045 6.8)."""


def decoded_pieces(data: Content, encoding: str, start: int, stop: int) -> Iterator[bytes]:
    """What `transfer.decode` gives for bytes [start, stop) of `data`, in pieces; only uuencoded bodies, and base64 with
    padding in its midst, come as a whole."""
    if stop - start <= STEP:
        return iter((decode(data, encoding, start, stop),))
    if encoding == "base64":
        return _base64(data, start, stop)
    if encoding == "quoted-printable":
        return _quoted_printable(data, start, stop)
    if is_identity(encoding):
        return in_pieces(data, start, stop)
    return iter((decode(data, encoding, start, stop),))


def _base64(data: Content, start: int, stop: int) -> Iterator[bytes]:
    import pybase64
    held = b""
    while start < stop:
        line = data.find(b"\n", start, start + LONGEST_EVEN) + 1 - start
        end = min(start + (STEP // line * line if line > 0 else STEP), stop)    # whole lines are quicker joined
        letters = held + letters_of(data[start:end])
        usable = len(letters) if end == stop else len(letters) // QUANTUM * QUANTUM
        try:
            if end < stop and letters.endswith(b"=", 0, usable):
                raise ValueError
            piece = pybase64.b64decode(letters[:usable], validate=True)
        except ValueError:
            if b"=" in letters or end == stop:     # padding ends the data, if it is padding
                yield decode(held + data[start:stop], "base64")
                return
            letters = letters.translate(None, NOISE)
            usable = len(letters) // QUANTUM * QUANTUM
            piece = pybase64.b64decode(letters[:usable], validate=True)
        yield piece
        start, held = end, letters[usable:]


def _quoted_printable(data: Content, start: int, stop: int) -> Iterator[bytes]:
    while start < stop:
        end = data.find(b"\n", min(start + STEP, stop), stop) + 1 or stop
        yield decode_quoted_printable(data[start:end])
        start = end
