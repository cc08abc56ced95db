"""The kernel that lists the packets of a pcapng section, as that of pcap does (index.py)."""
from __future__ import annotations

from typing import Any

from analyzer.blocks import INTERFACE, NAMES, SECRETS, SECTION, STATISTICS
from analyzer.blocks import PACKET as ENHANCED_PACKET
from analyzer.capture.index import (
    BAD_CHAIN,
    BAD_LENGTH,
    BAD_OPTIONS,
    BAD_PACKET,
    BLOCK,
    COMMENTED,
    CUT,
    END,
    MORE,
    NO_INTERFACE,
    TOO_LONG,
)
from dissectors.kernel import kernel

LATEST = 0x7FFF_FFFF_FFFF_FFFF
"""The latest time there is, in ns: later ones are shown as this one."""

# draft-ietf-opsawg-pcapng: types of blocks that we don't write
PACKET, SIMPLE_PACKET = 2, 3
CUSTOM, CUSTOM_NO_COPY = 0x00000BAD, 0x40000BAD
LARGEST_BLOCK = (128 << 20) + 131_072 + 32
"""The largest packet in an Enhanced Packet Block with 128 KiB of options: Wireshark's limit."""
MASK = 0xFFFF_FFFF
ROUND = 0x1_FFFF_FFFC
"""Mask that rounds down to a multiple of 4."""

ROW = 7
"""Numbers per interface in the table for index_pcapng: largest packet, snap length, and the five of `nanoseconds`."""


@kernel
def swapped(value: int) -> int:
    """A 32-bit number in the other byte order."""
    return (value & 0xFF) << 24 | (value & 0xFF00) << 8 | (value >> 8) & 0xFF00 | value >> 24


@kernel
def word(words: Any, at: int, swap: int) -> int:
    """A 32-bit number of a pcapng file, which stands at a multiple of 4 bytes."""
    value = words[at] & MASK
    return int(swapped(value) if swap else value)


@kernel
def nanoseconds(high: int, low: int, multiply: int, divide: int, again: int, shift: int) -> int:
    """A 64-bit number of ticks, in two halves, in ns.

    A tick is `multiply` ns; or where that is 0, 1 / (`divide` × `again`) ns; or where that is 0 too, 2**-`shift` s.
    """
    if multiply > 0:
        ticks = (high & 0x7FFFFFFF) * 4294967296 + low
        if high > 0x7FFFFFFF or ticks > LATEST // multiply:
            return LATEST
        return ticks * multiply
    if divide > 0:
        return (high // divide * 4294967296 + (high % divide * 4294967296 + low) // divide) // again
    if shift >= 32:
        down = min(shift - 32, 62)
        part = high & ((1 << min(down, 32)) - 1)
        seconds = high >> down
        return seconds * 1000000000 + ((part * 1000000000 + (low * 1000000000 >> 32)) >> down)
    # More seconds than 2**34 do not fit into the time, and must not be worked out.
    seconds = LATEST >> 29
    if high >> shift < 4:
        seconds = (high << (32 - shift)) + (low >> shift)
    if seconds >= LATEST // 1000000000:
        return LATEST
    return seconds * 1000000000 + (((low & ((1 << shift) - 1)) * 1000000000) >> shift)


@kernel
def check_options(words: Any, at: int, stop: int, swap: int, big: int) -> int:
    """Checks the options of a packet: MORE, COMMENTED or BAD_OPTIONS.

    draft-ietf-opsawg-pcapng 3.5 and 4.3; what counts as damage is what Wireshark stops at.
    """
    found = MORE
    while at < stop:
        head = word(words, at, swap)
        code = head >> 16 if big else head & 0xFFFF
        size = head & 0xFFFF if big else head >> 16
        at += 1
        after = at + (size + 3) // 4
        if after > stop:
            return BAD_OPTIONS
        if code == 0:
            return found
        if code == 1:
            found = COMMENTED
        elif code in (2, 6):                    # epb_flags, epb_queue
            if size != 4:
                return BAD_OPTIONS
        elif code in (4, 5):                    # epb_dropcount, epb_packetid
            if size != 8:
                return BAD_OPTIONS
        elif code == 7:                         # epb_verdict: its first byte is the type, 1 and 2 have 64 bits more
            if size < 1:
                return BAD_OPTIONS
            first = word(words, at, swap)
            kind = first >> 24 if big else first & 0xFF
            if kind in (1, 2) and size != 9:
                return BAD_OPTIONS
        elif code in (2988, 2989, 19372, 19373) and size < 4:       # custom
            return BAD_OPTIONS
        at = after
    return found


@kernel
def enhanced_packet(words: Any, pos: int, after: int, obsolete: int, swap: int, big: int, first: int, interfaces: int,
                    table: Any, count: int, offset: Any, time: Any, caplen: Any, length: Any, interface: Any) -> int:
    """Puts an Enhanced Packet Block, or the obsolete Packet Block, into row `count`.

    Returns MORE, COMMENTED or why it is damaged.
    """
    if after - pos < 32:
        return BAD_LENGTH
    at = pos >> 2
    number, high, low = words[at + 2] & MASK, words[at + 3] & MASK, words[at + 4] & MASK
    captured, original = words[at + 5] & MASK, words[at + 6] & MASK
    if swap:
        number, high, low = swapped(number), swapped(high), swapped(low)
        captured, original = swapped(captured), swapped(original)
    if obsolete:
        number = number >> 16 if big else number & 0xFFFF
    if number >= interfaces:
        return NO_INTERFACE
    row = number * ROW
    options = pos + 28 + ((captured + 3) & ROUND)
    if options + 4 > after:
        return BAD_PACKET
    if captured > table[row]:
        return TOO_LONG
    result = MORE
    if options + 4 < after:
        result = int(check_options(words, options >> 2, (after >> 2) - 1, swap, big))
        if result == BAD_OPTIONS:
            return result
    stamp = nanoseconds(high, low, table[row + 2], table[row + 3], table[row + 4], table[row + 5])
    shift = table[row + 6]
    time[count] = LATEST if shift > LATEST - stamp else stamp + shift
    offset[count] = pos + 28
    caplen[count] = captured
    length[count] = original
    interface[count] = first + number
    return result


@kernel
def simple_packet_size(words: Any, pos: int, swap: int, table: Any) -> int:
    """How many bytes a Simple Packet Block has of its packet: at most the first interface's snap length."""
    captured = word(words, (pos >> 2) + 2, swap)
    return int(min(captured, table[1]) if table[1] > 0 else captured)


@kernel
def simple_packet(words: Any, pos: int, after: int, swap: int, first: int, interfaces: int, table: Any, count: int,
                  offset: Any, time: Any, caplen: Any, length: Any, interface: Any) -> int:
    """Puts a Simple Packet Block into row `count`: it has no time. Returns MORE or why it is damaged."""
    if after - pos < 16:
        return BAD_LENGTH
    if interfaces == 0:
        return NO_INTERFACE
    captured = simple_packet_size(words, pos, swap, table)
    if captured > table[0]:
        return TOO_LONG
    time[count] = 0
    offset[count] = pos + 12
    caplen[count] = captured
    length[count] = word(words, (pos >> 2) + 2, swap)
    interface[count] = first
    return MORE


@kernel
def check_block(words: Any, pos: int, size: int, swap: int, total: int, after: int) -> int:
    """Whether a block of `total` bytes, whose content ends 4 bytes before `after`, is whole: MORE, or what is wrong."""
    if total < 12 or total > LARGEST_BLOCK:
        return BAD_LENGTH
    if pos + total > size:
        return CUT
    if after > pos + total:
        return BAD_PACKET
    again = words[(after >> 2) - 1] & MASK
    if swap:
        again = swapped(again)
    return MORE if (again + 3) & ROUND == total else BAD_CHAIN


@kernel
def index_pcapng(words: Any, pos: int, size: int, until: int, swap: int, big: int, first: int, interfaces: int,
                 table: Any, count: int, offset: Any, time: Any, caplen: Any, length: Any, interface: Any,
                 noted: int, notes: Any) -> tuple[int, int, int, int]:
    """Lists the packets of a pcapng section, from row `count` of the arrays on; also returns how many are noted.

    `words` are the file's 32-bit numbers as this machine reads them; `swap` where the section has the other byte
    order, `big` where it is big-endian. Of the section's `interfaces`, the first has number `first` in the file, and
    each has ROW numbers in `table`. Packets with comments are noted: row and position.
    """
    room, most_notes, stop = len(offset), len(notes), MORE
    while stop == MORE and count < room and noted < most_notes and pos < until:
        if size - pos < 12:
            return count, pos, END if pos == size else CUT, noted
        kind, total = words[pos >> 2] & MASK, words[(pos >> 2) + 1] & MASK
        if swap:
            kind, total = swapped(kind), swapped(total)
        # Some writers leave the padding out of the length: Wireshark rounds both lengths up.
        total = (total + 3) & ROUND
        after = pos + total
        if kind == SIMPLE_PACKET and interfaces > 0 and size - pos >= 16:
            after = pos + 16 + ((simple_packet_size(words, pos, swap, table) + 3) & ROUND)
        stop = BLOCK if kind == SECTION else check_block(words, pos, size, swap, total, after)
        if stop == MORE:
            if kind in (ENHANCED_PACKET, PACKET):
                stop = enhanced_packet(words, pos, after, int(kind == PACKET), swap, big, first, interfaces, table,
                                       count, offset, time, caplen, length, interface)
                if stop == COMMENTED:
                    notes[noted], notes[noted + 1] = count, pos
                    noted, stop = noted + 2, MORE
                count += int(stop == MORE)
            elif kind == SIMPLE_PACKET:
                stop = simple_packet(words, pos, after, swap, first, interfaces, table, count, offset, time, caplen,
                                     length, interface)
                count += int(stop == MORE)
            elif kind in (INTERFACE, NAMES, STATISTICS, SECRETS):
                stop = BLOCK
            elif kind in (CUSTOM, CUSTOM_NO_COPY) and total < 16:
                stop = BAD_LENGTH
            pos = after if stop == MORE else pos
    return count, pos, stop, noted
