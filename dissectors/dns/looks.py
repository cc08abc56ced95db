"""Whether octets look like a DNS message: kernels for flows whose port says nothing."""
from __future__ import annotations

from dissectors.dns.walk import HEADER, walk_name
from dissectors.kernel import kernel


@kernel
def is_netbios_name(data, at, stop):  # type: ignore[no-untyped-def]
    """Whether the name at `at` is one of NetBIOS, whose messages have the form of DNS (RFC 1001 14.1)."""
    if at + 33 > stop or data[at] != 32:
        return False
    letters = 0
    for i in range(at + 1, at + 33):
        if 65 <= data[i] <= 80:
            letters += 1
    return letters == 32


@kernel
def looks_like_dns(data, start, stop):  # type: ignore[no-untyped-def]
    """Whether [start, stop) is with near certainty a DNS message: 1 or 0.

    Stricter than the standards: one question of a likely type and a known class, counts that fit, and nothing left
    over.
    """
    if stop - start < HEADER + 5:
        return 0
    word = data[start + 2] * 256 + data[start + 3]
    opcode = (word // 2048) & 15
    response = word >= 32768
    answers = data[start + 6] * 256 + data[start + 7]
    authorities = data[start + 8] * 256 + data[start + 9]
    additionals = data[start + 10] * 256 + data[start + 11]
    if data[start + 4] * 256 + data[start + 5] != 1 or (opcode != 0 and opcode != 4 and opcode != 5):
        return 0
    if word & 0x40 or (word & 15) > 11:
        return 0
    if not response and opcode == 0 and (answers > 0 or authorities > 1 or additionals > 2 or word & 0x048F):
        return 0
    if answers + authorities + additionals > 1000 or is_netbios_name(data, start + HEADER, stop):
        return 0
    behind, fault, _where = walk_name(data, start + HEADER, start, stop)
    if fault != 0 or behind + 4 > stop:
        return 0
    kind = data[behind] * 256 + data[behind + 1]
    number = data[behind + 2] * 256 + data[behind + 3]
    if kind == 0 or (300 < kind < 32768):
        return 0
    if number != 1 and number != 3 and number != 4 and number != 254 and number != 255:
        return 0
    at = behind + 4
    for _ in range(answers + authorities + additionals):
        behind, fault, _where = walk_name(data, at, start, stop)
        if fault != 0 or behind + 10 > stop:
            return 0
        at = behind + 10 + data[behind + 8] * 256 + data[behind + 9]
    return 1 if at == stop else 0
