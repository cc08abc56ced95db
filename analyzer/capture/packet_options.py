"""What the blocks of pcapng say of packets beside comments (draft-ietf-opsawg-pcapng 4.3), to be written again."""
from __future__ import annotations

import struct
import sys

from analyzer.blocks import COMMENT, PACKET, PACKET_HEAD
from analyzer.capture.options import BadBlock, options

_HERE = "<" if sys.byteorder == "little" else ">"
_ORDERS = {struct.pack(f"{order}I", PACKET): order for order in "<>"}
# 3.5.1, 4.3: how long the numbers are with which values begin; the others are bytes in any order
_FLAGS, _DROPS, _NUMBER, _QUEUE, _CUSTOM_TEXT, _CUSTOM = 2, 4, 5, 6, 2988, 2989
_NUMBERS = {_FLAGS: "I", _DROPS: "Q", _NUMBER: "Q", _QUEUE: "I", _CUSTOM_TEXT: "I", _CUSTOM: "I"}
_NOT_COPIED = (COMMENT, 19372, 19373)
"""Comments are written as they are now; the others are not to be copied into another file (3.5.1)."""


def packet_options(data: memoryview, at: int, size: int) -> list[tuple[int, bytes]]:
    """The options of the packet whose `size` bytes begin at `at`, with numbers in this machine's order; none where it
    is in no Enhanced Packet Block."""
    begin = at - PACKET_HEAD.size
    order = _ORDERS.get(bytes(data[begin:begin + 4])) if begin >= 0 else None
    if order is None:
        return []
    total, kept = (int(struct.unpack_from(f"{order}I", data, place)[0]) for place in (begin + 4, at - 8))
    first, stop = at + size + -size % 4, begin + total - 4
    if kept != size or not first < stop <= len(data):
        return []       # of a Simple Packet Block, behind something that looks like the beginning of another
    try:
        return [(code, _here(code, value, order)) for code, value in options(bytes(data[first:stop]), order)
                if code not in _NOT_COPIED]
    except BadBlock:    # the file is no longer the one that was read
        return []


def _here(code: int, value: bytes, order: str) -> bytes:
    kind = _NUMBERS.get(code)
    if kind is None or order == _HERE or len(value) < struct.calcsize(kind):
        return value
    size = struct.calcsize(kind)
    return value[:size][::-1] + value[size:]
