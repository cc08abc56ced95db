"""The head of a TLS record (RFC 8446 5.1): what tells TLS from other protocols."""
from __future__ import annotations

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = 20, 21, 22, 23
HEADER = 5
LARGEST = (1 << 14) + 2048
"""RFC 5246 6.2.3; RFC 8446 5.2 allows 2^14 + 256."""


def is_record(head: bytes) -> bool:
    """Whether a record header begins so, as far as it is there."""
    return (len(head) >= 3 and CHANGE_CIPHER_SPEC <= head[0] <= APPLICATION_DATA and head[1] == 3 and head[2] <= 4
            and (len(head) < HEADER or 0 < int.from_bytes(head[3:5], "big") <= LARGEST))
