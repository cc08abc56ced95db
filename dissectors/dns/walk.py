"""The walk over DNS messages: kernels that find names, questions and records, and say where a message breaks."""
from __future__ import annotations

from dissectors.kernel import kernel

HEADER = 12
POINTERS = 127
"""How many pointers one name may follow: as many as a name can have labels."""
STEPS = 16_384
"""How many labels and pointers the names of a message may have besides two for each of its octets; a zone of reverse
names, whose every record points through all before, has one and a half."""
HASHED = 256
"""How many questions of a message tell it from others."""

# Faults; REASONS says them to people.
SHORT_HEADER, NAME_CUT, LABEL_TYPE, POINTER_FORWARD, POINTER_CHAIN, NAME_LONG, QUESTION_CUT, RECORD_CUT, RDATA_CUT, \
    TRAILING, TLV_CUT, NAMES_CROSS = range(1, 13)
REASONS = {
    SHORT_HEADER: "the message is shorter than its header",
    NAME_CUT: "a name leaves the message",
    LABEL_TYPE: "a label of an unknown type",
    POINTER_FORWARD: "a compression pointer that does not point backwards",
    POINTER_CHAIN: "too many compression pointers in one name",
    NAME_LONG: "a name of more than 255 octets",
    QUESTION_CUT: "a question leaves the message",
    RECORD_CUT: "a record leaves the message",
    RDATA_CUT: "the data of a record leave the message",
    TRAILING: "octets are left after the last record",
    TLV_CUT: "a TLV of a stateful operation leaves the message",
    NAMES_CROSS: "names that lead through the same octets too often",
}
CUTS = frozenset({SHORT_HEADER, NAME_CUT, QUESTION_CUT, RECORD_CUT, RDATA_CUT, TLV_CUT})
"""The faults that a capture which lacks the message's end shows too."""

# What an entry (a question or a record) of a walk holds.
SECTION, NAME, NAME_STOP, TYPE, CLASS, TTL, RDATA, RDATA_STOP = range(8)
ENTRY = 8
QUESTION, ANSWER, AUTHORITY, ADDITIONAL = range(4)

# What walk_messages writes of a message: its header, type and class of its first question, response code with EDNS's
# upper bits, questions that could be read, entries, RDATA of OPT from the message's start (or 0), fault and its place.
ID, FLAGS, FIRST_TYPE, FIRST_CLASS, RCODE, READ, ENTRIES, OPT_AT, FAULT, FAULT_AT = range(10)
MEASURES = 10

OPT_TYPE = 41
DSO = 6
"""The opcode of stateful operations (RFC 8490 5.4)."""
HASH_MASK = 0x7FFFFFFF
HIGH = 0x80000000


@kernel
def walk_name(data, at, start, stop):  # type: ignore[no-untyped-def]
    """Checks the name at `at` of the message [start, stop): (position behind it, fault or 0, position of the fault)."""
    behind, fault, where, _steps = follow_name(data, at, start, stop)
    return behind, fault, where


@kernel
def follow_name(data, at, start, stop):  # type: ignore[no-untyped-def]
    """Checks a name as walk_name does, and gives the number of its labels and pointers too.

    RFC 1035 2.3.4: labels of 63, names of 255 octets. RFC 1035 4.1.4: a pointer points to a prior occurrence, so each
    must point before all that was read of the name.
    """
    after = -1
    lowest = at
    size = 1
    pointers = 0
    steps = 0
    while True:
        steps += 1
        if at >= stop:
            return stop, NAME_CUT, stop, steps
        count = data[at] + 0
        if count == 0:
            break
        if count < 64:
            size += count + 1
            if size > 255:
                return at, NAME_LONG, at, steps
            at += count + 1
        elif count >= 192:
            if at + 1 >= stop:
                return stop, NAME_CUT, stop, steps
            target = start + (count - 192) * 256 + data[at + 1]
            if after < 0:
                after = at + 2
            if target >= lowest:
                return after, POINTER_FORWARD, at, steps
            pointers += 1
            if pointers > POINTERS:
                return after, POINTER_CHAIN, at, steps
            lowest = target
            at = target
        else:
            return at, LABEL_TYPE, at, steps
    if after < 0:
        after = at + 1
    return after, 0, 0, steps


@kernel
def walk_message(data, start, stop, out, base, limit):  # type: ignore[no-untyped-def]
    """Walks the message [start, stop) and writes its first `limit` entries to out[base…], ENTRY numbers each.

    Gives (whole entries, position behind them, fault or 0, position of the fault, RDATA position of the first OPT
    record among the additionals or -1).
    """
    opt = -1
    if stop - start < HEADER:
        return 0, start, SHORT_HEADER, stop, opt
    at = start + HEADER
    found = 0
    left = STEPS + 2 * (stop - start)
    for section in range(4):
        wanted = data[start + 4 + 2 * section] * 256 + data[start + 5 + 2 * section]
        for _ in range(wanted):
            behind, fault, where, steps = follow_name(data, at, start, stop)
            left -= steps
            if left < 0:
                fault, where = NAMES_CROSS, at
            if fault != 0:
                return found, at, fault, where, opt
            end = behind + (4 if section == QUESTION else 10)
            if end > stop:
                return found, at, QUESTION_CUT if section == QUESTION else RECORD_CUT, stop, opt
            kind = data[behind] * 256 + data[behind + 1]
            ttl = 0
            rdata_stop = end
            if section != QUESTION:
                ttl = (((data[behind + 4] * 256 + data[behind + 5]) * 256) + data[behind + 6]) * 256 + data[behind + 7]
                rdata_stop = end + data[behind + 8] * 256 + data[behind + 9]
                if rdata_stop > stop:
                    return found, at, RDATA_CUT, behind + 8, opt
                if kind == OPT_TYPE and opt < 0 and section == ADDITIONAL:
                    opt = end
            if found < limit:
                place = base + found * ENTRY
                out[place] = section
                out[place + 1] = at
                out[place + 2] = behind
                out[place + 3] = kind
                out[place + 4] = data[behind + 2] * 256 + data[behind + 3]
                out[place + 5] = ttl
                out[place + 6] = end
                out[place + 7] = rdata_stop
            found += 1
            at = rdata_stop
    if found == 0 and (data[start + 2] // 8) % 16 == DSO:
        # RFC 8490 5.4: where all counts are zero, TLVs follow
        while stop - at >= 4:
            end = at + 4 + data[at + 2] * 256 + data[at + 3]
            if end > stop:
                return found, at, TLV_CUT, at + 2, opt
            at = end
    if at < stop:
        return found, at, TRAILING, at, opt
    return found, at, 0, 0, opt


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
