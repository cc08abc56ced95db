"""Ciphertext: tells the records of TLS from lines, where nothing is known of what came before."""
from __future__ import annotations

import re

from dissectors.reader import Reader
from dissectors.tls.head import APPLICATION_DATA, CHANGE_CIPHER_SPEC, HEADER, LARGEST, is_record

FAR_ENOUGH = 2 * (HEADER + LARGEST)
"""Bytes in which a record begins and another follows it, wherever in a record they begin."""
_HEAD = re.compile(rb"[\x14-\x17]\x03[\x00-\x04]")
_CONTROL = re.compile(rb"[\x00-\x07\x0b\x10-\x1a\x1c-\x1f]")
"""What no text has; those of terminals and of ISO 2022 are left out (RFC 1557: SO, SI)."""
LOOKED_AT = 64


def is_binary(data: bytes) -> bool:
    """Whether bytes begin as no line does, in whatever character set: with control characters among many that are not
    ASCII."""
    head = data[:LOOKED_AT]
    return _CONTROL.search(head) is not None and 4 * sum(byte > 127 for byte in head) > len(head)


def may_be_record(head: bytes) -> bool:
    """Whether a record may begin so, of which perhaps too little is there."""
    return CHANGE_CIPHER_SPEC <= head[0] <= APPLICATION_DATA if 0 < len(head) < 3 else is_record(head)


def begins_with_record(data: bytes) -> bool:
    """Whether bytes begin with a record, and go on with another behind it, as far as they are there."""
    if not is_record(data[:HEADER]):
        return False
    behind = data[_stop_of(data):][:HEADER] if len(data) >= HEADER else b""
    return not behind or may_be_record(behind)


def _stop_of(data: bytes) -> int:
    return HEADER + int.from_bytes(data[3:HEADER], "big")


class RecordSearch:
    """Looks for a record in bytes that begin somewhere in one. What looks like a header may stand there by chance; it
    counts where such a record leads to it, or where a piece of the stream begins with it."""
    __slots__ = ("_edge", "_looked", "_stops")

    def __init__(self, reader: Reader) -> None:
        self._looked = self._edge = reader.position
        self._stops: set[int] = set()

    def found(self, reader: Reader) -> int | None:
        """Where in the stream a record begins that is sure; asked once a piece."""
        first, edge = self._looked, self._edge
        data = reader.tail(reader.received - first)
        for match in _HEAD.finditer(data):
            start, head = first + match.start(), data[match.start():][:HEADER]
            if len(head) == HEADER and is_record(head):
                if start == edge or start in self._stops:
                    return start
                self._stops.add(start + _stop_of(head))
        self._edge = reader.received
        self._looked = max(first, reader.received - HEADER + 1)
        return None
