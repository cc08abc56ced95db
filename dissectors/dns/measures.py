"""Many DNS messages at once: kernels that measure each of them, with a hash of its questions, and list entries."""
from __future__ import annotations

from dissectors.dns.walk import ENTRY, HEADER, SHORT_HEADER, walk_message, walk_name
from dissectors.kernel import kernel

HASHED = 256
"""How many questions of a message tell it from others."""
HASH_MASK = 0x7FFFFFFF
HIGH = 0x80000000

# What walk_messages writes of a message: its header, type and class of its first question, response code with EDNS's
# upper bits, questions that could be read, entries, RDATA of OPT from the message's start (or 0), fault and its place.
ID, FLAGS, FIRST_TYPE, FIRST_CLASS, RCODE, READ, ENTRIES, OPT_AT, FAULT, FAULT_AT = range(10)
MEASURES = 10


@kernel
def hash_name(data, at, start, low, high):  # type: ignore[no-untyped-def]
    """Adds a name that walk_name found good to the two states of a hash, letters as lower case (RFC 4343 3)."""
    while True:
        count = data[at] + 0
        if count >= 192:
            at = start + (count - 192) * 256 + data[at + 1]
            continue
        for i in range(at, at + count + 1):
            octet = data[i] + 0
            if 65 <= octet <= 90:
                octet += 32
            low = ((low ^ octet) * 1000003) & HASH_MASK
            high = ((high ^ octet) * 69069 + 1) & HASH_MASK
            # without this, which names are alike would not depend on the states in which a hash begins
            low ^= low >> 15
            high ^= high >> 14
        if count == 0:
            return low, high
        at += count + 1


@kernel
def hash_pair(low, high, number):  # type: ignore[no-untyped-def]
    """Adds a number below 2**31 to the two states and gives them as one of 62 bits."""
    low = ((low ^ number) * 1000003) & HASH_MASK
    high = ((high ^ number) * 69069 + 1) & HASH_MASK
    return (high ^ (high >> 14)) * HIGH + (low ^ (low >> 15))


@kernel
def hash_questions(data, start, stop, seed):  # type: ignore[no-untyped-def]
    """(questions that could be read, up to HASHED of them, a hash of 62 bits over their names, types and classes, type
    and class of the first); the first bit of a class is mDNS's (RFC 6762 5.4) and does not count."""
    low, high = 17 ^ seed, 23 ^ seed
    read = 0
    kind, number = 0, 0
    if stop - start < HEADER:
        return 0, 0, 0, 0
    at = start + HEADER
    for _ in range(min(data[start + 4] * 256 + data[start + 5], HASHED)):
        behind, fault, _where = walk_name(data, at, start, stop)
        if fault != 0 or behind + 4 > stop:
            break
        low, high = hash_name(data, at, start, low, high)
        this_type = data[behind] * 256 + data[behind + 1]
        this_class = data[behind + 2] * 256 + data[behind + 3]
        both = hash_pair(low, high, this_type * 32768 + (this_class & 0x7FFF))
        low = both & HASH_MASK
        high = both // HIGH
        if read == 0:
            kind, number = this_type, this_class
        read += 1
        at = behind + 4
    return read, high * HIGH + low, kind, number


@kernel
def walk_messages(first, second, which, starts, sizes, seed, measures, questions):  # type: ignore[no-untyped-def]
    """Walks many messages, which lie in `first` (which 0) or `second` (1).

    Writes for each MEASURES numbers, whose places have names above, and a hash of its `questions`; `seed` keeps senders
    from making questions that look alike.
    """
    for m in range(len(starts)):
        data = second if which[m] else first
        start, stop = int(starts[m]), int(starts[m]) + int(sizes[m])
        found, _end, fault, where, opt = walk_message(data, start, stop, measures, 0, 0)
        place = m * MEASURES
        measures[place + ENTRIES] = found
        measures[place + OPT_AT] = opt - start if opt >= 0 else 0
        measures[place + FAULT] = fault
        measures[place + FAULT_AT] = where - start if fault else 0
        if fault == SHORT_HEADER:
            continue
        measures[place + ID] = data[start] * 256 + data[start + 1]
        flags = data[start + 2] * 256 + data[start + 3]
        measures[place + FLAGS] = flags
        read, both, kind, number = hash_questions(data, start, stop, seed)
        questions[m] = both
        measures[place + FIRST_TYPE] = kind
        measures[place + FIRST_CLASS] = number
        measures[place + RCODE] = (flags & 15) + (data[opt - 6] * 16 if opt >= 0 else 0)
        measures[place + READ] = read


@kernel
def walk_entries(first, second, which, starts, sizes, chosen, offsets, out):  # type: ignore[no-untyped-def]
    """Writes the entries of the chosen messages; those of the i-th chosen begin at entry offsets[i] of `out`, and
    offsets has one number more than there are messages."""
    for i in range(len(chosen)):
        m = chosen[i]
        data = second if which[m] else first
        start = int(starts[m])
        walk_message(data, start, start + int(sizes[m]), out, offsets[i] * ENTRY, offsets[i + 1] - offsets[i])
