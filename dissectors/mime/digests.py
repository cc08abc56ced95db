"""Size and digests of bytes that pass by."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain


class Digests:
    """What is known of all pieces that went through; `sha256` and `md5` are in hexadecimal."""

    def __init__(self) -> None:
        self.size = 0
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)

    @property
    def sha256(self) -> str:
        """SHA-256 (RFC 6234)."""
        return self._sha256.hexdigest()

    @property
    def md5(self) -> str:
        """MD5 (RFC 1321), by which old lists know files."""
        return self._md5.hexdigest()

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces as they are. Of several, another thread does the slower half while they are used."""
        source = iter(pieces)
        first, second = next(source, b""), next(source, None)
        if second is None:
            self._md5.update(first)
            self._add_but_md5(first)
            yield first
            return
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(1) as helper:
            for piece in chain((first, second), source):
                other = helper.submit(self._md5.update, piece)
                self._add_but_md5(piece)
                yield piece
                other.result()

    def _add_but_md5(self, piece: bytes) -> None:
        self.size += len(piece)
        self._sha256.update(piece)


def digests_of(pieces: Iterable[bytes]) -> Digests:
    """The digests of pieces that nobody else wants."""
    found = Digests()
    for _ in found.through(pieces):
        pass
    return found
