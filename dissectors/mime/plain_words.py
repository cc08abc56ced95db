"""Words that the kernels of plain messages look for (see `dissectors.mime.plain`), all in one list."""
from __future__ import annotations

import numpy as np

from dissectors.kernel import kernel

(CONTENT_TYPE, CONTENT_DISPOSITION, FROM, TO, CC, SUBJECT, DATE, MESSAGE_ID, TEXT, MULTIPART, MESSAGE, DIGEST, NAME,
 TNEF, WINMAIL, BOUNDARY, ATTACHMENT, INLINE, BEGIN) = range(19)
WORDS = (b"content-type", b"content-disposition", b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"text/",
         b"multipart/", b"message/", b"multipart/digest", b"name", b"tnef", b"winmail", b"boundary", b"attachment",
         b"inline", b"begin ")
"""Words that kernels look for, by these numbers; the first ones are names of fields, in the order of FIELDS."""
LETTERS = np.frombuffer(b"".join(WORDS), np.uint8)
BOUNDS = np.cumsum([0, *map(len, WORDS)])
"""Where each word begins among LETTERS."""


@kernel
def lower(byte):  # type: ignore[no-untyped-def]
    """A letter in lower case."""
    return byte + 32 if 65 <= byte <= 90 else byte + 0


@kernel
def size_of(bounds, word):  # type: ignore[no-untyped-def]
    """How many letters a word has."""
    return bounds[word + 1] - bounds[word]


@kernel
def begins(data, at, end, letters, bounds, word):  # type: ignore[no-untyped-def]
    """Whether a word stands at a place, in any case."""
    size, first = size_of(bounds, word), bounds[word] + 0
    if end - at < size:
        return False
    for i in range(size):  # noqa: SIM110  (a kernel)
        if lower(data[at + i]) != letters[first + i]:
            return False
    return True


@kernel
def is_word(data, at, end, letters, bounds, word):  # type: ignore[no-untyped-def]
    """Whether a word is what stands at [at, end), in any case."""
    return end - at == size_of(bounds, word) and begins(data, at, end, letters, bounds, word)


@kernel
def contains(data, at, end, letters, bounds, word):  # type: ignore[no-untyped-def]
    """Whether a word stands somewhere in [at, end), in any case."""
    for i in range(at, end - size_of(bounds, word) + 1):    # noqa: SIM110  (a kernel)
        if begins(data, i, end, letters, bounds, word):
            return True
    return False
