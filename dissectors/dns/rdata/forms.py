"""How octets are written in presentation form: addresses, dates, base32 and base64."""
from __future__ import annotations

import base64
from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)
_BASE32HEX = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")


def unknown_text(rdata: bytes) -> str:
    """RFC 3597 5: data of an unknown type, or such as their type does not allow."""
    return f"\\# {len(rdata)} {rdata.hex()}" if rdata else "\\# 0"


def ip6_text(address: bytes) -> str:
    """RFC 5952 4, with 5 for addresses that hold one of IPv4."""
    groups = [int.from_bytes(address[i:i + 2], "big") for i in range(0, 16, 2)]
    best, best_size = -1, 1
    at = 0
    while at < 8:
        size = 0
        while at + size < 8 and not groups[at + size]:
            size += 1
        if size > best_size:
            best, best_size = at, size
        at += size + 1
    if best == 0 and (best_size == 6 or (best_size == 5 and groups[5] == 0xFFFF)):
        return ("::ffff:" if best_size == 5 else "::") + ip4_text(address[12:])
    words = [f"{group:x}" for group in groups]
    if best < 0:
        return ":".join(words)
    return ":".join(words[:best]) + "::" + ":".join(words[best + best_size:])


def ip4_text(address: bytes) -> str:
    """Four numbers with dots."""
    return f"{address[0]}.{address[1]}.{address[2]}.{address[3]}"


def base32_text(octets: bytes) -> str:
    """RFC 4648 7, in lower case and without padding, as RFC 5155 3.3 wants it."""
    return base64.b32encode(octets).translate(_BASE32HEX).decode().rstrip("=")


def time_text(seconds: int) -> str:
    """RFC 4034 3.2: YYYYMMDDHHmmSS."""
    return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y%m%d%H%M%S")


def base64_text(octets: bytes) -> str:
    """RFC 4648 4."""
    return base64.b64encode(octets).decode()
