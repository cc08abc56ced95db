"""The kernel that lists the records of a pcap file: where each packet is, when it came, and how long it is.

It reads on from `pos` until the arrays are full, byte `until` is reached or the file ends, and returns how many
records stand in the arrays, the position behind the last one and why it stopped; as that of pcapng does
(index_pcapng.py).
"""
from __future__ import annotations

from typing import Any

from dissectors.kernel import kernel

MORE = 0
"""The arrays are full, or `until` was reached."""
END = 1
"""The file ends behind a whole record."""
CUT = 2
"""The file ends inside a record."""
TOO_LONG = 3
"""A packet that is longer than any can be."""
BLOCK = 4
"""pcapng: a block that is no packet stands at the position."""
BAD_LENGTH = 5
"""pcapng: a block of impossible length."""
BAD_CHAIN = 6
"""pcapng: a block's second length is not its first."""
BAD_PACKET = 7
"""pcapng: a packet that does not fit into its block."""
NO_INTERFACE = 8
"""pcapng: a packet of an interface that the section does not have."""
BAD_OPTIONS = 9
"""pcapng: options that don't fit into their block."""

BAD_BLOCK = 10
"""pcapng: a block that is no packet is damaged; no kernel returns it."""
COMMENTED = -1
"""pcapng: a packet has comments."""

# Order of the two lengths in a pcap record's header: as they should be, reversed, reversed where that makes sense.
LENGTHS_IN_ORDER, LENGTHS_REVERSED, LENGTHS_DOUBTFUL = 0, 1, 2


@kernel
def number32(data: Any, pos: int, big: int) -> int:
    """The 32-bit number at `pos`."""
    if big:
        return int(data[pos] * 16777216 + data[pos + 1] * 65536 + data[pos + 2] * 256 + data[pos + 3])
    return int(data[pos + 3] * 16777216 + data[pos + 2] * 65536 + data[pos + 1] * 256 + data[pos])


@kernel
def index_pcap(data: Any, pos: int, size: int, until: int, big: int, header: int, lengths: int, unit: int,
               largest: int, offset: Any, time: Any, caplen: Any, length: Any) -> tuple[int, int, int]:
    """Lists pcap records.

    `header` is the size of a record's header, of which the first 16 bytes are used; `unit` how many ns a unit of the
    second's fraction is; `largest` the longest packet that can be.
    """
    count = 0
    room = len(offset)
    while count < room and pos < until:
        if pos + header > size:
            return count, pos, END if pos == size else CUT
        captured = number32(data, pos + 8, big)
        original = number32(data, pos + 12, big)
        if lengths != LENGTHS_IN_ORDER and (lengths == LENGTHS_REVERSED or captured > original):
            captured, original = original, captured
        if captured > largest:
            return count, pos, TOO_LONG
        start = pos + header
        if start + captured > size:
            return count, pos, CUT
        # Unsigned seconds, and a fraction that may exceed a second, stay below 2**63 ns.
        time[count] = number32(data, pos, big) * 1000000000 + number32(data, pos + 4, big) * unit
        offset[count] = start
        caplen[count] = captured
        length[count] = original
        count += 1
        pos = start + captured
    return count, pos, END if pos == size else MORE
