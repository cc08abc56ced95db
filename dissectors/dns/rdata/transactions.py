"""RDATA of signed transactions: TSIG (RFC 8945) and TKEY (RFC 2930)."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.descriptions import RCODE_NAMES
from dissectors.dns.rdata.reader import take, take_sized
from dissectors.dns.rdata.shapes import (
    BASE64,
    LENGTH16,
    SIZED64,
    U16,
    U32,
    U48,
    Part,
    Shape,
    Value,
    domain,
    number,
)
from dissectors.dns.text import RCODES
from dissectors.fields import Kind, Spec
from dissectors.octets import Octets

# RFC 8945 3: 16 is BADSIG here
_ERRORS = RCODES | {16: "BADSIG"}
_MODES = {0: "Reserved", 1: "Server assignment", 2: "Diffie Hellman exchange", 3: "GSSAPI",
          4: "Resolver assignment", 5: "Key deletion"}

# RFC 8945 4.2
_SIGNED_WITH = domain("dns.tsig.algorithm_name", "Algorithm Name")
_SIGNED = Part(U48, Spec("dns.tsig.time_signed", "Time Signed", Kind.TIME, size=6))
_FUDGE = number(U16, "dns.tsig.fudge", "Fudge")
_MAC_SIZE = number(U16, "dns.tsig.mac_size", "MAC Size")
_MAC = Part(SIZED64, Spec("dns.tsig.mac", "MAC", Kind.NONE))
_ORIGINAL_ID = number(U16, "dns.tsig.original_id", "Original Id")
_ERROR = Part(U16, Spec("dns.tsig.error", "Error", size=2, names=RCODE_NAMES), mnemonics=_ERRORS)
_OTHER_LENGTH = number(U16, "dns.tsig.other_len", "Other Len")
_OTHER = Part(BASE64, Spec("dns.tsig.other_data", "Other Data", Kind.BYTES))

# RFC 2930 2
_ALGORITHM = domain("dns.tkey.algo_name", "Algorithm name")
_INCEPTION = Part(U32, Spec("dns.tkey.signature_inception", "Signature Inception", Kind.TIME, size=4))
_EXPIRATION = Part(U32, Spec("dns.tkey.signature_expiration", "Signature Expiration", Kind.TIME, size=4))
_MODE = number(U16, "dns.tkey.mode", "Mode", names=_MODES)
_KEY_ERROR = number(U16, "dns.tkey.error", "Error", names=RCODE_NAMES)
_KEY_SIZE = Part(LENGTH16, Spec("dns.tkey.key_size", "Key Size", size=2))
_KEY = Part(SIZED64, Spec("dns.tkey.key_data", "Key Data", Kind.BYTES))
_KEY_OTHER_SIZE = Part(LENGTH16, Spec("dns.tkey.other_size", "Other Size", size=2))
_KEY_OTHER = Part(BASE64, Spec("dns.tkey.other_data", "Other Data", Kind.BYTES))

_TSIG = (_SIGNED_WITH, _SIGNED, _FUDGE, _MAC_SIZE, _MAC, _ORIGINAL_ID, _ERROR, _OTHER_LENGTH, _OTHER)
_TKEY = (_ALGORITHM, _INCEPTION, _EXPIRATION, _MODE, _KEY_ERROR, _KEY_SIZE, _KEY, _KEY_OTHER_SIZE, _KEY_OTHER)
_SIZES = {_MAC: _MAC_SIZE, _OTHER: _OTHER_LENGTH, _KEY: _KEY_SIZE, _KEY_OTHER: _KEY_OTHER_SIZE}
"""Parts whose size another part tells, and which."""


def _read(parts: tuple[Part, ...], octets: Octets, start: int) -> Iterator[Value]:
    size = 0
    for part in parts:
        value = take_sized(part, octets, size) if part in _SIZES else take(part, octets, start)
        if part in _SIZES.values():
            size = value.value
        yield value


SHAPES = {
    249: Shape(_TKEY, read=lambda octets, start: _read(_TKEY, octets, start)),
    250: Shape(_TSIG, read=lambda octets, start: _read(_TSIG, octets, start)),
}
