"""The walk over DNS messages: kernels that find names, questions and records, and say where a message breaks."""
from __future__ import annotations

from dissectors.kernel import kernel

HEADER = 12
POINTERS = 127
"""How many pointers one name may follow: as many as a name can have labels."""
STEPS = 16_384
"""How many labels and pointers the names of a message may have besides two for each of its octets; a zone of reverse
names, whose every record points through all before, has one and a half."""

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

OPT_TYPE = 41
DSO = 6
"""The opcode of stateful operations (RFC 8490 5.4)."""


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
def pass_tlvs(data, at, stop):  # type: ignore[no-untyped-def]
    """The place behind the whole TLVs of a stateful operation; they follow where all counts are zero (RFC 8490 5.4)."""
    while stop - at >= 4:
        end = at + 4 + data[at + 2] * 256 + data[at + 3]
        if end > stop:
            break
        at = end
    return at


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
        at = pass_tlvs(data, at, stop)
        if stop - at >= 4:
            return found, at, TLV_CUT, at + 2, opt
    if at < stop:
        return found, at, TRAILING, at, opt
    return found, at, 0, 0, opt
