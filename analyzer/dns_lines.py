"""Writes DNS transactions as lines of JSON: kernels, for captures with many."""
from __future__ import annotations

from analyzer.dns_pairs import MDNS
from analyzer.flows import TCP
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

# What the kernels know of a message: numbers, this many each.
START, BUFFER, PACKET, TIME, TRANSPORT, PROTOCOL, SOURCE, SOURCE_PORT, DESTINATION, DESTINATION_PORT, ID, FLAGS, \
    RCODE, OPT_AT, FIRST_ENTRY, LAST_ENTRY = range(16)
MESSAGE = 16
# Of a transaction: its messages (or -1), how many came again, the packets of other transactions (or 0), and where the
# further ones stand.
QUERY_AT, RESPONSE_AT, REPEATED, DUPLICATES, MIRRORED, CONFLICT, RETRY, FURTHER, LAST_FURTHER = range(9)
TRANSACTION = 9


@kernel
def put_text(out, at, texts, begins, number):  # type: ignore[no-untyped-def]
    """A text by its number."""
    begin, size = begins[number] + 0, begins[number + 1] - begins[number]
    for i in range(min(size, len(out) - at)):
        out[at + i] = texts[begin + i]
    return at + size


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
    names = b"QRAATCRDRAZ ADCD"
    at = put(out, at, 91)
    begin = at
    for i in range(8):
        bit = 0x8000 if i == 0 else 0x0800 >> i
        if flags & bit:
            if at > begin:
                at = put(out, at, 44)
            at = put(out, put(out, at, 34), names[2 * i])
            if i != 5:
                at = put(out, at, names[2 * i + 1])
            at = put(out, at, 34)
    return put(out, at, 93)


@kernel
def put_section(out, at, section, m, further, begin, end, first, second, messages, entries, special, texts, begins,  # type: ignore[no-untyped-def]
                tables):
    """The entries of a section of message m (none where it is -1), and of those that go on with it, further[begin…end).

    `special` numbers the texts of data that no kernel can write.
    """
    written = 0
    for i in range(begin - 1, end if m >= 0 else begin - 1):
        place = (m if i < begin else further[i]) * MESSAGE
        data = second if messages[place + BUFFER] else first
        start = messages[place + START]
        mask = 0x7FFF if messages[place + PROTOCOL] == MDNS else 0xFFFF
        for entry in range(messages[place + FIRST_ENTRY], messages[place + LAST_ENTRY]):
            place = entry * ENTRY
            kind = entries[place + 3]
            if entries[place] != section or (section == ADDITIONAL and kind == OPT):
                continue
            at = put_word(out, at, b',{"name":"' if written else b'{"name":"')
            written = 1
            at = put_word(out, put_name(out, at, data, entries[place + 1], start), b'","type":"')
            at = put_word(out, put_named(out, at, tables, TYPE_NAME, kind), b'","class":"')
            at = put_named(out, at, tables, CLASS_NAME, entries[place + 4] & mask)
            if section != QUESTION:
                at = put_number(out, put_word(out, at, b'","ttl":'), entries[place + 5])
                at = put_word(out, at, b',"data":"')
                if special[entry] >= 0:
                    at = put_text(out, at, texts, begins, special[entry])
                else:
                    at = put_rdata(out, at, data, start, entries[place + 6], entries[place + 7], kind, tables)
            at = put_word(out, at, b'"}')
    return at


@kernel
def put_edns(out, at, data, start, opt, tables):  # type: ignore[no-untyped-def]
    """What the OPT record says whose RDATA begin at `opt`; its options up to the first that leaves it."""
    if opt == start:
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
        at = put_named(out, put_word(out, at, b',"name":"'), tables, OPTION_NAME, code)
        at = put_octets(out, put_word(out, at, b'","data":"'), data, opt + 4, behind)
        at = put_word(out, at, b'"}')
        opt = behind
    return put_word(out, at, b"]}")


@kernel
def put_ends(out, at, messages, query, response, texts, begins):  # type: ignore[no-untyped-def]
    """Who asked whom; the server is who answered, the client of an unsolicited response who got it."""
    client = query * MESSAGE + SOURCE if query >= 0 else response * MESSAGE + DESTINATION
    server = response * MESSAGE + SOURCE if response >= 0 else query * MESSAGE + DESTINATION
    at = put_text(out, put_word(out, at, b',"client":"'), texts, begins, messages[client])
    at = put_number(out, put_word(out, at, b'","client_port":'), messages[client + 1])
    at = put_text(out, put_word(out, at, b',"server":"'), texts, begins, messages[server])
    return put_number(out, put_word(out, at, b'","server_port":'), messages[server + 1])


@kernel
def put_known(out, at, word, m, number, digits):  # type: ignore[no-untyped-def]
    """A packet's number (digits -1) or a time after a word; `null` where there is no such message."""
    at = put_word(out, at, word)
    if m < 0:
        return put_word(out, at, b"null")
    return put_number(out, at, number) if digits < 0 else put_seconds(out, at, number, digits)


@kernel
def put_moments(out, at, messages, query, response, digits):  # type: ignore[no-untyped-def]
    """In which packets and when."""
    # of a message that is not there, the number read is not used
    asked, said = max(query, 0) * MESSAGE, max(response, 0) * MESSAGE
    latency = messages[said + TIME] - messages[asked + TIME]
    at = put_known(out, at, b',"query_packet":', query, messages[asked + PACKET], -1)
    at = put_known(out, at, b',"response_packet":', response, messages[said + PACKET], -1)
    at = put_known(out, at, b',"query_time":', query, messages[asked + TIME], digits)
    at = put_known(out, at, b',"response_time":', response, messages[said + TIME], digits)
    known = query if latency >= 0 or query < response else -1
    return put_known(out, at, b',"latency":', min(known, response), latency, digits)


@kernel
def put_head(out, at, messages, query, response, digits, texts, begins, tables):  # type: ignore[no-untyped-def]
    """A line up to its questions."""
    asked = (query if query >= 0 else response) * MESSAGE
    shown = response * MESSAGE if response >= 0 else asked
    protocol, flags = messages[asked + PROTOCOL], messages[shown + FLAGS]
    at = put_number(out, put_word(out, at, b'{"id":'), messages[asked + ID])
    at = put_word(out, at, b',"protocol":"mdns"' if protocol == MDNS else b',"protocol":"dns"' if protocol == 0 else
                  b',"protocol":"llmnr"')
    at = put_word(out, at, b',"transport":"tcp"' if messages[asked + TRANSPORT] == TCP else b',"transport":"udp"')
    at = put_ends(out, at, messages, query, response, texts, begins)
    at = put_moments(out, at, messages, query, response, digits)
    at = put_named(out, put_word(out, at, b',"opcode":"'), tables, OPCODE_NAME, (flags // 2048) & 15)
    if response >= 0:
        at = put_named(out, put_word(out, at, b'","rcode":"'), tables, RCODE_NAME, messages[shown + RCODE])
    return put_flags(out, put_word(out, at, b'","flags":' if response >= 0 else b'","rcode":null,"flags":'), flags)


@kernel
def put_lines(out, t, digits, first, second, messages, lines, further, entries, special,  # type: ignore[no-untyped-def]
              addresses, address_begins, texts, begins, tables):
    """Writes the transactions from t on as far as they fit whole: (the next one, size of the text; of the next line
    where not even that fits)."""
    at = 0
    while t * TRANSACTION < len(lines):
        line = at
        place = t * TRANSACTION
        query, response = lines[place + QUERY_AT], lines[place + RESPONSE_AT]
        asked = query if query >= 0 else response
        shown = response if response >= 0 else query
        at = put_head(out, at, messages, query, response, digits, addresses, address_begins, tables)
        for section in range(4):
            at = put_word(out, at, b',"questions":[' if section == 0 else b'],"answers":[' if section == 1 else
                          b'],"authorities":[' if section == 2 else b'],"additionals":[')
            at = put_section(out, at, section, asked if section == 0 else response, further, lines[place + FURTHER],
                             lines[place + FURTHER if section == 0 else place + LAST_FURTHER], first, second, messages,
                             entries, special, texts, begins, tables)
        start = messages[shown * MESSAGE + START]
        at = put_edns(out, put_word(out, at, b'],"edns":'), second if messages[shown * MESSAGE + BUFFER] else first,
                      start, start + messages[shown * MESSAGE + OPT_AT], tables)
        at = put_number(out, put_word(out, at, b',"retransmissions":'), lines[place + REPEATED])
        at = put_number(out, put_word(out, at, b',"duplicates":'), lines[place + DUPLICATES])
        at = put_word(out, at, b',"status":"unsolicited","mirrored":' if query < 0 else
                      b',"status":"answered","mirrored":' if response >= 0 else b',"status":"unanswered","mirrored":')
        at = put_number(out, at, lines[place + MIRRORED])
        other = lines[place + CONFLICT]
        at = put_known(out, at, b',"conflict_packet":', other - 1, other, -1)
        other = lines[place + RETRY]
        at = put_word(out, put_known(out, at, b',"retry_packet":', other - 1, other, -1), b"}\n")
        if at > len(out):
            return t, line if line > 0 else at
        t += 1
    return t, at
