"""An RSA key for tests that sign: made anew each time, so that none has to be kept."""
from __future__ import annotations

import base64
import random
from functools import cache

_EXPONENT = 65537
_RSA_ENCRYPTION = bytes.fromhex("300d06092a864886f70d0101010500")  # RFC 8017 A.1, with NULL parameters


@cache
def key_pair(bits: int = 1024) -> tuple[bytes, bytes]:
    """The private key as PEM (RFC 8017 A.1.2), the public one as Base64 (RFC 5280 4.1.2.7)."""
    numbers = random.Random(bits)
    p, q = (_prime(numbers, bits // 2) for _ in range(2))
    private = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    secret = _sequence(0, p * q, _EXPONENT, private, p, q, private % (p - 1), private % (q - 1), pow(q, -1, p))
    public = _sequence(p * q, _EXPONENT)
    info = _tagged(0x30, _RSA_ENCRYPTION + _tagged(0x03, b"\0" + public))
    lines = base64.encodebytes(secret)
    return (b"-----BEGIN RSA PRIVATE KEY-----\n" + lines + b"-----END RSA PRIVATE KEY-----\n", base64.b64encode(info))


def _prime(numbers: random.Random, bits: int) -> int:
    while True:
        found = numbers.getrandbits(bits) | 3 << bits - 2 | 1
        if found % _EXPONENT != 1 and all(pow(base, found - 1, found) == 1 for base in (2, 3, 5, 7, 11, 13)):
            return found


def _sequence(*numbers: int) -> bytes:
    return _tagged(0x30, b"".join(_tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
                                  for number in numbers))


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content
