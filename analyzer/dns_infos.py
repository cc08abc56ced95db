"""DNS messages as lines for the packet list, many at once: a kernel beside `dissectors.dns.info`."""
from __future__ import annotations

from functools import cache

import numpy as np

from analyzer.columns import Array
from analyzer.dns_lines import put_text
from dissectors.dns.descriptions import OPCODE_NAMES, RCODE_NAMES
from dissectors.dns.info import LONGEST_DATA, RECORDS, UNKNOWN_CODE, UNKNOWN_OPERATION
from dissectors.dns.name import ESCAPED
from dissectors.dns.rdata.writer import put_rdata, special_types, tables
from dissectors.dns.text import OPT
from dissectors.dns.walk import ENTRY, HEADER, QUESTION, walk_message
from dissectors.dns.writer import TYPE_NAME, put, put_hex, put_named, put_word
from dissectors.kernel import kernel

_MANY = 20
"""A message is as much work as so many packets."""
_ENTRIES = 32
"""Messages with more questions and records are left to others."""
_ROOM = 512
"""Bytes for a line, on average; lines for which nothing is left are left to others."""
_CODES = 16


@kernel
def put_plain_name(out, at, data, place, start, escaped):  # type: ignore[no-untyped-def]
    """A name that walk_name found good; -1 where it is not the same in every form."""
    first = at
    while data[place] != 0:
        count = data[place] + 0
        if count >= 192:
            place = start + (count - 192) * 256 + data[place + 1]
            continue
        if at > first:
            at = put(out, at, 46)
        for i in range(count):
            octet = data[place + 1 + i]
            if escaped[octet]:
                return -1
            if at + i < len(out):
                out[at + i] = octet
        at += count
        place += count + 1
    return at if at > first else put_word(out, at, b"<Root>")


@kernel
def unescape(out, mark, at):  # type: ignore[no-untyped-def]
    """Takes the backslashes of JSON out of out[mark…at); gives where the text ends."""
    while mark < at and out[mark] != 92:
        mark += 1
    place = mark
    while mark < at:
        if out[mark] == 92:
            mark += 1
        out[place] = out[mark]
        place += 1
        mark += 1
    return place


@kernel
def put_entries(out, at, data, start, entries, found, escaped, special, names, enough):  # type: ignore[no-untyped-def]
    """The questions and records of a message, as far as they begin before `enough`; -1 where one of them is none that
    can be written here."""
    shown, last = 0, QUESTION
    for entry in range(found):
        if at >= enough:
            break
        place = entry * ENTRY
        section, name, kind = entries[place], entries[place + 1], entries[place + 3]
        if last == QUESTION and section != QUESTION:
            shown, last = 0, section
        if shown == RECORDS or (section != QUESTION and kind == OPT):
            continue
        shown += 1
        at = put(out, put_named(out, put(out, at, 32), names, TYPE_NAME, kind), 32)
        if section == QUESTION:
            at = put_plain_name(out, at, data, name, start, escaped)
            if at < 0:
                return -1
            continue
        if special[kind]:
            return -1
        mark = at
        at = put_rdata(out, at, data, start, entries[place + 6], entries[place + 7], kind, names)
        if at > len(out):
            return -1
        at = unescape(out, mark, at)
        if at - mark > LONGEST_DATA:
            at = put_word(out, mark + LONGEST_DATA - 1, b"\xe2\x80\xa6")
    return at


@kernel
def put_infos(out, data, starts, sizes, entries, escaped, special, heads, head_begins, codes,  # type: ignore[no-untyped-def]
              code_begins, names, most, done):
    """Writes a line a message, an empty one for those that are left to others; gives the size of the text. Where a line
    has `most` octets it may end."""
    at = 0
    for i in range(len(starts)):
        begin, start = at, int(starts[i])
        done[i] = False
        if at < len(out) - HEADER:
            found, _end, fault, _where, _opt = walk_message(data, start, start + int(sizes[i]), entries, 0, _ENTRIES)
            if fault == 0 and found <= _ENTRIES:
                flags = data[start + 2] * 256 + data[start + 3]
                at = put_text(out, at, heads, head_begins, flags // 2048)
                at = put_hex(out, at, data[start] * 256 + data[start + 1], 4)
                at = put_text(out, at, codes, code_begins, (flags & 15) * (flags // 0x8000))
                at = put_entries(out, at, data, start, entries, found, escaped, special, names, begin + most)
                done[i] = 0 <= at < len(out)
            if not done[i]:
                at = begin
        at = put(out, at, 10)
    return at


@cache
def _words() -> tuple[Array, Array, Array, Array]:
    """How lines begin, by response and operation; what responses say, by code."""
    heads = [f"{OPCODE_NAMES.get(number % _CODES, UNKNOWN_OPERATION)}{' response' if number >= _CODES else ''} 0x"
             for number in range(2 * _CODES)]
    codes = ["", *(f" {RCODE_NAMES.get(number, UNKNOWN_CODE)}" for number in range(1, _CODES))]
    found: list[Array] = []
    for texts in (heads, codes):
        joined = [text.encode() for text in texts]
        found += (np.frombuffer(b"".join(joined), np.uint8), np.cumsum([0, *map(len, joined)]))
    return found[0], found[1], found[2], found[3]


@cache
def _marks() -> tuple[Array, Array]:
    """Octets that names write in more than one way; types whose data no kernel writes."""
    octets = np.arange(256)
    escaped = (octets <= 0x20) | (octets >= 0x7F) | np.isin(octets, list(ESCAPED))
    return escaped, np.isin(np.arange(1 << 16), special_types())


def dns_lines(data: Array, start: Array, size: Array, work: int, most: int) -> tuple[Array, Array]:
    """The lines of the messages [start, start + size) of `data`, as UTF-8 with line ends, and which of them stand
    there: those that only others can read are empty. `work`: about how many packets will be asked for in all; `most`:
    after so many octets a line may end."""
    count = len(start)
    out, done = np.empty(count * _ROOM + HEADER, np.uint8), np.zeros(count, np.bool_)
    written = put_infos.for_work(work * _MANY)(
        out, data, start, size, np.zeros(_ENTRIES * ENTRY, np.int64), *_marks(), *_words(), tables(), most, done)
    return out[:written], done
