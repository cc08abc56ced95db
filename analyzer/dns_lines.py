"""Writes DNS transactions as lines of JSON: kernels, for captures with many."""
from __future__ import annotations

from dissectors.dns.rdata.writer import put_rdata
from dissectors.dns.text import OPT
from dissectors.dns.walk import ADDITIONAL, ENTRY, QUESTION
from dissectors.dns.writer import (
    CLASS_NAME,
    OPCODE_NAME,
    OPTION_NAME,
    RCODE_NAME,
    TYPE_NAME,
    put,
    put_name,
    put_named,
    put_number,
    put_octets,
    put_padded,
    put_word,
)
from dissectors.kernel import kernel

NANO = 1_000_000_000
# The columns of Columns.numbers and Columns.hashes.
NUMBERS, NUMBER_FLAGS, NUMBER_RCODE = 10, 1, 8
HASHES, HASH_OPT = 3, 2
MDNS = 1


@kernel
def put_seconds(out, at, time_ns, digits):  # type: ignore[no-untyped-def]
    """Decimal seconds with so many digits behind the point."""
    if time_ns < 0:
        at = put(out, at, 45)
        time_ns = -time_ns
    at = put_number(out, at, time_ns // NANO)
    if digits > 0:
        rest = time_ns % NANO
        for _ in range(9 - digits):
            rest //= 10
        at = put_padded(out, put(out, at, 46), rest, digits)
    return at


@kernel
def put_flags(out, at, flags):  # type: ignore[no-untyped-def]
    """The names of the bits that are set."""
    at = put(out, at, 91)
    begin = at
    for i in range(8):
        bit = 0x8000 if i == 0 else 0x0800 >> i
        if flags & bit:
            if at > begin:
                at = put(out, at, 44)
            at = put(out, at, 34)
            at = put_word(out, at, b"QRAATCRDRAZ ADCD"[2 * i:2 * i + (1 if i == 5 else 2)])
            at = put(out, at, 34)
    return put(out, at, 93)


@kernel
def put_type_and_class(out, at, kind, number, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """The members `type` and `class`, with what stands before and between them."""
    at = put_named(out, put_word(out, at, b'","type":"'), numbers, offsets, text, TYPE_NAME, kind)
    return put_named(out, put_word(out, at, b'","class":"'), numbers, offsets, text, CLASS_NAME, number)


@kernel
def put_questions(out, at, data, start, entries, first, stop, mask, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """The questions among the entries [first, stop)."""
    at = put(out, at, 91)
    begin = at
    for entry in range(first, stop):
        place = entry * ENTRY
        if entries[place] == QUESTION:
            if at > begin:
                at = put(out, at, 44)
            at = put_name(out, put_word(out, at, b'{"name":"'), data, entries[place + 1], start)
            at = put_type_and_class(out, at, entries[place + 3], entries[place + 4] & mask, numbers, offsets, text)
            at = put_word(out, at, b'"}')
    return put(out, at, 93)


@kernel
def put_records(out, at, comma, data, start, entries, first, stop, section, mask, special, special_at,  # type: ignore[no-untyped-def]
                special_text, shapes, numbers, offsets, text):
    """The records of a section among the entries [first, stop), each after a comma but the first where `comma` is 0.

    `special` numbers the texts of entries that no kernel can write.
    """
    for entry in range(first, stop):
        place = entry * ENTRY
        kind = entries[place + 3]
        if entries[place] != section or (section == ADDITIONAL and kind == OPT):
            continue
        if comma:
            at = put(out, at, 44)
        comma = 1
        at = put_name(out, put_word(out, at, b'{"name":"'), data, entries[place + 1], start)
        at = put_type_and_class(out, at, kind, entries[place + 4] & mask, numbers, offsets, text)
        at = put_number(out, put_word(out, at, b'","ttl":'), entries[place + 5])
        at = put_word(out, at, b',"data":"')
        if special[entry] >= 0:
            for i in range(special_at[special[entry]], special_at[special[entry] + 1]):
                at = put(out, at, special_text[i])
        else:
            at = put_rdata(out, at, data, start, entries[place + 6], entries[place + 7], kind, shapes, numbers,
                           offsets, text)
        at = put_word(out, at, b'"}')
    return comma, at


@kernel
def put_edns(out, at, data, opt, numbers, offsets, text):  # type: ignore[no-untyped-def]
    """What the OPT record says whose RDATA begin at `opt`; its options up to the first that leaves it."""
    if opt < 0:
        return put_word(out, at, b"null")
    at = put_number(out, put_word(out, at, b'{"version":'), data[opt - 5] + 0)
    at = put_number(out, put_word(out, at, b',"udp_size":'), data[opt - 8] * 256 + data[opt - 7])
    at = put_word(out, at, b',"do":true' if data[opt - 4] & 0x80 else b',"do":false')
    at = put_number(out, put_word(out, at, b',"extended_rcode":'), data[opt - 6] + 0)
    at = put_word(out, at, b',"options":[')
    stop = opt + data[opt - 2] * 256 + data[opt - 1]
    begin = at
    while opt + 4 <= stop:
        code = data[opt] * 256 + data[opt + 1]
        behind = opt + 4 + data[opt + 2] * 256 + data[opt + 3]
        if behind > stop:
            break
        if at > begin:
            at = put(out, at, 44)
        at = put_number(out, put_word(out, at, b'{"code":'), code)
        at = put_named(out, put_word(out, at, b',"name":"'), numbers, offsets, text, OPTION_NAME, code)
        at = put_octets(out, put_word(out, at, b'","data":"'), data, opt + 4, behind)
        at = put_word(out, at, b'"}')
        opt = behind
    return put_word(out, at, b"]}")


@kernel
def put_end(out, at, key, address, port, address_at, address_text):  # type: ignore[no-untyped-def]
    """An address and a port, under a key and the same with `_port`."""
    at = put_word(out, put_word(out, put_word(out, at, b',"'), key), b'":"')
    for i in range(address_at[address + 1], address_at[address + 2]):
        at = put(out, at, address_text[i])
    at = put_word(out, put_word(out, put_word(out, at, b'","'), key), b'_port":')
    return put_number(out, at, port)


@kernel
def put_ends(out, at, query, response, row, time, source, destination, source_port, destination_port, address_at,  # type: ignore[no-untyped-def]
             address_text, digits):
    """Who asked whom, in which packets and when."""
    if query >= 0:
        at = put_end(out, at, b"client", source[query], source_port[query], address_at, address_text)
    else:
        at = put_end(out, at, b"client", destination[response], destination_port[response], address_at, address_text)
    if response >= 0:
        at = put_end(out, at, b"server", source[response], source_port[response], address_at, address_text)
    else:
        at = put_end(out, at, b"server", destination[query], destination_port[query], address_at, address_text)
    at = put_word(out, at, b',"query_packet":')
    at = put_number(out, at, row[query] + 1) if query >= 0 else put_word(out, at, b"null")
    at = put_word(out, at, b',"response_packet":')
    at = put_number(out, at, row[response] + 1) if response >= 0 else put_word(out, at, b"null")
    at = put_word(out, at, b',"query_time":')
    at = put_seconds(out, at, time[query], digits) if query >= 0 else put_word(out, at, b"null")
    at = put_word(out, at, b',"response_time":')
    at = put_seconds(out, at, time[response], digits) if response >= 0 else put_word(out, at, b"null")
    at = put_word(out, at, b',"latency":')
    if query < 0 or response < 0:
        return put_word(out, at, b"null")
    return put_seconds(out, at, time[response] - time[query], digits)


@kernel
def put_sections(out, at, t, response, first, second, which, starts, place, further, further_at, entries, mask,  # type: ignore[no-untyped-def]
                 special, special_at, special_text, shapes, numbers, offsets, text):
    """The three sections of a response, with those of the messages that go on with it."""
    for section in range(1, 4):
        if section == 1:
            at = put_word(out, at, b',"answers":[')
        elif section == 2:
            at = put_word(out, at, b',"authorities":[')
        else:
            at = put_word(out, at, b',"additionals":[')
        comma = 0
        if response >= 0:
            for i in range(further_at[t] - 1, further_at[t + 1]):
                m = response if i < further_at[t] else further[i]
                comma, at = put_records(
                    out, at, comma, second if which[m] else first, starts[m], entries, place[m, 0], place[m, 1],
                    section, mask, special, special_at, special_text, shapes, numbers, offsets, text)
        at = put(out, at, 93)
    return at


@kernel
def put_lines(out, begin, end, digits, first, second, which, starts, row, time, transport, protocol, source,  # type: ignore[no-untyped-def]
              destination, source_port, destination_port, found_numbers, found_hashes, queries, responses, repeated,
              duplicates, further, further_at, place, entries, special, special_at, special_text, address_at,
              address_text, shapes, numbers, offsets, text):
    """Writes the transactions [begin, end) as far as they fit whole: (the next one, size of the text; of the next
    line where none fits)."""
    at = 0
    for t in range(begin, end):
        line = at
        query, response = queries[t], responses[t]
        asked = query if query >= 0 else response
        shown = response if response >= 0 else query
        data = second if which[asked] else first
        mask = 0x7FFF if protocol[asked] == MDNS else 0xFFFF
        flags = found_numbers[shown * NUMBERS + NUMBER_FLAGS] + 0
        at = put_number(out, put_word(out, at, b'{"id":'), found_numbers[asked * NUMBERS] + 0)
        at = put_word(out, at, b',"protocol":"')
        at = put_word(out, at, b"mdns" if protocol[asked] == MDNS else b"dns" if protocol[asked] == 0 else b"llmnr")
        at = put_word(out, at, b'","transport":"tcp"' if transport[asked] == 6 else b'","transport":"udp"')
        at = put_ends(out, at, query, response, row, time, source, destination, source_port, destination_port,
                      address_at, address_text, digits)
        at = put_word(out, at, b',"opcode":"')
        at = put_named(out, at, numbers, offsets, text, OPCODE_NAME, (flags // 2048) & 15)
        if response >= 0:
            at = put_named(out, put_word(out, at, b'","rcode":"'), numbers, offsets, text, RCODE_NAME,
                           found_numbers[response * NUMBERS + NUMBER_RCODE] + 0)
            at = put_word(out, at, b'","flags":')
        else:
            at = put_word(out, at, b'","rcode":null,"flags":')
        at = put_word(out, put_flags(out, at, flags), b',"questions":')
        at = put_questions(out, at, data, starts[asked], entries, place[asked, 0], place[asked, 1], mask, numbers,
                           offsets, text)
        at = put_sections(out, at, t, response, first, second, which, starts, place, further, further_at, entries,
                          mask, special, special_at, special_text, shapes, numbers, offsets, text)
        at = put_edns(out, put_word(out, at, b',"edns":'), second if which[shown] else first,
                      found_hashes[shown * HASHES + HASH_OPT], numbers, offsets, text)
        at = put_number(out, put_word(out, at, b',"retransmissions":'), repeated[t])
        at = put_number(out, put_word(out, at, b',"duplicates":'), duplicates[t])
        at = put_word(out, at, b',"status":"')
        at = put_word(out, at, b"unsolicited" if query < 0 else b"answered" if response >= 0 else b"unanswered")
        at = put_word(out, at, b'"}\n')
        if at > len(out):
            return t, line if line > 0 else at
    return end, at
