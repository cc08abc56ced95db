"""Writes RDATA along its shape in presentation form: the kernel beside `dissectors.dns.rdata.reader`."""
from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from dissectors.dns.rdata import SHAPES
from dissectors.dns.rdata.parameter_writer import put_parameters
from dissectors.dns.rdata.shapes import (
    BASE32,
    BASE64,
    BITMAP,
    DIGEST,
    HEX,
    IP4,
    IP6,
    NAME,
    OPAQUE,
    PARAMETERS,
    QUOTED,
    SALT,
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
    name_table,
    put,
    put_date,
    put_digits,
    put_escaped,
    put_ip4,
    put_ip6,
    put_named,
    put_number,
    put_octets,
    put_string,
    put_word,
)
from dissectors.kernel import kernel

_WRITTEN = frozenset({U8, U16, U32, NAME, IP4, IP6, STRING, STRINGS, TAG, QUOTED, HEX, BASE64, SALT, BASE32, TYPE, TIME,
                      BITMAP, DIGEST, OPAQUE, PARAMETERS})
"""The codes of parts that the kernel writes."""


@cache
def tables() -> npt.NDArray[Any]:
    """What the kernels look up: name_table(), at whose second place stands where the shapes begin: how many there are,
    their types in order, where the parts of each begin and the last end, the parts."""
    names = name_table()
    types = sorted(SHAPES)
    parts = [[part.code for part in SHAPES[kind].parts] for kind in types]
    begins = accumulate(map(len, parts), initial=len(names) + 2 * len(types) + 2)
    flat = [code for shape in parts for code in shape]
    return np.array([names[0], len(names), *names[2:], len(types), *types, *begins, *flat], np.int64)


def special_types() -> list[int]:
    """Types whose presentation form no kernel writes: such as have functions of their own, and rare ones."""
    return [kind for kind, shape in SHAPES.items() if shape.read or shape.check or shape.text
            or any(part.code not in _WRITTEN or part.mnemonics for part in shape.parts)]


@kernel
def find_shape(tables, kind):  # type: ignore[no-untyped-def]
    """Where in the tables stands the begin of the parts of a type, or -1."""
    count = tables[tables[1]]
    low = tables[1] + 1
    high = low + count
    last = high
    while low < high:
        middle = (low + high) // 2
        if tables[middle] < kind:
            low = middle + 1
        else:
            high = middle
    return low + count if low < last and tables[low] == kind else -1


@kernel
def put_bitmap(out, at, data, place, stop, tables):  # type: ignore[no-untyped-def]
    """(position behind the bitmap in the data or -1, position in `out`)."""
    last = -1
    empty = True
    while place < stop:
        if place + 2 > stop:
            return -1, at
        window, size = data[place] + 0, data[place + 1] + 0
        if window <= last or size < 1 or size > 32 or place + 2 + size > stop or data[place + 1 + size] == 0:
            return -1, at
        last = window
        for i in range(size):
            for bit in range(8):
                if data[place + 2 + i] & (128 >> bit):
                    if not empty:
                        at = put(out, at, 32)
                    empty = False
                    at = put_named(out, at, tables, TYPE_NAME, window * 256 + i * 8 + bit)
        place += 2 + size
    return place, at


@kernel
def put_fixed(out, at, data, place, code, tables):  # type: ignore[no-untyped-def]
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
        return put_named(out, at, tables, TYPE_NAME, number)
    number = (number * 256 + data[place + 2]) * 256 + data[place + 3]
    return put_date(out, at, number) if code == TIME else put_number(out, at, number)


@kernel
def put_counted(out, at, data, place, size, code):  # type: ignore[no-untyped-def]
    """The content of a part that has its length before it."""
    if code in (STRING, STRINGS):
        return put_string(out, at, data, place, place + size)
    if code == TAG:
        for i in range(place, place + size):
            at = put_escaped(out, at, data[i] + 0, 2)
        return at
    if code == BASE32:
        return put_digits(out, at, data, place, place + size, 5)
    return put_octets(out, at, data, place, place + size) if size > 0 else put(out, at, 45)


@kernel
def put_rest(out, at, data, place, stop, code):  # type: ignore[no-untyped-def]
    """A part that is all that is left."""
    if code == QUOTED:
        return put_string(out, at, data, place, stop)
    if code == BASE64:
        return put_digits(out, at, data, place, stop, 6)
    if code == OPAQUE:
        return put_unknown(out, at, data, place, stop)
    return put_octets(out, at, data, place, stop)


@kernel
def put_unknown(out, at, data, place, stop):  # type: ignore[no-untyped-def]
    """RFC 3597 5."""
    at = put_number(out, put_word(out, at, b"\\\\# "), stop - place)
    if stop > place:
        at = put_octets(out, put(out, at, 32), data, place, stop)
    return at


@kernel
def part_size(code):  # type: ignore[no-untyped-def]
    """How many octets a part of fixed size has; 0 for others."""
    if code == U8:
        return 1
    if code in (U16, TYPE):
        return 2
    if code in (U32, TIME, IP4):
        return 4
    return 16 if code == IP6 else 0


@kernel
def digest_size(kind):  # type: ignore[no-untyped-def]
    """How many octets a digest has; -1 where its type does not say."""
    if kind == 0 or kind == 1:
        return 1 if kind == 0 else 20
    if kind == 2 or kind == 3:
        return 32
    return 48 if kind == 4 else -1


@kernel
def put_part(out, at, data, start, place, stop, code, tables):  # type: ignore[no-untyped-def]
    """(position behind the part in the data or -1, position in `out`)."""
    wanted = part_size(code)
    if wanted > 0:
        if place + wanted > stop:
            return -1, at
        return place + wanted, put_fixed(out, at, data, place, code, tables)
    if code == NAME:
        return checked_name(out, at, data, place, start, stop)
    if code == BITMAP:
        return put_bitmap(out, at, data, place, stop, tables)
    if code in (HEX, BASE64, QUOTED, OPAQUE):
        return stop, put_rest(out, at, data, place, stop, code)
    if code == PARAMETERS:
        return put_parameters(out, at, data, place, stop)
    if code == DIGEST:
        wanted = digest_size(data[place - 1] + 0)
        if wanted >= 0 and stop - place != wanted:
            return -1, at
        return stop, put_octets(out, at, data, place, stop)
    first = True
    while first or (code == STRINGS and place < stop):
        if place >= stop or place + 1 + data[place] > stop:
            return -1, at
        if code == BASE32 and data[place] == 0:
            return -1, at
        if not first:
            at = put(out, at, 32)
        first = False
        at = put_counted(out, at, data, place + 1, data[place] + 0, code)
        place += 1 + data[place]
    return place, at


@kernel
def put_rdata(out, at, data, start, place, stop, kind, tables):  # type: ignore[no-untyped-def]
    """The RDATA [place, stop) of a message that starts at `start`; `tables` is tables()."""
    begin, first = at, place
    shape = find_shape(tables, kind)
    if shape >= 0 and place < stop:
        for part in range(tables[shape], tables[shape + 1]):
            before = at
            if at > begin:
                at = put(out, at, 32)
            mark = at
            place, at = put_part(out, at, data, start, place, stop, tables[part], tables)
            if place < 0:
                break
            if at == mark:
                at = before
        if place == stop:
            return at
    return put_unknown(out, begin, data, first, stop)


