"""Bytes of emails for those who read all of them: of a large one in a file without a name, not in memory."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable
from mmap import ACCESS_READ
from typing import BinaryIO

from analyzer.messages import Email
from dissectors.mime.digests import Digests
from dissectors.mime.mapped import Content, Mapped, in_pieces

LARGE = 4 << 20
"""Emails of more bytes than that are spooled."""


class Spooled(Mapped):
    """A large email; the system removes its file when nobody reads it any more."""
    digests: Digests


def content_of(email: Email) -> Content:
    """The message as transferred."""
    if sum(span.stop - span.start for span in email.spans if not span.missing) <= LARGE:
        return email.bytes()
    from tempfile import TemporaryFile  # takes its time to import
    try:
        with TemporaryFile(buffering=0) as file:
            return _spooled(email, file)
    except OSError:     # no room there
        return email.bytes()


def pieces_of(content: Content) -> Iterable[bytes]:
    """A message, piece by piece where it is large."""
    return in_pieces(content) if isinstance(content, Mapped) else (content,)


def sha256_of(content: Content) -> str:
    """A message's SHA-256 in hexadecimal; that of a large one is known."""
    return content.digests.sha256 if isinstance(content, Spooled) else hashlib.sha256(content).hexdigest()


def md5_of(content: Content) -> str:
    """A message's MD5."""
    if isinstance(content, Spooled):
        return content.digests.md5
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _spooled(email: Email, file: BinaryIO) -> Content:
    digests = Digests()
    for piece in digests.through(email.chunks()):
        rest = memoryview(piece)
        while rest:
            rest = rest[file.write(rest):]
    if not digests.size:
        return b""
    mapped = Spooled(file.fileno(), digests.size, access=ACCESS_READ)
    mapped.digests = digests
    return mapped
