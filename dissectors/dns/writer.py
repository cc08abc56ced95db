"""Writes names and RDATA in presentation form as the inside of JSON strings: kernels for many messages.

They write the same as `dissectors.dns.name` and `dissectors.dns.rdata` do for one. A kernel that gets (out, at) writes
at `at` what fits and gives the position behind what it would have written, so that a caller sees what did not fit.
"""
from __future__ import annotations

from functools import cache
from itertools import accumulate

from dissectors.dns.text import CLASSES, OPCODES, OPTIONS, RCODES, TYPES
from dissectors.dns.walk import walk_name
from dissectors.kernel import kernel

TYPE_NAME, CLASS_NAME, OPCODE_NAME, RCODE_NAME, OPTION_NAME, PREFIX = range(6)
BITS = 0x10000


@cache
def name_table() -> list[int]:
    """The names of types, classes, opcodes, response codes and options as numbers: how many, 0, sorted keys
    (kind × 65536 + number; the prefix of unknown ones under PREFIX × 65536 + kind), where each name begins and the last
    ends, counted from the table's begin, and all their letters."""
    kinds = ((TYPES, "TYPE"), (CLASSES, "CLASS"), (OPCODES, "OPCODE"), (RCODES, "RCODE"), (OPTIONS, "OPT"))
    names = {kind * BITS + number: name for kind, (known, _) in enumerate(kinds) for number, name in known.items()}
    names |= {PREFIX * BITS + kind: prefix for kind, (_, prefix) in enumerate(kinds)}
    keys = sorted(names)
    letters = 2 + 2 * len(keys) + 1
    begins = accumulate((len(names[key]) for key in keys), initial=letters)
    return [len(keys), 0, *keys, *begins, *"".join(names[key] for key in keys).encode()]


@kernel
def put(out, at, octet):  # type: ignore[no-untyped-def]
    """One octet."""
    if at < len(out):
        out[at] = octet
    return at + 1


@kernel
def put_word(out, at, word):  # type: ignore[no-untyped-def]
    """Octets as they are."""
    for i in range(min(len(word), len(out) - at)):
        out[at + i] = word[i]
    return at + len(word)


@kernel
def put_number(out, at, number):  # type: ignore[no-untyped-def]
    """A number in decimal."""
    if number < 0:
        at = put(out, at, 45)
        number = -number
    size = 1
    rest = number // 10
    while rest > 0:
        size += 1
        rest //= 10
    for i in range(size):
        place = at + size - 1 - i
        if place < len(out):
            out[place] = 48 + number % 10
        number //= 10
    return at + size


@kernel
def put_padded(out, at, number, size):  # type: ignore[no-untyped-def]
    """The last `size` decimal digits of a number."""
    for i in range(size):
        place = at + size - 1 - i
        if place < len(out):
            out[place] = 48 + number % 10
        number //= 10
    return at + size


@kernel
def put_hex(out, at, number, least):  # type: ignore[no-untyped-def]
    """A number below 2**32 in hexadecimal, with at least so many digits."""
    size = least
    while size < 8 and number >> (4 * size) > 0:
        size += 1
    for i in range(size):
        digit = (number >> (4 * (size - 1 - i))) & 15
        at = put(out, at, 48 + digit if digit < 10 else 87 + digit)
    return at


@kernel
def put_octets(out, at, data, start, stop):  # type: ignore[no-untyped-def]
    """Octets in hexadecimal."""
    for i in range(start, stop):
        at = put_hex(out, at, data[i] + 0, 2)
    return at


@kernel
def put_named(out, at, tables, kind, number):  # type: ignore[no-untyped-def]
    """The name of a number, or its kind's prefix with the number; `tables` begin with name_table()."""
    count = tables[0]
    wanted = kind * BITS + number
    while True:
        low, high = 2, 2 + min(count, wanted + 1)       # before each key are fewer than it says
        while low < high:
            middle = (low + high) // 2
            if tables[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        if low < 2 + count and tables[low] == wanted:
            break
        # the prefix is always there
        wanted = PREFIX * BITS + kind
    for i in range(tables[low + count], tables[low + count + 1]):
        at = put(out, at, tables[i])
    return put_number(out, at, number) if wanted >= PREFIX * BITS else at


@kernel
def put_escaped(out, at, octet, quoted):  # type: ignore[no-untyped-def]
    """An octet of a name (quoted 0), between quotes (1) or of a string without them (2), with a master file's escapes
    (RFC 1035 5.1), and these with JSON's."""
    special = octet == 34 or octet == 92
    if not quoted:
        special = special or octet == 36 or octet == 40 or octet == 41 or octet == 46 or octet == 59 or octet == 64
    if special:
        at = put(out, put(out, at, 92), 92)
        if octet == 34 or octet == 92:
            at = put(out, at, 92)
        return put(out, at, octet)
    if 0x20 < octet < 0x7F or (quoted == 1 and octet == 0x20):
        return put(out, at, octet)
    at = put(out, put(out, at, 92), 92)
    return put_padded(out, at, octet, 3)


@kernel
def put_string(out, at, data, start, stop):  # type: ignore[no-untyped-def]
    """A character-string between quotes."""
    at = put(out, put(out, at, 92), 34)
    for i in range(start, stop):
        at = put_escaped(out, at, data[i] + 0, 1)
    return put(out, put(out, at, 92), 34)


@kernel
def put_name(out, at, data, place, start):  # type: ignore[no-untyped-def]
    """A name that walk_name found good, without the final dot, the root as a dot."""
    empty = True
    while True:
        count = data[place] + 0
        if count >= 192:
            place = start + (count - 192) * 256 + data[place + 1]
            continue
        if count == 0:
            return put(out, at, 46) if empty else at
        if not empty:
            at = put(out, at, 46)
        empty = False
        for i in range(place + 1, place + 1 + count):
            at = put_escaped(out, at, data[i] + 0, 0)
        place += count + 1


@kernel
def checked_name(out, at, data, place, start, stop):  # type: ignore[no-untyped-def]
    """(position behind the name in the data or -1, position in `out`)."""
    behind, fault, _where = walk_name(data, place, start, stop)
    if fault != 0:
        return -1, at
    return behind, put_name(out, at, data, place, start)


@kernel
def put_ip4(out, at, data, start):  # type: ignore[no-untyped-def]
    """Four numbers with dots."""
    for i in range(4):
        if i > 0:
            at = put(out, at, 46)
        at = put_number(out, at, data[start + i] + 0)
    return at


@kernel
def put_ip6(out, at, data, start):  # type: ignore[no-untyped-def]
    """RFC 5952 4, with 5 for addresses that hold one of IPv4."""
    best, best_size = -1, 1
    group = 0
    while group < 8:
        size = 0
        while group + size < 8 and data[start + 2 * (group + size)] == 0 and data[start + 2 * (group + size) + 1] == 0:
            size += 1
        if size > best_size:
            best, best_size = group, size
        group += size + 1
    if best == 0 and best_size == 6:
        return put_ip4(out, put_word(out, at, b"::"), data, start + 12)
    if best == 0 and best_size == 5 and data[start + 10] == 255 and data[start + 11] == 255:
        return put_ip4(out, put_word(out, at, b"::ffff:"), data, start + 12)
    group = 0
    while group < 8:
        if group == best:
            at = put_word(out, at, b"::")
            group += best_size
            continue
        if group > 0 and group != best + best_size:
            at = put(out, at, 58)
        at = put_hex(out, at, data[start + 2 * group] * 256 + data[start + 2 * group + 1], 1)
        group += 1
    return at


@kernel
def put_digits(out, at, data, start, stop, bits):  # type: ignore[no-untyped-def]
    """RFC 4648: base64 with padding (6 bits), or base32hex in lower case without (5)."""
    digits = (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" if bits == 6 else
              b"0123456789abcdefghijklmnopqrstuv")
    held, pending, written = 0, 0, 0
    for i in range(start, stop + 1):
        # after the last octet zeros fill up the last digit
        held = (held * 256 + (data[i] if i < stop else 0)) & 0xFFFF
        pending += 8
        while pending >= bits and (i < stop or pending > 8):
            pending -= bits
            at = put(out, at, digits[(held >> pending) & ((1 << bits) - 1)])
            written += 1
    while bits == 6 and written & 3:
        at = put(out, at, 61)
        written += 1
    return at


@kernel
def put_date(out, at, seconds):  # type: ignore[no-untyped-def]
    """RFC 4034 3.2: YYYYMMDDHHmmSS; the calendar by eras of 400 years that begin in March."""
    days = seconds // 86400 + 719468
    era = days // 146097
    day = days - era * 146097
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    month = month + 3 if month < 10 else month - 9
    year = year + era * 400 + (1 if month <= 2 else 0)
    at = put_padded(out, put_padded(out, at, year, 4), month, 2)
    at = put_padded(out, put_padded(out, at, day + 1, 2), seconds // 3600 % 24, 2)
    return put_padded(out, put_padded(out, at, seconds // 60 % 60, 2), seconds % 60, 2)
