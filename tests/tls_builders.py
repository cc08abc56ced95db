"""TLS's records and hello messages for tests."""
from __future__ import annotations


def record(kind: int, content: bytes) -> bytes:
    """A record (RFC 5246 6.2.1)."""
    return bytes([kind, 3, 3]) + len(content).to_bytes(2, "big") + content


def extension(number: int, content: bytes) -> bytes:
    """An extension of a hello message."""
    return number.to_bytes(2, "big") + len(content).to_bytes(2, "big") + content


def hello(kind: int, middle: bytes, *extensions: bytes) -> bytes:
    """A hello message; `middle` is what stands between the session's id and the extensions."""
    more = b"".join(extensions)
    body = b"\x03\x03" + bytes(32) + b"\0" + middle + len(more).to_bytes(2, "big") + more
    return bytes([kind]) + len(body).to_bytes(3, "big") + body
