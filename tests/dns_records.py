"""Random RDATA of all record types, put together from the parts that their definitions name."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

Octets = st.SearchStrategy[bytes]


def joined(*parts: Octets) -> Octets:
    return st.tuples(*parts).map(b"".join)


def counted(content: Octets, size: int = 1) -> Octets:
    """Octets behind their number."""
    return content.map(lambda octets: len(octets).to_bytes(size, "big") + octets)


def several(part: Octets, least: int = 0, most: int = 3) -> Octets:
    return st.lists(part, min_size=least, max_size=most).map(b"".join)


def of(size: int) -> Octets:
    return st.binary(min_size=size, max_size=size)


def either(*values: bytes, other: int = 1) -> Octets:
    """One of the values that mean something, or any of their size."""
    return st.sampled_from(values) | of(other)


REST = st.binary(max_size=40)
SOME = st.binary(min_size=1, max_size=40)
TEXT = st.text(max_size=20).map(str.encode) | st.binary(max_size=20)
STRING = counted(TEXT)
LABEL = st.binary(min_size=1, max_size=12) | st.sampled_from((b"www", b"Example", b"a.b", b"_25", b"\\\"@$();"))
NAME = st.lists(LABEL, max_size=4).map(lambda labels: b"".join(bytes([len(one)]) + one for one in labels) + b"\0")
U8 = either(*(bytes([number]) for number in range(17)), b"\xfd", b"\xfe")
U16 = either(*(bytes([0, number]) for number in range(24)), b"\x01\x00", b"\x80\x00", other=2)


def _sized(sizes: dict[int, int]) -> Octets:
    """A number and octets, of the size that it stands for or of any other."""
    return st.one_of(*(of(size).map(bytes([kind]).__add__) for kind, size in sizes.items())) | joined(U8, REST)


DIGEST = _sized({0: 1, 1: 20, 2: 32, 3: 32, 4: 48})
FINGERPRINT = _sized({1: 20, 2: 32})
ASSOCIATION = _sized({0: 40, 1: 32, 2: 64})
ZONE_DIGEST = joined(st.just(b"\1\1"), of(48)) | joined(st.just(b"\1\2"), of(64)) | joined(U8, U8, REST)


def _bitmap(windows: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(bytes([number, len(bits) + 1]) + bits + b"\1" for number, bits in sorted(dict(windows).items()))


BITMAP = st.lists(st.tuples(st.sampled_from((0, 1, 128, 255)), st.binary(max_size=31)), max_size=3).map(_bitmap)
NUMBER = st.from_regex(rb"\A[+-]?[0-9]{0,3}(\.[0-9]{0,3})?\Z")
ADDRESS = st.one_of(joined(st.just(b"\0\1"), either(b"\0", b"\x20"), counted(st.binary(max_size=4))),
                    joined(st.just(b"\0\2"), either(b"\0", b"\x80"), counted(st.binary(max_size=16))),
                    joined(U16, U8, counted(st.binary(max_size=127))), joined(U16, U8, of(4)))
ADDRESS_END = joined(st.just(b"\0"), of(16)) | joined(st.just(b"\x3c"), of(9), NAME) | joined(st.just(b"\x80"), NAME)


def _host_identity(tag: bytes, algorithm: bytes, key: bytes, servers: bytes) -> bytes:
    return bytes([len(tag)]) + algorithm + len(key).to_bytes(2, "big") + tag + key + servers


GATEWAYS = {0: st.just(b""), 1: of(4), 2: of(16), 3: NAME, 4: REST}


def gateway(before: Octets, between: Octets, bit: int = 0) -> Octets:
    kinds = (joined(before, st.just(bytes([kind | bit])), between, rest) for kind, rest in GATEWAYS.items())
    return st.one_of(*kinds)


def _parameters(values: dict[int, bytes]) -> bytes:
    return b"".join(key.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value
                    for key, value in sorted(values.items()))


_VALUES: dict[int, Octets] = {
    0: st.sampled_from((b"\0\1", b"\0\3\0\4", b"\0\4\0\3", b"")), 1: several(STRING) | REST, 2: st.just(b"") | REST,
    3: of(2) | REST, 4: several(of(4)) | REST, 5: counted(REST, 2) | REST, 6: several(of(16)) | REST, 7: TEXT,
    8: st.just(b"") | REST, 9: REST, 10: several(STRING), 667: TEXT, 65535: REST}
PARAMETERS = st.fixed_dictionaries({}, optional=_VALUES).map(_parameters) | REST
KEY = joined(U16, U8, U8, REST)
SIGNATURE = joined(U16, U8, U8, of(12), U16, NAME, REST)
PAIR = joined(NAME, NAME)
HOST = joined(U16, NAME)
TEXTS = several(STRING, 1)
SIZE = either(b"\x12", b"\x13", b"\x16", b"\x00", b"\x99")
ANGLE = st.integers(0, 3_600_000 * 181).flatmap(lambda offset: st.sampled_from((1, -1)).map(
    lambda sign: (2 ** 31 + sign * offset).to_bytes(4, "big")))

_SIZED = counted(REST, 2)
RECORDS: dict[int, Octets] = {
    **dict.fromkeys((2, 3, 4, 5, 7, 8, 9, 12, 23, 39), NAME),
    **dict.fromkeys((10, 22, 49, 61, 67, 68), SOME),
    **dict.fromkeys((14, 17, 58), PAIR),
    **dict.fromkeys((15, 18, 21, 36, 107), HOST),
    **dict.fromkeys((16, 56, 99, 258, 261, 262, 263), TEXTS),
    **dict.fromkeys((24, 46), SIGNATURE),
    **dict.fromkeys((25, 48, 57, 60), KEY),
    **dict.fromkeys((43, 59, 32768, 32769), joined(U16, U8, DIGEST)),
    **dict.fromkeys((52, 53), joined(U8, U8, ASSOCIATION)),
    **dict.fromkeys((64, 65), joined(U16, NAME, PARAMETERS)),
    1: of(4),
    6: joined(NAME, NAME, of(20)),
    11: joined(of(4), U8, REST),
    13: joined(STRING, STRING),
    19: STRING,
    20: several(STRING, 1, 2),
    26: joined(U16, NAME, NAME),
    27: several(counted(NUMBER), 3, 3) | several(STRING, 3, 3),
    28: of(16) | several(either(b"\0\0", b"\xff\xff", other=2), 8, 8),
    29: joined(either(b"\0"), SIZE, SIZE, SIZE, ANGLE, ANGLE, of(4)),
    30: joined(NAME, REST),
    33: joined(U16, U16, U16, NAME),
    35: joined(U16, U16, STRING, STRING, STRING, NAME),
    37: joined(U16, U16, U8, REST),
    38: ADDRESS_END,
    40: joined(of(3), REST),
    42: several(ADDRESS, 1),
    44: joined(U8, FINGERPRINT),
    45: joined(gateway(U8, U8), REST),
    47: joined(NAME, BITMAP),
    50: joined(U8, U8, U16, STRING, STRING, BITMAP),
    51: joined(U8, U8, U16, STRING),
    55: st.builds(_host_identity, REST, U8, REST, several(NAME)),
    62: joined(of(4), U16, BITMAP),
    63: joined(of(4), ZONE_DIGEST),
    66: joined(U16, U8, U16, NAME),
    104: of(10), 105: of(6), 106: of(10),
    108: of(6), 109: of(8),
    249: joined(NAME, of(8), U16, U16, _SIZED, _SIZED),
    250: joined(NAME, of(6), U16, _SIZED, U16, U16, _SIZED),
    256: joined(U16, U16, TEXT),
    257: joined(U8, counted(st.sampled_from((b"issue", b"iodef", b"x1")) | TEXT), TEXT),
    259: joined(of(9), STRING, REST),
    260: gateway(U8, st.just(b"")) | gateway(U8, st.just(b""), 0x80),
    264: of(8),
    65281: joined(of(12), st.just(b"\0\0\0\2"), of(8)),
    65282: joined(of(12), NAME),
    65422: joined(U8, U8, REST),
}
"""RDATA of each type, most of it as its definition says."""


def _damaged(octets: bytes, cut: int, changes: dict[int, int]) -> bytes:
    data = bytearray(octets[:len(octets) - cut] if cut else octets)
    for place, octet in changes.items():
        if place < len(data):
            data[place] = octet
    return bytes(data)


def damaged(octets: Octets) -> Octets:
    """Octets, some cut, changed or with others behind."""
    changes: st.SearchStrategy[dict[int, int]] = st.dictionaries(st.integers(0, 40), st.integers(0, 255), max_size=2)
    return octets | st.builds(_damaged, octets, st.integers(0, 4), changes) | joined(octets, st.binary(max_size=3))


def records(kinds: Iterable[int], change: Callable[[Octets], Octets] = damaged) -> st.SearchStrategy[tuple[int, bytes]]:
    """A type and RDATA, which is never empty."""
    each: Any = (st.tuples(st.just(kind), change(RECORDS[kind]).filter(bool)) for kind in kinds)
    return st.one_of(*each)
