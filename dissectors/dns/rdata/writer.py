"""Writes RDATA along its shape in presentation form: the kernel beside `dissectors.dns.rdata.reader`."""
from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from dissectors.dns.rdata import SHAPES
from dissectors.dns.rdata.shapes import (
    BARE_HEX,
    BASE32,
    BASE64,
    BITMAP,
    EUI,
    HEX,
    IP4,
    IP6,
    LOCATOR,
    NAME,
    OPAQUE,
    QUOTED,
    SPECIAL,
    STRING,
    STRINGS,
    TAG,
    TIME,
    TYPE,
    U8,
    U16,
    U32,
)
from dissectors.dns.writer import (
    TYPE_NAME,
    checked_name,
    put,
    put_date,
    put_escaped,
    put_hex,
    put_ip4,
    put_ip6,
    put_named,
    put_number,
    put_octets,
    put_sixtets,
    put_string,
    put_word,
)
from dissectors.kernel import kernel

SIZES = 16
"""A part is its code times this, plus the size of an EUI."""


@cache
def shape_table() -> npt.NDArray[Any]:
    """All shapes as numbers: how many, their types in order, where the parts of each begin, the parts."""
    types = sorted(SHAPES)
    parts = [[part.code * SIZES + part.size for part in SHAPES[kind].parts] for kind in types]
    begins = np.cumsum([0, *map(len, parts)]) + 2 * len(types) + 2
    flat = [code for shape in parts for code in shape]
    return np.array([len(types), *types, *begins, *flat], np.int64)


def special_types() -> list[int]:
    """Types whose presentation form only a function of their own writes."""
    return [kind for kind, shape in SHAPES.items() if any(part.code == SPECIAL for part in shape.parts)]


@kernel
def find_shape(shapes, kind):  # type: ignore[no-untyped-def]
    """The number of a type's shape, or -1."""
    low, high = 0, shapes[0]
    while low < high:
        middle = (low + high) // 2
        if shapes[1 + middle] < kind:
            low = middle + 1
        else:
            high = middle
    return low if low < shapes[0] and shapes[1 + low] == kind else -1


@kernel
def put_bitmap(out, at, data, place, stop, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """(position behind the bitmap in the data or -1, position in `out`)."""
    last = -1
    empty = True
    while place < stop:
        if place + 2 > stop:
            return -1, at
        window, size = data[place] + 0, data[place + 1] + 0
        if window <= last or size < 1 or size > 32 or place + 2 + size > stop:
            return -1, at
        last = window
        for i in range(size):
            for bit in range(8):
                if data[place + 2 + i] & (128 >> bit):
                    if not empty:
                        at = put(out, at, 32)
                    empty = False
                    at = put_named(out, at, numbers, offsets, text, TYPE_NAME, window * 256 + i * 8 + bit)
        place += 2 + size
    return place, at


@kernel
def put_fixed(out, at, data, place, code, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """A part of fixed size that is known to be there."""
    if code == U8:
        return put_number(out, at, data[place] + 0)
    if code == IP4:
        return put_ip4(out, at, data, place)
    if code == IP6:
        return put_ip6(out, at, data, place)
    number = data[place] * 256 + data[place + 1]
    if code == U16:
        return put_number(out, at, number)
    if code == TYPE:
        return put_named(out, at, numbers, offsets, text, TYPE_NAME, number)
    number = (number * 256 + data[place + 2]) * 256 + data[place + 3]
    return put_date(out, at, number) if code == TIME else put_number(out, at, number)


@kernel
def put_separated(out, at, data, place, size, step, separator):  # type: ignore[no-untyped-def]
    """Octets in hexadecimal, with a separator after each `step` of them."""
    for i in range(size):
        if i > 0 and i % step == 0:
            at = put(out, at, separator)
        at = put_hex(out, at, data[place + i] + 0, 2)
    return at


@kernel
def put_counted(out, at, data, place, size, code):  # type: ignore[no-untyped-def]
    """The content of a part that has its length before it."""
    if code == STRING or code == STRINGS:
        return put_string(out, at, data, place, place + size)
    if code == TAG:
        for i in range(place, place + size):
            at = put_escaped(out, at, data[i] + 0, 0)
        return at
    if code == BASE32:
        return put_sixtets(out, at, data, place, place + size, 5)
    return put_octets(out, at, data, place, place + size) if size > 0 else put(out, at, 45)


@kernel
def put_rest(out, at, data, place, stop, code):  # type: ignore[no-untyped-def]
    """A part that is all that is left."""
    if code == QUOTED:
        return put_string(out, at, data, place, stop)
    if code == BASE64:
        return put_sixtets(out, at, data, place, stop, 6)
    if code == OPAQUE:
        return put_unknown(out, at, data, place, stop)
    if code == BARE_HEX:
        at = put_word(out, at, b"0x")
    return put_octets(out, at, data, place, stop)


@kernel
def put_unknown(out, at, data, place, stop):  # type: ignore[no-untyped-def]
    """RFC 3597 5."""
    at = put_number(out, put_word(out, at, b"\\\\# "), stop - place)
    if stop > place:
        at = put_octets(out, put(out, at, 32), data, place, stop)
    return at


@kernel
def part_size(code, size):  # type: ignore[no-untyped-def]
    """How many octets a part of fixed size has; 0 for others."""
    if code == U8:
        return 1
    if code == U16 or code == TYPE:
        return 2
    if code == U32 or code == TIME or code == IP4:
        return 4
    if code == IP6:
        return 16
    if code == LOCATOR:
        return 8
    return size


@kernel
def put_part(out, at, data, start, place, stop, code, size, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """(position behind the part in the data or -1, position in `out`)."""
    wanted = part_size(code, size)
    if wanted > 0:
        if place + wanted > stop:
            return -1, at
        if code == EUI:
            return place + wanted, put_separated(out, at, data, place, wanted, 1, 45)
        if code == LOCATOR:
            return place + wanted, put_separated(out, at, data, place, wanted, 2, 58)
        return place + wanted, put_fixed(out, at, data, place, code, numbers, offsets, text)
    if code == NAME:
        return checked_name(out, at, data, place, start, stop)
    if code == BITMAP:
        return put_bitmap(out, at, data, place, stop, numbers, offsets, text)
    if code == HEX or code == BASE64 or code == QUOTED or code == BARE_HEX or code == OPAQUE:
        return stop, put_rest(out, at, data, place, stop, code)
    if code == SPECIAL:
        return -1, at
    first = True
    while first or (code == STRINGS and place < stop):
        if place >= stop or place + 1 + data[place] > stop:
            return -1, at
        if not first:
            at = put(out, at, 32)
        first = False
        at = put_counted(out, at, data, place + 1, data[place] + 0, code)
        place += 1 + data[place]
    return place, at


@kernel
def put_rdata(out, at, data, start, place, stop, kind, shapes, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """The RDATA [place, stop) of a message that starts at `start`; `shapes` is shape_table(), `numbers`, `offsets`
    and `text` are name_table()."""
    begin, first = at, place
    shape = find_shape(shapes, kind)
    if shape >= 0 and place < stop:
        begins = 1 + shapes[0] + shape
        for part in range(shapes[begins], shapes[begins + 1]):
            before = at
            if at > begin:
                at = put(out, at, 32)
            mark = at
            place, at = put_part(out, at, data, start, place, stop, shapes[part] // SIZES, shapes[part] % SIZES,
                                 numbers, offsets, text)
            if place < 0:
                break
            if at == mark:
                at = before
        if place == stop:
            return at
    return put_unknown(out, begin, data, first, stop)


