"""Digests of bytes that pass by are those of the bytes as a whole."""
from __future__ import annotations

import hashlib

import pytest

from dissectors.mime.digests import Digests, digests_of


@pytest.mark.parametrize("pieces", [[], [b""], [b"one"], [b"one", b"two"], [b"", b"a" * 5000, b"b" * 5000, b""]])
def test_pieces(pieces: list[bytes]) -> None:
    whole, found = b"".join(pieces), Digests()
    assert b"".join(found.through(pieces)) == whole
    for one in (found, digests_of(pieces)):
        assert (one.size, one.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())
        assert one.md5 == hashlib.md5(whole, usedforsecurity=False).hexdigest()


def test_who_stops_early_has_digested_what_was_given() -> None:
    found = Digests()
    pieces = found.through([b"one", b"two", b"three"])
    assert next(pieces) == b"one"
    pieces.close()
    assert (found.size, found.md5) == (3, hashlib.md5(b"one", usedforsecurity=False).hexdigest())
