"""The Internet checksum (RFC 1071) and what the tree says of one."""
from __future__ import annotations

from functools import lru_cache

from dissectors.fields import Field, Kind, Shared, Spec

CHECKSUM_SIZE = 2
BAD, GOOD, UNVERIFIED, NOT_PRESENT = range(4)
STATUSES = {BAD: "Bad", GOOD: "Good", UNVERIFIED: "Unverified", NOT_PRESENT: "Not present"}


def add_up(data: bytes) -> int:
    """The one's complement sum of 16-bit words, with a zero byte behind an odd one; 0 for what carries a right
    checksum."""
    # RFC 1071 2: the sum with end-around carry is the number modulo 65535
    return int.from_bytes(data + b"\0" if len(data) & 1 else data, "big") % 0xFFFF


def pseudo_header(ends: tuple[bytes, bytes], protocol: int, size: int) -> bytes:
    """What TCP, UDP and ICMPv6 sum up before their own bytes (RFC 9293 3.1, RFC 8200 8.1)."""
    return b"".join(ends) + size.to_bytes(4, "big") + protocol.to_bytes(4, "big")


def verdict(covered: bytes) -> int:
    """GOOD or BAD for bytes that include their checksum."""
    return BAD if add_up(covered) else GOOD


def calculated(covered: bytes, found: int) -> int:
    """The checksum that would be right, from bytes that include the `found` one."""
    return 0xFFFF - (add_up(covered) - found) % 0xFFFF


def status_spec(name: str, label: str = "Checksum Status") -> Spec:
    """The Spec of a status."""
    return Spec(name, label, Kind.UINT, names=STATUSES)


@lru_cache(4096)
def status_field(spec: Spec, status: int, pos: int, source: int) -> Field:
    """What the tree says below a checksum."""
    size = CHECKSUM_SIZE if status == NOT_PRESENT else 0
    return Shared(spec, status, pos, size, source, f"{spec.label}: {STATUSES[status]}", generated=True)
